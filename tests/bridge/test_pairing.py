"""Pairing, and the folder of the bridge."""

import stat

import pytest

from bridge.cli import main
from bridge.errors import BridgeError
from bridge.pairing import pair
from bridge.spool import Spool
from bridge.state import State
from tests.bridge.fake_odoo import TOKEN, FakeOdoo, serving


@pytest.fixture
def state(tmp_path):
    return State(tmp_path / "state")


@pytest.fixture
def spool(state):
    spool = Spool(state.spool_path)
    yield spool
    spool.close()


def test_code_becomes_a_token_for_the_owner_alone(state, spool):
    with serving(FakeOdoo()) as url:
        pair(state, spool, url + "/", "7k4-pq2", insecure_lan=True)
    stored = State(state.folder).pairing
    assert (stored.url, stored.token, stored.bridge_id) == (url, TOKEN, 3)
    assert TOKEN not in repr(stored)
    assert stat.S_IMODE(state.folder.stat().st_mode) == 0o700
    modes = {stat.S_IMODE(path.stat().st_mode) for path in state.folder.iterdir()}
    assert modes == {0o600}


def test_wrong_code_is_told_in_odoos_words(state, spool):
    with (
        serving(FakeOdoo()) as url,
        pytest.raises(BridgeError, match="wrong or too old"),
    ):
        pair(state, spool, url, "AAAAAA", insecure_lan=True)
    with pytest.raises(BridgeError, match="not paired"):
        _ = state.pairing


def test_nobody_there(state, spool):
    with pytest.raises(BridgeError, match="does not answer"):
        pair(state, spool, "http://127.0.0.1:9", "7K4PQ2", insecure_lan=True)


def test_file_of_certificates_that_is_none(state, spool, tmp_path):
    path = tmp_path / "ca.pem"
    for content in (None, "no certificate"):
        if content:
            path.write_text(content)
        with pytest.raises(BridgeError, match="certificates"):
            pair(state, spool, "https://odoo.example", "7K4PQ2", ca=str(path))


def test_what_waits_for_another_odoo_is_never_sent_to_this_one(state, spool):
    odoo = FakeOdoo()
    with serving(odoo) as url:
        pair(state, spool, url, "7K4PQ2", insecure_lan=True)
    spool.add(1, "rows_read", {}, {"count": 5})
    odoo.codes = {"7K4PQ2"}
    with serving(odoo) as url:
        with pytest.raises(BridgeError, match="1 items still wait"):
            pair(state, spool, url, "7K4PQ2", insecure_lan=True)
        assert odoo.codes  # the code is good for the next attempt
        pair(state, spool, url, "7K4PQ2", insecure_lan=True, wipe=True)
    assert spool.counts().waiting == 0
    assert spool.position(1) is None


def test_pairing_again_with_the_same_bridge_keeps_what_waits(state, spool):
    odoo = FakeOdoo()
    with serving(odoo) as url:
        pair(state, spool, url, "7K4PQ2", insecure_lan=True)
        spool.add(1, "rows_read", {}, {"count": 5})
        odoo.codes = {"7K4PQ2"}
        pair(state, spool, url, "7K4PQ2", insecure_lan=True)
    assert spool.counts().waiting == 1
    assert spool.position(1) == {"count": 5}


def test_pairing_with_another_bridge_of_the_same_odoo_keeps_what_waits(state, spool):
    odoo = FakeOdoo()
    with serving(odoo) as url:
        pair(state, spool, url, "7K4PQ2", insecure_lan=True)
        spool.add(1, "call", {})
        state.write("bridge.json", {**state.read("bridge.json"), "bridge_id": 99})
        odoo.codes = {"7K4PQ2"}
        pair(state, spool, url, "7K4PQ2", insecure_lan=True)
    assert spool.counts().waiting == 1


def test_folder_that_others_could_read_is_closed(tmp_path):
    folder = tmp_path / "state"
    folder.mkdir(0o755)
    State(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_folder_that_cannot_be(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(BridgeError, match="cannot be used"):
        State(tmp_path / "file" / "state")


def test_files_are_written_whole_or_not_at_all(state):
    state.write("x.json", {"a": 1})
    with pytest.raises(TypeError):
        state.write("x.json", {"a": object()})
    assert state.read("x.json") == {"a": 1}
    assert [path.name for path in state.folder.iterdir()] == ["x.json"]
    (state.folder / "x.json").write_text("{")
    assert state.read("x.json") == {}


@pytest.mark.parametrize("command", [["run"], ["once"], ["status"], ["test"]])
def test_bridge_that_is_not_paired_says_what_to_do(tmp_path, capsys, command):
    assert main(["--state", str(tmp_path / "state"), *command]) == 2
    assert "pair https://odoo.example CODE" in capsys.readouterr().err

"""Commands that look after the spool, and what they print."""

import json
import stat
from datetime import datetime, timezone
from ipaddress import IPv4Network

import pytest

from bridge.cli import main
from bridge.cli.running import lock_folder
from bridge.cli.scan import find
from bridge.cli.status import find_problems
from bridge.spool import Spool
from tests.bridge.helpers import fill, paired
from tests.zk4370_serving import serving as serving_terminal, terminal


@pytest.fixture
def state(tmp_path):
    return paired(tmp_path, "https://odoo.example")


@pytest.fixture
def spool(state):
    spool = Spool(state.spool_path)
    yield spool
    spool.close()


def run(state, *arguments):
    return main(["--state", str(state.folder), *arguments])


def test_export_writes_everything_and_removes_nothing(state, spool, tmp_path):
    numbers = fill(spool, 120)
    spool.quarantine(numbers[3], "step_unreadable", "Why.")
    path = tmp_path / "rescued.jsonl"
    assert run(state, "export", str(path)) == 0
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert sorted(line["id"] for line in lines) == numbers
    assert [line["code"] for line in lines if "code" in line] == ["step_unreadable"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert spool.counts()[:2] == (119, 1)
    assert run(state, "export", str(path)) == 2  # nothing is overwritten


def test_refused_items_are_sent_once_more_when_somebody_says_so(state, spool, capsys):
    [number] = fill(spool, 1)
    spool.quarantine(number, "device_unknown", "")
    assert run(state, "retry") == 0
    assert spool.counts()[:2] == (1, 0)
    run(state, "retry")
    assert "Nothing was refused" in capsys.readouterr().out


def test_wipe_has_to_be_meant(state, spool, capsys):
    fill(spool, 2)
    state.write("config.json", {"secret": 1})
    assert run(state, "wipe") == 2
    assert "2 items wait" in capsys.readouterr().err
    assert spool.counts().waiting == 2
    assert run(state, "wipe", "--yes") == 0
    assert spool.counts().waiting == 0
    left = {path.name for path in state.folder.iterdir()}
    assert not left & {"bridge.json", "config.json", "status.json"}


def test_only_one_program_works_in_a_folder(state, capsys):
    with lock_folder(state):
        assert run(state, "once") == 2
    assert "Another bridge works" in capsys.readouterr().err


WELL = {
    "odoo": {"problem": "", "clock_ahead": 3.0},
    "disk_full": False,
    "spool": {"waiting": 0, "quarantined": 0},
    "devices": [{"id": 3, "reachable": True, "error": None}],
}


def status(**changes):
    now = datetime.now(timezone.utc).isoformat()
    return {"now": now, **WELL, **changes}


def test_nothing_is_wrong():
    assert list(find_problems(status(), {3: "Door"})) == []


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"now": "2020-01-01T00:00:00+00:00"}, "not running"),
        ({"now": None}, "not running"),
        ({"odoo": {"problem": "no route"}}, "no route"),
        ({"odoo": {"clock_ahead": -7200.0}}, "-7200 s"),
        ({"disk_full": True}, "disk"),
        ({"spool": {"waiting": 0, "quarantined": 2}}, "refused 2"),
        (
            {"devices": [{"id": 3, "error": {"code": "wrong_key", "values": {}}}]},
            "Door",
        ),
    ],
)
def test_each_thing_that_is_wrong_has_a_sentence(changes, word):
    [problem] = find_problems(status(**changes), {3: "Door"})
    assert word in problem


def test_status_of_a_bridge_that_does_not_run(state, spool, capsys):
    fill(spool, 2)
    assert run(state, "status") == 1
    printed = capsys.readouterr().out
    assert "Waiting for Odoo: 2 items" in printed
    assert "not running" in printed
    assert run(state, "status", "--json") == 1
    assert json.loads(capsys.readouterr().out)["spool"]["waiting"] == 2


def test_scan_finds_what_listens(monkeypatch):
    with serving_terminal(terminal()) as server:
        assert find(IPv4Network("127.0.0.0/30"), server.port) == ["127.0.0.1"]


@pytest.mark.parametrize("network", ["10.0.0.0/8", "nonsense"])
def test_scan_of_what_is_no_network_of_terminals(state, capsys, network):
    assert run(state, "scan", network) == 2
    assert capsys.readouterr().err

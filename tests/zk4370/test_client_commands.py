"""Commands of the queue, carried out on a terminal."""

import time
from base64 import b64encode
from datetime import datetime, timedelta

import pytest

from simulator.zk4370.codes import Command
from simulator.zk4370.commands import COMMANDS
from simulator.zk4370.log import NO_DAY
from simulator.zk4370.responses import Response
from terminals.commands import KINDS
from terminals.errors import Closed, Impossible
from terminals.zk4370.client import connect
from terminals.zk4370.client.commands import _HANDLERS
from terminals.zk4370.codes import Reply
from terminals.zk4370.commands import CAPABILITIES
from terminals.zk4370.results import NOBODY, explain
from tests.zk4370_serving import (
    SERIAL,
    address,
    execute,
    firmware,
    logged_rows,
    pass_by,
    serving,
)


def code(done) -> int:
    return done.result.code


def test_every_kind_the_codec_offers_is_carried_out():
    assert set(_HANDLERS) - {"templates"} == CAPABILITIES["attendance"]
    assert CAPABILITIES["attendance"] <= set(KINDS)


def test_user_written_read_deleted(session, made):
    payload = {"pin": "555", "name": "Five", "card": "99", "privilege": "manager"}
    assert code(execute(session, "set_user", payload)) == Reply.OK
    assert made.users["555"].privilege == 6
    found = execute(session, "query_users", {"pin": "555"}).upload
    assert [(user.pin, user.name, user.card) for user in found.users] == [
        ("555", "Five", "99")
    ]
    assert len(execute(session, "query_users", {}).upload.users) == 21
    assert code(execute(session, "delete_user", {"pin": "555"})) == Reply.OK
    assert code(execute(session, "delete_user", {"pin": "555"})) == NOBODY
    assert explain(NOBODY, "delete_user", "attendance")[0]


def test_finger_written_and_deleted(session, made):
    blob = b64encode(b"a finger").decode()
    payload = {"pin": "1001", "kind": "finger", "slot": 2, "blob": blob}
    assert code(execute(session, "set_template", payload)) == Reply.OK
    assert [(p.slot, t.blob) for p, t in made.templates.items()] == [(2, b"a finger")]
    gone = {"pin": "1001", "kind": "finger"}
    assert code(execute(session, "delete_template", gone)) == Reply.OK
    assert made.templates == {}


def test_punches_between_two_moments(session, made):
    times = [punch.local for punch in made.punches.entries.values()]
    asked = {"since": times[10].isoformat(" "), "until": times[19]}
    found = execute(session, "query_punches", asked).upload
    assert [punch.time for punch in found.punches] == times[10:20]


def test_clock_is_set(session, made, server):
    wall = datetime(2025, 3, 4, 5, 6, 7)
    assert (
        code(execute(session, "set_clock", {"time": wall.isoformat(" ")})) == Reply.OK
    )
    assert abs(session.clock.read().wall - wall) < timedelta(seconds=5)
    with pytest.raises(Impossible):
        session.clock.set(datetime(1999, 1, 1))


def test_clock_on_a_day_that_does_not_exist(session, monkeypatch):
    """pyzk fails; a session that reads the log must not."""
    no_day = [Response(Reply.OK, NO_DAY.to_bytes(4, "little"))]
    monkeypatch.setitem(COMMANDS, Command.GET_TIME, lambda talk, data: no_day)
    assert session.clock.read().wall is None
    assert session.facts.sizes().punches == 120


def test_door_screen_and_information(session, server):
    assert code(execute(session, "unlock", {"seconds": 7})) == Reply.OK
    assert server.endpoint.doors_opened == [7.0]
    execute(session, "show_message", {"text": "Please come to the office at noon"})
    assert server.endpoint.screen == {
        0: "Please come to",
        1: "the office at",
        2: "noon",
    }
    received = execute(session, "information", {})
    assert received.result.values["~SerialNumber"] == SERIAL
    assert received.upload.info.model == "F19"
    assert received.upload.info.punches == 120
    assert received.upload.info.firmware.startswith("Ver 6.60")
    assert received.upload.info.algorithms["finger"] == 10


@pytest.mark.parametrize("acked", [True, False])
def test_restart_is_not_always_answered(made, transport, acked):
    with serving(made, firmware(restart_acked=acked), boot=0.4) as server:
        session = connect(address(server, transport, timeout=0.2))
        assert code(execute(session, "restart", {})) == Reply.OK
        assert server.is_down
        with pytest.raises(Closed):
            session.facts.sizes()
        time.sleep(0.5)
        with connect(address(server, transport)) as again:
            assert again.facts.sizes().punches == 120


def test_what_it_cannot_do_is_said(session):
    for kind in ("grant_access", "deny_access", "introduce", "address_message"):
        done = execute(session, kind, {})
        assert done.problem.code == "command_unsupported"


def test_no_is_a_result_and_the_session_goes_on(session, server):
    server.faults.arm("error", Command.UNLOCK, amount=Reply.NOT_READY)
    assert code(execute(session, "unlock", {})) == Reply.NOT_READY
    assert code(execute(session, "unlock", {})) == Reply.OK


def test_numbers_are_stored_as_they_are(session, made):
    pass_by(made, 3)
    assert session.facts.sizes().punches == len(logged_rows(made)) == 123

"""A session with a gateway: commands one after the other, over real sockets."""

from datetime import datetime, timedelta

import pytest

from terminals.cams.client import run_session
from terminals.cams.codes import PENDING
from terminals.errors import DeviceRefused, TransportError
from terminals.reasons import Reason
from terminals.session import CommandDone, DeviceCommand, PageRead, ReadyForCommand
from tests.cams_gateway import device
from tests.cams_rest import desk_of, gateway_to, saying

SPAN = {"since": "2024-07-01", "until": "2024-07-02"}
BUSY = saying(b'{"StatusCode":37,"Status":"error"}')


def steps_of(gateway, *commands, go_on=lambda page: True):
    """All steps of a session that is given these commands."""
    left, steps = list(commands), []
    session = run_session(gateway)
    answer = None
    while True:
        try:
            step = session.send(answer)
        except StopIteration:
            return steps
        steps.append(step)
        if isinstance(step, ReadyForCommand):
            answer = left.pop(0) if left else None
        else:
            answer = go_on(step) if isinstance(step, PageRead) else None


def kinds(steps):
    return [type(step).__name__ for step in steps]


@pytest.mark.parametrize(("dialect", "code"), [("v2", PENDING), ("v3", 0)])
def test_commands_are_carried_out_one_by_one(dialect, code):
    server = desk_of(device(dialect))
    commands = [
        DeviceCommand("4", "set_user", {"pin": "8", "name": "Ada"}),
        DeviceCommand("5", "delete_user", {"pin": "8"}),
    ]
    with gateway_to(server, dialect) as gateway:
        steps = steps_of(gateway, *commands)
    assert kinds(steps) == [
        "ReadyForCommand",
        "CommandDone",
        "ReadyForCommand",
        "CommandDone",
        "ReadyForCommand",
    ]
    results = [step.result for step in steps if isinstance(step, CommandDone)]
    assert [(result.id, result.code) for result in results] == [
        ("4", code),
        ("5", code),
    ]
    assert len(server.asked) == 2


def test_what_has_no_words_is_not_sent():
    server = desk_of(device("v3"))
    with gateway_to(server) as gateway:
        steps = steps_of(gateway, DeviceCommand("4", "unlock", {}))
    assert steps[1].problem
    assert not server.asked


def test_what_may_be_done_later_ends_the_session():
    with gateway_to(BUSY) as gateway, pytest.raises(DeviceRefused) as caught:
        steps_of(gateway, DeviceCommand("4", "information", {}))
    assert caught.value.answer == 37


def test_what_is_dangerous_is_not_put_off():
    with gateway_to(BUSY, "v2") as gateway:
        steps = steps_of(gateway, DeviceCommand("4", "clear_punches", {}))
    assert steps[1].result.code == 37


def test_history_goes_on_from_the_position_that_was_stored():
    server = desk_of(device("v3", punches=120))
    with gateway_to(server) as gateway:
        first = steps_of(
            gateway, DeviceCommand("4", "query_punches", SPAN), go_on=lambda _page: 0
        )
        assert kinds(first) == ["ReadyForCommand", "PageRead", "ReadyForCommand"]
        rest = {**SPAN, **first[1].position}
        second = steps_of(gateway, DeviceCommand("4", "query_punches", rest))
    assert kinds(second) == [
        "ReadyForCommand",
        "PageRead",
        "PageRead",
        "CommandDone",
        "ReadyForCommand",
    ]
    read = [step.upload for step in (*first, *second) if isinstance(step, PageRead)]
    times = [punch.time for upload in read for punch in upload.punches]
    start = datetime(2024, 7, 1, 8)
    assert times == [start + timedelta(minutes=minute) for minute in range(120)]
    assert second[3].result.code == 0


def test_history_that_is_not_allowed_is_a_result():
    with gateway_to(desk_of(device("v3", loads_punches=False))) as gateway:
        steps = steps_of(gateway, DeviceCommand("4", "query_punches", SPAN))
    assert steps[1].result.code == 38


def test_history_of_a_busy_gateway_waits():
    with gateway_to(BUSY) as gateway, pytest.raises(DeviceRefused):
        steps_of(gateway, DeviceCommand("4", "query_punches", SPAN))


def test_history_that_lacks_rows_says_so():
    row = b'{"UserID":"1","LogTime":"2024-07-01 08:00:00 GMT +0000"}'
    sent = b'{"StatusCode":0,"PunchLog":{"ActualRowCount":9,"Log":[%s]}}' % row
    with gateway_to(saying(sent)) as gateway:
        steps = steps_of(gateway, DeviceCommand("4", "query_punches", SPAN))
    assert kinds(steps) == [
        "ReadyForCommand",
        "PageRead",
        "CommandDone",
        "ReadyForCommand",
    ]
    assert steps[2].problem == Reason("punches_missing", {"count": 8})


def test_nobody_there_ends_the_session():
    with gateway_to(saying(b"nonsense")) as gateway, pytest.raises(TransportError):
        steps_of(gateway, DeviceCommand("4", "information", {}))

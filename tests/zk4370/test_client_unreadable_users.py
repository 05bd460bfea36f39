"""A terminal with a user nobody can read: the other users, and the punches, are read."""

import pytest

from terminals.reasons import Reason
from terminals.records import DeviceUser
from terminals.zk4370.client import connect
from tests.zk4370_serving import (
    BY_ROWS,
    address,
    execute,
    firmware,
    logged_rows,
    poll_whole,
    serving,
    terminal,
)

PEOPLE = 70
#: Whose PIN the terminal lost, and at which place of its list.
LOST, LOST_UID = "1010", 10
PIN_PLACE = {28: slice(24, 28), 72: slice(48, 72)}


@pytest.fixture(params=BY_ROWS)
def server(request):
    made = terminal(210, people=PEOPLE)
    with serving(made, firmware(request.param)) as opened:
        with connect(address(opened)) as session:
            record = bytearray(session.users.find(LOST).raw)
        place = PIN_PLACE[len(record)]
        record[place] = bytes(place.stop - place.start)
        opened.endpoint.records[LOST] = bytes(record)
        opened.made, opened.by_uid = made, request.param.startswith("8")
        yield opened


def test_one_blank_pin_hides_no_other_user(server, transport):
    with connect(address(server, transport)) as session:
        read = execute(session, "query_users", {})
    assert [user.pin for user in read.upload.users] == [
        pin for pin in server.made.users if pin != LOST
    ]
    assert [(item.line, item.reason) for item in read.upload.refused] == [
        (f"user uid={LOST_UID}", Reason("user_without_pin", {"uid": LOST_UID}))
    ]
    assert read.upload.lines == PEOPLE


def test_punches_are_read_though_one_user_has_no_pin(server, transport):
    collector = poll_whole(server, transport)
    logged = logged_rows(server.made)
    if not server.by_uid:
        assert collector.seen == logged
        return
    assert collector.seen == [row for row in logged if row[0] != LOST]
    reasons = [item.reason for item in collector.refused.values()]
    assert reasons == [Reason("row_uid_unreadable", {"uid": LOST_UID})] * 3
    assert len(collector.rows) + len(reasons) == len(logged)


def test_new_user_gets_a_place_nobody_has(server, transport):
    with connect(address(server, transport)) as session:
        session.users.write(DeviceUser("5001", name="New"))
        session.users.write(DeviceUser("1011", name="Known"))
    assert server.made.slots.of("5001") == PEOPLE + 1
    assert server.made.slots.of(LOST) == LOST_UID
    assert server.made.users["1011"].name == "Known"

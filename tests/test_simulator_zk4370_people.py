"""Users and fingers over port 4370, written and read by pyzk 0.9."""

import pytest

from simulator.people import User
from simulator.zk4370.codes import Command
from tests.zk4370_terminals import Caller, pyzk, serving
from tests.zk4370_vectors import raw

WAYS = pytest.mark.parametrize("udp", [False, True], ids=["tcp", "udp"])
SIZES = pytest.mark.parametrize("rows", ["40", "8a"], ids=["72", "28"])


def fingers(at):
    return {p: t.blob for p, t in at.terminal.templates.items() if p.kind == "finger"}


@WAYS
@SIZES
def test_users_are_told_with_name_card_password_and_rights(rows, udp):
    with serving(rows=rows, users=30) as at:
        at.terminal.set_user("1002", name="Ada", card="98765", privilege=14)
        at.terminal.set_user("1003", password="4711")
        with pyzk(at, udp=udp) as client:
            users = {user.user_id: user for user in client.get_users()}
    assert len(users) == 30
    ada = users["1002"]
    assert (ada.uid, ada.name, ada.card, ada.privilege) == (2, "Ada", 98765, 14)
    assert users["1003"].password == "4711"


@WAYS
@SIZES
def test_a_user_is_written_changed_and_deleted(rows, udp):
    with serving(rows=rows) as at, pyzk(at, udp=udp) as client:
        client.get_users()
        client.set_user(uid=21, name="Ada", privilege=14, user_id="77", card=123)
        assert at.terminal.users["77"] == User(
            "77", "Ada", card="123", privilege=14, group="0"
        )
        client.set_user(uid=21, name="Grace", user_id="77")
        assert at.terminal.users["77"].name == "Grace"
        client.delete_user(uid=21)
        assert "77" not in at.terminal.users
        assert Command.REFRESH in at.log


def test_names_are_written_in_the_terminals_own_letters():
    with serving(encoding="gbk") as at:
        at.terminal.set_user("1001", name="王小明")
        with pyzk(at, encoding="gbk") as client:
            assert client.get_users()[0].name == "王小明"
        with pyzk(at, encoding="UTF-8") as client:
            assert client.get_users()[0].name != "王小明"


def test_a_name_may_be_bytes_of_no_language():
    name = b"\xff\xfe\x81A".decode("utf-8", "surrogateescape")
    with serving() as at, Caller(at) as caller:
        at.terminal.set_user("1001", name=name)
        users = bytes.fromhex("0109000500000000000000")
        caller.connect().ask(Command.PREPARE_BUFFER, users)
        frames = caller.window(0, 76)
        assert frames[1].data[15:19] == b"\xff\xfe\x81A"


def test_a_pin_may_have_letters():
    with serving(punches=1) as at:
        at.terminal.set_user("NB2401004")
        at.terminal.punch(
            "NB2401004", next(iter(at.terminal.punches.entries.values())).utc
        )
        with pyzk(at) as client:
            assert client.get_attendance()[-1].user_id == "NB2401004"


def test_a_record_is_kept_byte_by_byte():
    """A real one: a group, own time zones, and waste behind the password."""
    record = raw("v43")
    with serving(users=1, punches=0) as at, Caller(at) as caller:
        assert caller.connect().ask(Command.WRITE_USER, record).command == 2000
        table = caller.ask(
            Command.PREPARE_BUFFER, bytes.fromhex("0109000500000000000000")
        )
        assert table.data[4 + 72 :] == record
        ned = at.terminal.users["555"]
        assert (ned.name, ned.card, ned.group) == ("Ned", "222", "2")
        at.terminal.set_user("555", name="Edward")
        table = caller.ask(
            Command.PREPARE_BUFFER, bytes.fromhex("0109000500000000000000")
        )
        changed = table.data[4 + 72 :]
        assert changed[11:17] == b"Edward"
        assert changed[35:] == record[35:]


def test_pyzk_harms_the_group_of_whom_it_writes():
    with serving(users=1, punches=0) as at, pyzk(at) as client:
        at.terminal.set_user("1001", group="5")
        client.get_users()
        client.set_user(uid=1, name="Ada", user_id="1001", group_id="5")
        assert at.terminal.users["1001"].group == "0"
        assert at.endpoint.records["1001"][40:41] == b"5"  # among the time zones


def test_a_record_of_another_model_is_refused():
    """pyzk guesses 72 bytes on TCP until it has read the users."""
    with serving(rows="8a") as at, pyzk(at) as client:
        with pytest.raises(Exception, match="Can't set user"):
            client.set_user(uid=30, name="Ada", user_id="30")
        client.get_users()
        client.set_user(uid=30, name="Ada", user_id="30")
        assert "30" in at.terminal.users


def test_the_place_of_a_deleted_user_is_given_away():
    """Rows of 8 bytes name the place, so the old punches seem to be the new user's."""
    with serving(rows="8a", users=3, punches=3) as at, pyzk(at) as client:
        assert [row.user_id for row in client.get_attendance()] == [
            "1001",
            "1002",
            "1003",
        ]
        client.delete_user(uid=2)
        at.terminal.set_user("9")
        assert [row.user_id for row in client.get_attendance()] == ["1001", "9", "1003"]


def test_somebody_takes_the_place_of_another():
    with serving(users=2, punches=0) as at, pyzk(at) as client:
        client.get_users()
        client.set_user(uid=2, name="Ada", user_id="9")
        assert list(at.terminal.users) == ["1001", "9"]
        assert at.terminal.slots.of("9") == 2


def test_no_user_fits_in_a_full_terminal():
    with serving(users=2, punches=0) as at, pyzk(at) as client:
        client.get_users()
        at.terminal.user_capacity = 2
        with pytest.raises(Exception, match="Can't set user"):
            client.set_user(uid=3, name="Ada", user_id="9")

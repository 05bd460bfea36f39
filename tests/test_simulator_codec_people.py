"""What the simulator tells of people, the codec reads."""

from datetime import date, datetime, timezone

import pytest

from simulator import FIRMWARES, AdmsEndpoint, Place, SecurityEndpoint, Terminal, User
from tests import codec_server

NOW = datetime(2024, 7, 1, 12, tzinfo=timezone.utc)
UNTIL = datetime(2024, 12, 31, 23, 59, 59)
ADA = User("007", "Ada Lovelace", "4711", 14, "9", "2", None, UNTIL)
KINDS = ("finger", "face", "visible_face", "palm")
DAY = {"since": date(2024, 7, 1), "until": date(2024, 7, 1)}
SPEAK = {"attendance": AdmsEndpoint, "security": SecurityEndpoint}


def endpoint_of(dialect, *users):
    return SPEAK[dialect](Terminal("T1", "Asia/Kolkata", users=users or [ADA]))


def obey(endpoint, dialect, *orders, **rest):
    return codec_server.obey(endpoint, dialect, *orders, now=NOW, **rest)


@pytest.fixture(params=SPEAK)
def dialect(request):
    return request.param


def test_users_are_read_as_the_terminal_has_them(dialect):
    (user,) = obey(
        endpoint_of(dialect), dialect, ("query_users", {}), polls=2
    ).received("users")
    assert (user.pin, user.name, user.privilege) == ("007", "Ada Lovelace", "admin")
    assert (user.password, user.card, user.group) == ("9", "4711", "2")
    assert (user.valid_from, user.valid_until) == ("", UNTIL)


def test_a_template_enrolled_here_fits_there(dialect):
    here, there = endpoint_of(dialect), endpoint_of(dialect)
    for slot, kind in enumerate(KINDS):
        here.terminal.enrol("007", NOW, kind, slot if kind == "finger" else 0)
    received = obey(here, dialect).received("templates")
    assert [template.kind for template in received] == list(KINDS)
    for template in received:
        payload = {
            "pin": template.pin,
            "kind": template.kind,
            "slot": template.slot,
            "index": template.index,
            "major": template.major,
            "minor": template.minor,
            "size": template.size,
            "blob": template.text,
        }
        obey(there, dialect, ("set_template", payload))
    assert there.terminal.templates == here.terminal.templates


def test_an_enrolment_ordered_is_told(dialect):
    endpoint = endpoint_of(dialect)
    order = ("enroll", {"pin": "007", "kind": "finger", "slot": 3})
    (template,) = obey(endpoint, dialect, order, polls=3).received("templates")
    assert (template.pin, template.kind, template.slot) == ("007", "finger", 3)
    assert template.blob == endpoint.terminal.templates[Place("007", "finger", 3)].blob


def test_nobody_is_left_of_a_deleted_user(dialect):
    endpoint = endpoint_of(dialect)
    for kind in KINDS:
        endpoint.terminal.enrol("007", NOW, kind)
    known = {"MultiBioDataSupport": "0:1:1:0:0:0:0:0:1:1:0"}
    obey(endpoint, dialect, ("delete_user", {"pin": "007"}), known=known)
    assert not endpoint.terminal.users
    assert not endpoint.terminal.templates


def test_nothing_told_is_refused(dialect):
    endpoint = endpoint_of(dialect)
    for kind in (*KINDS, "portrait", "comparison"):
        endpoint.terminal.enrol("007", NOW, kind)
    endpoint.terminal.register("007", NOW, name="Ada")
    endpoint.terminal.punch("007", NOW)
    endpoint.terminal.attempt("99", NOW)
    server = obey(endpoint, dialect, ("query_punches", DAY), ("information", {}))
    assert server.received("refused") == []
    assert len(server.received("punches")) >= 1
    assert {call.kind for call in server.calls} <= {
        "handshake", "registration", "settings", "time", "upload", "command_request",
        "result",
    }  # fmt: skip


def test_punches_and_denials_of_the_security_dialect_differ():
    endpoint = endpoint_of("security")
    endpoint.terminal.needs_rights = True
    for status in (0, 1, 255):
        endpoint.terminal.punch("007", NOW, status, 15)
    endpoint.terminal.attempt("007", NOW)
    server = obey(endpoint, "security")
    received = [(punch.pin, punch.status) for punch in server.received("punches")]
    assert received == [("007", 0), ("007", 1), ("007", None)]
    assert {event.code for event in server.received("events")} == {"206", "23"}
    assert endpoint.terminal.clock.wall(NOW) == datetime(2024, 7, 1, 17, 30)
    assert endpoint.settled


@pytest.mark.parametrize("firmware", FIRMWARES)
def test_every_family_tells_users_the_codec_reads(firmware):
    endpoint = AdmsEndpoint(Terminal("T1", users=[ADA]), FIRMWARES[firmware])
    server = obey(endpoint, "attendance", ("query_users", {}), polls=2)
    (user,) = server.received("users")
    assert (user.pin, user.name, user.card) == ("007", "Ada Lovelace", "4711")


def test_capacities_are_understood(dialect):
    server = obey(endpoint_of(dialect), dialect)
    uploads = [upload.info for _, upload in server.uploads if upload.info]
    info = (uploads + server.info)[0]
    assert (info.users, info.user_capacity, info.fingers) == (1, 10_000, 0)

"""What a terminal of the security dialect tells: events, users, templates."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from simulator import SECURITY, Faults, SecurityFace, Terminal, User, drive
from tests.fake_security_server import OPTIONS, FakeSecurityServer

NOW = datetime(2024, 7, 1, 12, tzinfo=timezone.utc)


def face_of(*users, **rest):
    known = Terminal("T1", users=users or [User("7", "Ada", "4711")])
    return SecurityFace(known, **rest)


def talk(face, server=None, **rest):
    server = server or FakeSecurityServer()
    drive(face, server.send, now=NOW, **rest)
    return server


def values(line):
    return dict(piece.split("=", 1) for piece in line.split("\t"))


def test_punches_and_refusals_are_events_of_the_door():
    face = face_of()
    face.terminal.clock.set(NOW, datetime(2024, 7, 1, 14))
    for minute, (status, verify) in enumerate([(0, 1), (1, 4), (2, 15), (255, 3)]):
        face.terminal.punch("7", NOW + timedelta(minutes=minute), status, verify)
    face.terminal.attempt("99", NOW)
    face.terminal.users.clear()
    face.terminal.users["7"] = User("7", valid_until=datetime(2020, 1, 1))
    face.terminal.attempt("7", NOW)
    face.terminal.note(4, NOW)
    server = talk(face)
    events = [values(line) for line in server.events]
    told = [(e["event"], e["pin"], e["inoutstatus"], e["verifytype"]) for e in events]
    assert told == [
        ("27", "0", "2", "200"),
        ("23", "7", "2", "200"),
        ("206", "0", "2", "200"),
        ("14", "7", "0", "1"),
        ("0", "7", "1", "4"),
        ("3", "7", "1", "15"),
        ("0", "7", "2", "3"),
    ]
    assert events[3]["time"] == "2024-07-01 14:00:00"
    assert [values(line)["alarm"] for line in server.states] == ["0" * 16]
    assert face.settled


def test_enrolment_at_the_terminal_is_told_table_by_table():
    face = face_of()
    for kind in ("finger", "visible_face", "palm", "portrait", "comparison"):
        face.terminal.enrol("7", NOW, kind)
    face.terminal.register("7", NOW, valid_until=datetime(2025, 1, 31, 23, 59, 59))
    server = talk(face)
    assert [table for table, _ in server.people] == [
        "templatev10", "biodata", "biodata", "userpic", "biophoto", "user",
    ]  # fmt: skip
    assert all(line.startswith(f"{table} ") for table, line in server.people)
    assert server.people[-1][1] == (
        "user uid=1\tcardno=4711\tpin=7\tpassword=\tgroup=1\tstarttime=0\t"
        "endtime=20250131\tname=Ada\tprivilege=0\tdisable=0\tverify=0"
    )
    assert not face.terminal.changes.pending


@pytest.mark.parametrize(
    ("option", "tables"),
    [
        ("BioDataFun=0", {"user", "userpic"}),
        ("BioPhotoFun=0", {"user", "templatev10"}),
        ("MultiBioDataSupport=0:0:1", {"user", "userpic"}),
        ("TransTables=Transaction", set()),
    ],
)
def test_what_the_server_does_not_want_is_kept(option, tables):
    face = face_of()
    face.terminal.enrol("7", NOW)
    face.terminal.enrol("7", NOW, "portrait")
    face.terminal.register("7", NOW)
    server = talk(face, FakeSecurityServer((*OPTIONS, option)))
    assert {table for table, _ in server.people} == tables
    assert face.settled


def test_seconds_where_the_firmware_counts_them():
    face = face_of(firmware=replace(SECURITY, limits_in_seconds=True))
    face.terminal.register("7", NOW, valid_from=datetime(2018, 2, 22, 6, 36, 30))
    ((_, line),) = talk(face).people
    assert values(line)["starttime"] == "583050990"


@pytest.mark.parametrize("tells", [True, False])
def test_a_new_registration_brings_the_users_if_so_set(tells):
    face = face_of(User("7"), User("8"), tells_users=tells)
    assert len(talk(face).people) == 2 * tells


def test_a_wrong_count_is_no_acknowledgement():
    server = FakeSecurityServer()

    def send(method, path, headers, body):
        status, names, text = server.send(method, path, headers, body)
        return status, names, b"user=7" if "tabledata" in path else text

    face = face_of()
    face.terminal.register("7", NOW)
    drive(face, send, now=NOW)
    assert face.terminal.changes.pending and not face.settled


@pytest.mark.parametrize("kind", Faults.TRAFFIC)
def test_faults_lose_no_punch(kind):
    faults = Faults([kind], seed=4, rate=0.5)
    face = face_of(order=faults.order)
    for minute in range(200):
        face.terminal.punch("7", NOW + timedelta(minutes=minute))
    server = FakeSecurityServer(time="")
    drive(face, server.send, now=NOW, deliveries=faults.deliveries, patience=4)
    faults.stop()
    drive(face, server.send, now=NOW, patience=3)
    assert face.settled
    told = {values(line)["time"] for line in server.events if line.startswith("time=")}
    sent = {str(punch.local) for punch in face.terminal.punches.entries.values()}
    assert sent <= told

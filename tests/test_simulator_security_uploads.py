"""What a terminal of the security dialect tells: events, users, templates."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from simulator import SECURITY, Faults, SecurityEndpoint, Terminal, User, drive
from tests.fake_security_server import OPTIONS, FakeSecurityServer

NOW = datetime(2024, 7, 1, 12, tzinfo=timezone.utc)


def endpoint_of(*users, **rest):
    known = Terminal("T1", users=users or [User("7", "Ada", "4711")])
    return SecurityEndpoint(known, **rest)


def talk(endpoint, server=None, **rest):
    server = server or FakeSecurityServer()
    drive(endpoint, server.send, now=NOW, **rest)
    return server


def values(line):
    return dict(piece.split("=", 1) for piece in line.split("\t"))


def test_punches_and_refusals_are_events_of_the_door():
    endpoint = endpoint_of()
    endpoint.terminal.clock.set(NOW, datetime(2024, 7, 1, 14))
    for minute, (status, verify) in enumerate([(0, 1), (1, 4), (2, 15), (255, 3)]):
        endpoint.terminal.punch("7", NOW + timedelta(minutes=minute), status, verify)
    endpoint.terminal.attempt("99", NOW)
    endpoint.terminal.users.clear()
    endpoint.terminal.users["7"] = User("7", valid_until=datetime(2020, 1, 1))
    endpoint.terminal.attempt("7", NOW)
    endpoint.terminal.note(4, NOW)
    server = talk(endpoint)
    events = [values(line) for line in server.events]
    received = [
        (e["event"], e["pin"], e["inoutstatus"], e["verifytype"]) for e in events
    ]
    assert received == [
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
    assert endpoint.settled


def test_enrolment_at_the_terminal_is_told_table_by_table():
    endpoint = endpoint_of()
    for kind in ("finger", "visible_face", "palm", "portrait", "comparison"):
        endpoint.terminal.enrol("7", NOW, kind)
    endpoint.terminal.register("7", NOW, valid_until=datetime(2025, 1, 31, 23, 59, 59))
    server = talk(endpoint)
    assert [table for table, _ in server.people] == [
        "templatev10", "biodata", "biodata", "userpic", "biophoto", "user",
    ]  # fmt: skip
    assert all(line.startswith(f"{table} ") for table, line in server.people)
    assert server.people[-1][1] == (
        "user uid=1\tcardno=4711\tpin=7\tpassword=\tgroup=1\tstarttime=0\t"
        "endtime=20250131\tname=Ada\tprivilege=0\tdisable=0\tverify=0"
    )
    assert not endpoint.terminal.changes.pending


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
    endpoint = endpoint_of()
    endpoint.terminal.enrol("7", NOW)
    endpoint.terminal.enrol("7", NOW, "portrait")
    endpoint.terminal.register("7", NOW)
    server = talk(endpoint, FakeSecurityServer((*OPTIONS, option)))
    assert {table for table, _ in server.people} == tables
    assert endpoint.settled


def test_seconds_where_the_firmware_counts_them():
    endpoint = endpoint_of(firmware=replace(SECURITY, limits_in_seconds=True))
    endpoint.terminal.register("7", NOW, valid_from=datetime(2018, 2, 22, 6, 36, 30))
    ((_, line),) = talk(endpoint).people
    assert values(line)["starttime"] == "583050990"


@pytest.mark.parametrize("sends", [True, False])
def test_a_new_registration_brings_the_users_if_so_set(sends):
    endpoint = endpoint_of(User("7"), User("8"), sends_users=sends)
    assert len(talk(endpoint).people) == 2 * sends


def test_a_wrong_count_is_no_acknowledgement():
    server = FakeSecurityServer()

    def send(method, path, headers, body):
        status, names, text = server.send(method, path, headers, body)
        return status, names, b"user=7" if "tabledata" in path else text

    endpoint = endpoint_of()
    endpoint.terminal.register("7", NOW)
    drive(endpoint, send, now=NOW)
    assert endpoint.terminal.changes.pending and not endpoint.settled


@pytest.mark.parametrize("kind", Faults.TRAFFIC)
def test_faults_lose_no_punch(kind):
    faults = Faults([kind], seed=4, rate=0.5)
    endpoint = endpoint_of(order=faults.order)
    for minute in range(200):
        endpoint.terminal.punch("7", NOW + timedelta(minutes=minute))
    server = FakeSecurityServer(time="")
    drive(endpoint, server.send, now=NOW, deliveries=faults.deliveries, max_errors=4)
    faults.stop()
    drive(endpoint, server.send, now=NOW, max_errors=3)
    assert endpoint.settled
    received = {
        values(line)["time"] for line in server.events if line.startswith("time=")
    }
    sent = {str(punch.local) for punch in endpoint.terminal.punches.entries.values()}
    assert sent <= received

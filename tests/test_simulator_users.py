"""What a terminal tells of users and templates in the attendance dialect."""

from dataclasses import replace
from datetime import datetime, timezone

import pytest

from simulator import (
    ALGORITHMS,
    FIRMWARES,
    AdmsEndpoint,
    Place,
    Template,
    Terminal,
    User,
    drive,
)
from tests.fake_server import OPTIONS, WITH_PEOPLE, FakeServer

NOW = datetime(2024, 7, 1, 12, tzinfo=timezone.utc)
ADA = User("7", "Ada", "4711", 14, "secret", "2")


def endpoint_of(*users, firmware="new", algorithms=ALGORITHMS, **limits):
    known = Terminal("T1", users=users or [ADA], algorithms=algorithms, **limits)
    return AdmsEndpoint(known, FIRMWARES[firmware])


def obey(endpoint, *texts, polls=1, options=WITH_PEOPLE):
    """Let the face carry the commands out; return the server they came from."""
    server = FakeServer(options)
    server.queue_commands(*texts)
    drive(endpoint, server.send, now=NOW, polls=polls)
    return server


def test_everything_at_the_terminal_is_told_in_its_table():
    endpoint = endpoint_of()
    for kind in ("finger", "face", "visible_face", "palm", "portrait", "comparison"):
        endpoint.terminal.enrol("7", NOW, kind)
    endpoint.terminal.register(
        "8", NOW, name="Grace Hopper", valid_until=datetime(2025, 1, 1)
    )
    server = obey(endpoint)
    received = [(table, line.split("\t")[0]) for table, line in server.people]
    assert sorted(received) == [
        ("BIODATA", "BIODATA Pin=7"),
        ("BIODATA", "BIODATA Pin=7"),
        ("BIOPHOTO", "BIOPHOTO PIN=7"),
        ("OPERLOG", "FACE PIN=7"),
        ("OPERLOG", "FP PIN=7"),
        ("OPERLOG", "USER PIN=8"),
        ("OPERLOG", "USERPIC PIN=7"),
    ]
    (user,) = (line for _, line in server.people if line.startswith("USER "))
    assert user == (
        "USER PIN=8\tName=Grace Hopper\tPri=0\tPasswd=\tCard=\tGrp=1\t"
        "TZ=0000000100000000\tVerify=-1\tViceCard=\tExpires=1\tStartDatetime=0\t"
        "EndDatetime=2025-01-01T00:00:00"
    )
    assert endpoint.settled
    assert obey(endpoint).people == []


def test_old_firmware_spells_cards_by_their_bytes():
    endpoint = endpoint_of(User("7", card="123456789"), firmware="old")
    server = obey(endpoint, "DATA QUERY USERINFO", polls=2)
    ((_, line),) = server.people
    assert line.endswith("Card=[15CD5B07]\tGrp=1\tTZ=0000000100000000")


def test_names_are_sent_in_the_firmware_s_encoding():
    sent = []
    server = FakeServer(WITH_PEOPLE)

    def send(method, path, headers, body):
        sent.append(body)
        return server.send(method, path, headers, body)

    known = Terminal("T1", users=[User("7", "王")])
    known.register("7", NOW)
    drive(
        AdmsEndpoint(known, replace(FIRMWARES["new"], encoding="gb18030")),
        send,
        now=NOW,
    )
    assert any("Name=王".encode("gb18030") in body for body in sent)


def test_what_the_server_does_not_want_stays_until_it_asks():
    endpoint = endpoint_of()
    endpoint.terminal.enrol("7", NOW)
    endpoint.terminal.register("7", NOW)
    assert obey(endpoint, options=OPTIONS).people == []
    assert endpoint.settled
    server = obey(endpoint, "DATA QUERY FINGERTMP PIN=7", polls=2, options=OPTIONS)
    assert [line.split("\t")[0] for _, line in server.people] == ["FP PIN=7"]
    endpoint.terminal.enrol("7", NOW)
    assert obey(endpoint, options=OPTIONS).people == []


@pytest.mark.parametrize(
    ("firmware", "words"), [("new", {"USER", "BIODATA"}), ("old", {"USER"})]
)
def test_a_query_brings_users_and_from_new_firmware_general_templates(firmware, words):
    endpoint = endpoint_of(ADA, User("8"), firmware=firmware)
    for kind in ("finger", "visible_face"):
        place = Place("7", kind)
        endpoint.terminal.set_template(Template(place, b"x"))
    server = obey(endpoint, "DATA QUERY USERINFO", polls=2)
    assert {line.split(" ")[0] for _, line in server.people} == words
    assert server.returned == [("1", len(server.people))]


@pytest.mark.parametrize("sends", [True, False])
def test_who_asks_for_everything_gets_the_users_if_so_set(sends):
    endpoint = AdmsEndpoint(Terminal("T1", users=[ADA, User("8")]), sends_users=sends)
    server = FakeServer(WITH_PEOPLE, stamps="0")
    drive(endpoint, server.send, now=NOW)
    assert len(server.people) == 2 * sends


def test_a_batch_not_taken_is_told_again():
    endpoint = endpoint_of()
    endpoint.terminal.register("7", NOW, name="Grace")
    drive(endpoint, FakeServer(WITH_PEOPLE, refusals=[503] * 30).send, now=NOW)
    assert not endpoint.settled
    assert [line[:10] for _, line in obey(endpoint).people] == ["USER PIN=7"]

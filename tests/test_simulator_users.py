"""What a terminal tells of users and templates in the attendance dialect."""

from dataclasses import replace
from datetime import datetime, timezone

import pytest

from simulator import (
    ALGORITHMS,
    FIRMWARES,
    AdmsFace,
    Place,
    Template,
    Terminal,
    User,
    drive,
)
from tests.fake_server import OPTIONS, WITH_PEOPLE, FakeServer

NOW = datetime(2024, 7, 1, 12, tzinfo=timezone.utc)
ADA = User("7", "Ada", "4711", 14, "secret", "2")


def face_of(*users, firmware="new", algorithms=ALGORITHMS, **limits):
    known = Terminal("T1", users=users or [ADA], algorithms=algorithms, **limits)
    return AdmsFace(known, FIRMWARES[firmware])


def obey(face, *texts, polls=1, options=WITH_PEOPLE):
    """Let the face carry the commands out; return the server they came from."""
    server = FakeServer(options)
    server.tell(*texts)
    drive(face, server.send, now=NOW, polls=polls)
    return server


def test_everything_at_the_terminal_is_told_in_its_table():
    face = face_of()
    for kind in ("finger", "face", "visible_face", "palm", "portrait", "comparison"):
        face.terminal.enrol("7", NOW, kind)
    face.terminal.register(
        "8", NOW, name="Grace Hopper", valid_until=datetime(2025, 1, 1)
    )
    server = obey(face)
    told = [(table, line.split("\t")[0]) for table, line in server.people]
    assert sorted(told) == [
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
    assert face.settled
    assert obey(face).people == []


def test_old_firmware_spells_cards_by_their_bytes():
    face = face_of(User("7", card="123456789"), firmware="old")
    server = obey(face, "DATA QUERY USERINFO", polls=2)
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
    drive(AdmsFace(known, replace(FIRMWARES["new"], encoding="gb18030")), send, now=NOW)
    assert any("Name=王".encode("gb18030") in body for body in sent)


def test_what_the_server_does_not_want_stays_until_it_asks():
    face = face_of()
    face.terminal.enrol("7", NOW)
    face.terminal.register("7", NOW)
    assert obey(face, options=OPTIONS).people == []
    assert face.settled
    server = obey(face, "DATA QUERY FINGERTMP PIN=7", polls=2, options=OPTIONS)
    assert [line.split("\t")[0] for _, line in server.people] == ["FP PIN=7"]
    face.terminal.enrol("7", NOW)
    assert obey(face, options=OPTIONS).people == []


@pytest.mark.parametrize(
    ("firmware", "words"), [("new", {"USER", "BIODATA"}), ("old", {"USER"})]
)
def test_a_query_brings_users_and_from_new_firmware_general_templates(firmware, words):
    face = face_of(ADA, User("8"), firmware=firmware)
    for kind in ("finger", "visible_face"):
        place = Place("7", kind)
        face.terminal.set_template(Template(place, b"x"))
    server = obey(face, "DATA QUERY USERINFO", polls=2)
    assert {line.split(" ")[0] for _, line in server.people} == words
    assert server.returned == [("1", len(server.people))]


@pytest.mark.parametrize("tells", [True, False])
def test_who_asks_for_everything_gets_the_users_if_so_set(tells):
    face = AdmsFace(Terminal("T1", users=[ADA, User("8")]), tells_users=tells)
    server = FakeServer(WITH_PEOPLE, stamps="0")
    drive(face, server.send, now=NOW)
    assert len(server.people) == 2 * tells


def test_a_batch_not_taken_is_told_again():
    face = face_of()
    face.terminal.register("7", NOW, name="Grace")
    drive(face, FakeServer(WITH_PEOPLE, refusals=[503] * 30).send, now=NOW)
    assert not face.settled
    assert [line[:10] for _, line in obey(face).people] == ["USER PIN=7"]

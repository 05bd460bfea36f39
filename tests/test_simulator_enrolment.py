"""Enrolment on the server's wish, and how terminals answer commands."""

from datetime import datetime, timezone

import pytest
from hypothesis import given, strategies as st

from simulator import AdmsEndpoint, Faults, Firmware, Terminal, User, drive
from tests.fake_server import WITH_PEOPLE, FakeServer

NOW = datetime(2024, 7, 1, 12, tzinfo=timezone.utc)
FINGER = "ENROLL_FP PIN=7\tFID=6\tRETRY=3\tOVERWRITE={}"


def endpoint_of(firmware=None, answers=None):
    known = Terminal("T1", users=[User("7", "Ada"), User("8")])
    return AdmsEndpoint(known, firmware, answers=answers)


def obey(endpoint, *texts, polls=1):
    server = FakeServer(WITH_PEOPLE)
    server.queue_commands(*texts)
    drive(endpoint, server.send, now=NOW, polls=polls)
    return server


def test_the_result_comes_first_and_the_finger_later():
    endpoint = endpoint_of()
    server = obey(endpoint, FINGER.format(0))
    assert (server.returned, server.people) == ([("1", 0)], [])
    assert not endpoint.terminal.templates
    later = FakeServer(WITH_PEOPLE)
    drive(endpoint, later.send, now=NOW, polls=3)
    assert [line.split("\t")[:2] for _, line in later.people] == [["FP PIN=7", "FID=6"]]
    assert any(row.startswith("OPLOG 6\t0\t") for row in later.oplog)


def test_an_enrolled_finger_is_kept_unless_told_otherwise():
    endpoint = endpoint_of()
    first = endpoint.terminal.enrol("7", NOW, "finger", 6)
    assert obey(endpoint, FINGER.format(0), polls=3).returned == [("1", 2)]
    assert endpoint.terminal.templates[first.place] == first
    assert obey(endpoint, FINGER.format(1), polls=3).returned == [("1", 0)]
    assert endpoint.terminal.templates[first.place] != first


def test_one_person_at_a_time():
    server = obey(endpoint_of(), FINGER.format(0), "ENROLL_MF PIN=8\tRETRY=3")
    assert server.returned == [("1", 0), ("2", 7)]


def test_a_card_comes_with_its_user():
    endpoint = endpoint_of()
    server = obey(endpoint, "ENROLL_MF PIN=7\tRETRY=3", polls=3)
    card = endpoint.terminal.users["7"].card
    assert card.isdecimal()
    ((_, line),) = server.people
    assert line.startswith(f"USER PIN=7\tName=Ada\tPri=0\tPasswd=\tCard={card}\t")


def test_who_is_deleted_meanwhile_is_not_enrolled():
    endpoint = endpoint_of()
    obey(endpoint, FINGER.format(0), "DATA DELETE USERINFO PIN=7", polls=3)
    assert not endpoint.terminal.templates
    assert endpoint.abandoned == ["Nobody has the PIN 7."]


def test_a_restart_ends_the_waiting():
    endpoint = endpoint_of()
    obey(endpoint, FINGER.format(0), "REBOOT", polls=4)
    assert not endpoint.terminal.templates


@given(st.lists(st.sampled_from(["Ada", "Grace", "gone"]), min_size=1, max_size=12))
def test_commands_are_carried_out_in_their_order(names):
    endpoint = endpoint_of()
    texts = {
        name: "DATA DELETE USERINFO PIN=9"
        if name == "gone"
        else f"DATA UPDATE USERINFO PIN=9\tName={name}"
        for name in names
    }
    server = obey(endpoint, *(texts[name] for name in names))
    assert [number for number, _ in server.returned] == [
        str(n) for n in range(1, len(names) + 1)
    ]
    user = endpoint.terminal.users.get("9")
    assert (user.name if user else "gone") == names[-1]


def test_firmware_that_wants_one_command_drops_the_others():
    endpoint = endpoint_of(Firmware(one_command=True))
    server = obey(endpoint, "DATA DELETE USERINFO PIN=7", "DATA DELETE USERINFO PIN=8")
    assert server.returned == [("1", 0)]
    assert list(endpoint.terminal.users) == ["8"]


ECHOES = {
    "DATA UPDATE USERINFO PIN=9": ("DATA", "DATA UPDATE"),
    "CLEAR LOG": ("CLEAR_LOG", "CLEAR LOG"),
    "CHECK": ("CHECK", "CHECK"),
    "ENROLL_MF PIN=7\tRETRY=3": ("ENROLL_MF", "ENROLL_MF"),
}


@pytest.mark.parametrize("separator", ["&", "\n"])
@pytest.mark.parametrize("echo", ["word", "phrase"])
@pytest.mark.parametrize("text", ECHOES)
def test_results_name_their_command_as_the_firmware_does(text, echo, separator):
    server = obey(endpoint_of(Firmware(echo=echo, separator=separator)), text)
    values = ECHOES[text][echo == "phrase"]
    assert server.results == [f"ID=1{separator}Return=0{separator}CMD={values}\n"]


def answered(kind):
    faults = Faults([kind], rate=1.0)
    endpoint = endpoint_of(answers=faults.answers)
    server = obey(endpoint, "DATA DELETE USERINFO PIN=7", "CHECK", polls=2)
    assert list(endpoint.terminal.users) == ["8"]
    return server


def test_a_mute_terminal_obeys_and_says_nothing():
    assert answered("mute").results == []


def test_a_late_terminal_answers_at_another_poll():
    server = answered("late")
    assert server.returned == [("1", 0), ("2", 0)]
    scripts = [path.rsplit("/", 1)[1] for _, path, *_ in server.requests]
    first = scripts.index("getrequest")
    assert scripts[first + 1] != "devicecmd"


def test_a_confused_terminal_answers_what_nobody_asked():
    returned = answered("unknown_id").returned
    assert returned[:2] == [("1", 0), ("2", 0)]
    assert len(returned) == 3 and int(returned[2][0]) > 10**8


def test_without_faults_results_are_as_they_are():
    assert Faults().answers(["a", "b"]) == ["a", "b"]

"""Where EBKN terminals say nothing, say no, or say what is not so."""

import pytest

from simulator.ebkn import EbknFaults, Result
from simulator.exchange import drive
from tests.fake_ebkn_server import FakeEbknServer
from tests.test_simulator_ebkn_commands import NOW, endpoint_of, obey, person


@pytest.mark.parametrize("body", [b'{"time":"20260929200000"}', b"\xff\xff\0\0{}"])
def test_what_is_not_framed_is_an_error(body):
    server = FakeEbknServer()
    answers = iter([body])

    def send(*request):
        status, headers, values = server.send(*request)
        if server.polls and not server.results and (raw := next(answers, None)):
            return 200, {"response_code": "OK", "trans_id": "1",
                         "cmd_code": "SET_TIME"}, raw  # fmt: skip
        return status, headers, values

    drive(endpoint_of(), send, now=NOW)
    assert [result[:2] for result in server.results] == [("1", "ERROR")]


@pytest.mark.parametrize(
    "command",
    [
        ("OPEN_DOOR", {}),
        ("CLEAR_LOG_DATA", None),
        ("GET_USER_INFO", {"user_id": "99"}),
        ("DELETE_USER", {"user_id": "99"}),
        ("SET_COMMAND", {"cmd": "dance"}),
    ],
)
def test_of_what_it_does_not_know_it_says_nothing(command):
    server = obey(endpoint_of(), command)
    assert server.results == []
    assert len(server.polls) == 1, "it asks again at its own pace"


def test_where_its_word_is_no_proof():
    right = {"user_id": "7", "user_privilege": "OPERATOR"}
    endpoint = endpoint_of("hs101")
    server = obey(
        endpoint, ("DELETE_USER", {"user_id": "8"}), ("SET_USER_PRIVILEGE", right)
    )
    assert [code for _, code, *_ in server.results] == ["Error", "OK"]
    assert "8" not in endpoint.terminal.users
    assert endpoint.terminal.users["7"].privilege == 0
    liar = endpoint_of("liar")
    assert obey(liar, ("SET_USER_INFO", person("9"))).results[0][1] == "OK"
    assert "9" not in liar.terminal.users


@pytest.mark.parametrize(
    "command",
    [
        ("SET_TIME", {}),
        ("SET_TIME", {"time": "yesterday"}),
        ("SET_USER_PRIVILEGE", {"user_id": "7", "user_privilege": "KING"}),
        ("SET_ENROLL_DATA", {"user_id": "7", "backup_number": 0, "enroll_data": "x"}),
        ("SET_ENROLL_DATA", {"user_id": "7", "backup_number": 20,
                             "enroll_data": "BIN_1"}, b"x"),
        ("ENABLE_USER", {"user_id": "7", "enable_flag": "MAYBE"}),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_an_error(command):
    assert obey(endpoint_of(), command).results[0][1] == "ERROR"


def test_results_go_astray_on_request():
    sent = []
    faults = EbknFaults(["unknown_id"], rate=1.0)
    endpoint = endpoint_of(answers=lambda r: sent.append(faults.answers(r)) or sent[-1])
    server = obey(endpoint, ("GET_DEVICE_STATUS", None))
    assert next(ident for ident, *_ in server.results) == "1"
    assert isinstance(sent[0][1], Result)
    assert len(server.results) == 2
    mute = endpoint_of(answers=EbknFaults(["mute"], rate=1.0).answers)
    assert obey(mute, ("GET_DEVICE_STATUS", None)).results == []


def test_a_result_is_never_sent_twice():
    server = FakeEbknServer()
    server.queue_commands(("GET_DEVICE_STATUS", None))

    def send(method, path, headers, body):
        reply = server.send(method, path, headers, body)
        if headers["request_code"] == "send_cmd_result":
            raise ConnectionError
        return reply

    drive(endpoint_of(), send, now=NOW, polls=3)
    assert len(server.results) == 1

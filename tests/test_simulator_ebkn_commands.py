"""What EBKN terminals do on a server's wish, and where they do not keep their word."""

from datetime import datetime, timedelta, timezone
from struct import unpack

import pytest

from simulator import Template, Terminal, User
from simulator.ebkn import FIRMWARES, EbknEndpoint
from simulator.exchange import drive
from simulator.people import Place
from tests.fake_ebkn_server import FakeEbknServer

NOW = datetime(2026, 9, 29, 13, 14, 17, tzinfo=timezone.utc)


def endpoint_of(firmware="hs103", **values):
    users = [User("7", "Ada", privilege=14), User("8", "Ivo", card="55")]
    terminal = Terminal("MESIN01", users=users)
    endpoint = EbknEndpoint(terminal, FIRMWARES[firmware], **values)
    terminal.set_template(Template(Place("7", "finger", 3), b"finger"))
    return endpoint


def obey(endpoint, *commands, polls=1):
    server = FakeEbknServer()
    server.queue_commands(*commands)
    drive(endpoint, server.send, now=NOW, polls=polls)
    assert not server.commands
    return server


def test_the_clock():
    endpoint = endpoint_of()
    server = obey(endpoint, ("SET_TIME", {"time": "20260929200000"}), polls=2)
    assert server.results == [("1", "OK", None, [])]
    assert server.polls[-1]["fk_time"].startswith("2026092920")


def test_after_a_result_it_asks_at_once():
    server = obey(endpoint_of(), *[("GET_DEVICE_STATUS", None)] * 3)
    assert len(server.results) == 3
    assert len(server.polls) == 4
    assert server.results[0][2]["total_user_count"] == "2"


@pytest.mark.parametrize("firmware", ["hs101", "hs102", "hs103"])
def test_the_log_in_the_familys_records(firmware):
    endpoint = endpoint_of(firmware)
    for hours in (1, 2, 30):
        endpoint.terminal.punch("7", NOW - timedelta(hours=hours), 1)
    span = {"begin_time": "20260929000000", "end_time": "20260929235959"}
    server = obey(endpoint, ("GET_LOG_DATA", span), ("GET_LOG_DATA", None))
    for count, (_, code, document, blocks) in zip((2, 3), server.results, strict=True):
        size = FIRMWARES[firmware].log
        assert (code, int(document["log_count"])) == ("OK", count)
        assert int(document["one_log_size"]) == size
        assert len(blocks[0]) == size * count
        assert ("log_array" in document) is (firmware != "hs103")
    assert endpoint.terminal.punches.acknowledged == {1, 2, 3}, "told by itself as well"


def test_the_list_leaves_out_who_has_no_finger():
    for firmware, pins in (("hs101", [7]), ("hs103", [7, 8])):
        server = obey(endpoint_of(firmware), ("GET_USER_ID_LIST", None))
        ((_, _, document, (records,)),) = server.results
        assert int(document["user_id_count"]) == len(pins)
        if firmware == "hs101":
            assert unpack("<IBBH", records) == (7, 1, 1, 1 << 3)
        else:
            assert records[:1] + records[36:37] == b"78"


def test_one_user():
    ((_, _, fields, blocks),) = obey(
        endpoint_of(), ("GET_USER_INFO", {"user_id": "7"})
    ).results
    assert fields == {
        "user_id": "7", "user_name": "Ada", "user_privilege": "MANAGER",
        "enroll_data_array": [{"backup_number": 3, "enroll_data": "BIN_1"}],
        "enable_flag": "ON",
    }  # fmt: skip
    assert blocks == [b"finger"]


def person(pin="7", **values):
    return {"user_id": pin, "user_name": "Ada Lovelace", "user_privilege": "USER",
            "enroll_data_array": [], **values}  # fmt: skip


def test_writing_a_user_whole_takes_all_fingers():
    endpoint = endpoint_of()
    enrolled = [{"backup_number": 11, "enroll_data": "BIN_1"}]
    obey(endpoint, ("SET_USER_INFO", person(enroll_data_array=enrolled), b"4711"))
    assert not list(endpoint.terminal.places("7"))
    assert endpoint.terminal.users["7"].card == "4711"
    assert endpoint.terminal.users["7"].name == "Ada Lovelace"


def test_parts_of_a_user_leave_the_rest():
    endpoint = endpoint_of("hs101")
    server = obey(
        endpoint,
        ("SET_USER_NAME", {"user_id": "7", "user_name": "Jesus Renombrado"}),
        ("SET_ENROLL_DATA",
         {"user_id": "7", "backup_number": 10, "enroll_data": "BIN_1"}, b"12"),
        ("SET_ENROLL_DATA",
         {"user_id": "7", "backup_number": 0, "enroll_data": "BIN_1"}, b"new"),
    )  # fmt: skip
    user = endpoint.terminal.users["7"]
    assert [code for _, code, *_ in server.results] == ["OK"] * 3
    assert (user.name, user.password, user.privilege) == ("Jesus Re", "12", 14)
    assert {place.slot for place in endpoint.terminal.places("7")} == {0, 3}


def test_a_user_with_access_denied_does_not_pass():
    endpoint = endpoint_of()
    obey(endpoint, ("ENABLE_USER", {"user_id": "7", "enable_flag": "OFF"}))
    assert endpoint.terminal.attempt("7", NOW) is None
    assert endpoint.terminal.attempt("8", NOW)
    obey(endpoint, ("ENABLE_USER", {"user_id": "7", "enable_flag": "ON"}))
    assert endpoint.terminal.attempt("7", NOW)


def test_enrolment_is_agreed_to_and_told_later():
    endpoint = endpoint_of()
    enrol = {"cmd": "enter_enroll", "param": {"user_id": "8", "backup_number": 6}}
    server = obey(endpoint, ("SET_COMMAND", enrol), polls=3)
    assert server.results == [("1", "OK", None, [])]
    ((document, blocks),) = server.people
    assert document["user_id"] == "8"
    assert [len(block) for block in blocks] == [800, 2], "the finger and the card"


def test_a_restart_has_no_result():
    for command in (("RESET_FK", None),):
        endpoint = endpoint_of()
        server = obey(endpoint, command)
        assert server.results == []
        assert len(server.polls) == 2, "it asks again once it is up"
    endpoint = endpoint_of()
    endpoint.terminal.punch("7", NOW)
    sent = iter([{"response_code": "OK", "cmd_code": "RESET_FK", "trans_id": "4"}])
    server = FakeEbknServer()

    def send(*request):
        status, headers, body = server.send(*request)
        return status, next(sent, headers), body

    drive(endpoint, send, now=NOW)
    assert len(server.polls) == 2
    assert len(server.punch_counts) == 1


def test_without_power_its_clock_goes_back():
    for name, year in (("hs101", "2000"), ("hs103", "2015")):
        endpoint = endpoint_of(name)
        endpoint.lose_power()
        assert obey(endpoint).polls[0]["fk_time"].startswith(year)

"""EBKN terminals: what they tell, in which way, and how often."""

import asyncio
import json
from datetime import datetime, timedelta, timezone

import pytest

from simulator import Fleet, Terminal, Timeline, User
from simulator.ebkn import FIRMWARES, EbknEndpoint, EbknFaults, Firmware, company
from simulator.exchange import Tally, drive
from simulator.wire import Site, head
from simulator.workforce import Workforce
from tests.ebkn_vectors import VECTORS
from tests.fake_ebkn_server import FakeEbknServer, take
from tests.serving import serving

NOW = datetime(2026, 9, 29, 13, 14, 17, tzinfo=timezone.utc)


def terminal(*punches, users=("7", "8"), **values):
    received = Terminal("MESIN01", users=[User(pin, f"Name {pin}") for pin in users])
    for minutes, (pin, status) in enumerate(punches):
        received.punch(
            pin, NOW - timedelta(hours=1) + timedelta(minutes=minutes), status
        )
    return received


def endpoint_of(*punches, firmware="hs103", **values):
    return EbknEndpoint(terminal(*punches), FIRMWARES[firmware], **values)


def live(endpoint, server, **values) -> Tally:
    return drive(endpoint, server.send, now=NOW, **values)


@pytest.mark.parametrize("name", FIRMWARES)
def test_every_punch_is_sent_once(name):
    server, endpoint = FakeEbknServer(), endpoint_of(("7", 0), ("8", 1), firmware=name)
    live(endpoint, server)
    assert set(server.punch_counts.values()) == {1}
    assert server.seen == {("7", "20260929121417"), ("8", "20260929121517")}
    assert endpoint.settled
    assert endpoint.terminal.punches.acknowledged == {1, 2}


@pytest.mark.parametrize(
    ("name", "vector"),
    [("hs102", "ebkn_02_glog_hs102_bm70w"), ("hs103", "ebkn_03_glog_hs103_out_fp")]
)  # fmt: skip
def test_requests_are_spelt_as_recorded(name, vector):
    server, endpoint = FakeEbknServer(), endpoint_of(("7", 0), firmware=name)
    live(endpoint, server)
    _, path, headers, body = server.requests[-1]
    recorded = VECTORS[vector]["request"]
    assert path == recorded["path"]
    ours = {key for key in headers if "_" in key}
    assert ours == {key for key in recorded["headers"] if "_" in key} - {"_note"}
    assert (take(headers, "dev_id"), take(headers, "blk_len")) == (
        "MESIN01", str(len(body))
    )  # fmt: skip
    raw = bytes.fromhex(recorded["body_hex"])
    shape = json.loads(raw[4 : raw.rindex(b"}") + 1])
    assert set(json.loads(body[4 : body.rindex(b"}") + 1])) == set(shape)
    assert raw[raw.rindex(b"}") :] == body[body.rindex(b"}") :], "its own terminator"


def test_old_http_and_a_header_said_twice():
    server, endpoint = FakeEbknServer(), endpoint_of(("7", 0), firmware="hs102")
    steps = endpoint.run()
    request = next(steps)
    while not hasattr(request, "body"):
        request = steps.send(_instant())
    spelt = head(Site.parse("http://h:8998"), request).decode()
    assert spelt.startswith("POST /hdata.aspx HTTP/1.0\r\n")
    assert spelt.lower().count("content-type: application/octet-stream") == 2
    assert "request_code: receive_cmd\r\n" in spelt
    assert not server.requests


def _instant():
    from simulator.exchange import Answer

    return Answer(NOW)


def test_a_path_typed_into_its_menu():
    server, endpoint = FakeEbknServer(), endpoint_of(path="/biometric/secret/ebkn")
    live(endpoint, server)
    assert {path for _, path, *_ in server.requests} == {"/biometric/secret/ebkn"}


@pytest.mark.parametrize(
    ("name", "modes"),
    [
        ("hs101", ["1", "2", "4", "3"]),
        ("keyless", ["0"] * 4),
        ("hs102", [1 << 24, 2 << 24, 4 << 24, 3 << 24]),
    ],
)
def test_keys_as_the_family_numbers_them(name, modes):
    server = FakeEbknServer()
    live(endpoint_of(("7", 0), ("7", 1), ("7", 2), ("7", 3), firmware=name), server)
    assert [document["io_mode"] for document in server.order] == modes


def test_what_is_not_taken_blocks_those_behind_it():
    server = FakeEbknServer(refusals=["OK"] + ["ERROR_DB_ACCESS"] * 3)
    endpoint = endpoint_of(("7", 0), ("8", 1))
    live(endpoint, server)
    assert server.seen == set()
    assert len(server.requests) == 4, "a poll, and three tries at the first passage"
    live(endpoint, server)
    assert [document["user_id"] for document in server.order] == ["7", "8"]


@pytest.mark.parametrize("lost", [1, 2])
def test_an_answer_that_is_lost_makes_it_send_again(lost):
    server, endpoint = FakeEbknServer(lost=lost), endpoint_of(("7", 0))
    live(endpoint, server, max_errors=3)
    assert max(server.punch_counts.values()) in (1, 2)
    assert endpoint.settled


def test_a_status_without_its_code_is_no_answer():
    endpoint = endpoint_of(("7", 0))
    tally = drive(endpoint, lambda *request: (200, {}, b""), now=NOW)
    assert "without a response_code" in endpoint.refusal
    assert not endpoint.settled
    assert tally.failures == 0


def test_who_is_not_registered_says_so():
    server = FakeEbknServer(refusals=["ERROR_DEV_UNREGISTERED"])
    endpoint = endpoint_of(("7", 0))
    live(endpoint, server)
    assert "ERROR_DEV_UNREGISTERED" in endpoint.refusal
    live(endpoint, server)
    assert endpoint.refusal == ""


def test_polls_at_its_own_pace():
    server, endpoint = FakeEbknServer(), endpoint_of(firmware="hs101")
    live(endpoint, server, polls=4)
    times = [poll["fk_time"][-6:] for poll in server.polls]
    assert times == ["131417", "131428", "131439", "131450"]
    assert server.polls[0]["fk_info"]["fk_bin_data_lib"] == "FKDATAHS101"


def test_two_thousand_punches_come_one_a_request():
    endpoint = EbknEndpoint(
        terminal(*[("7", n % 2) for n in range(2000)]), FIRMWARES["hs103"]
    )
    server = FakeEbknServer()
    tally = live(endpoint, server)
    assert (len(server.punch_counts), tally.requests) == (2000, 2001)
    assert endpoint.settled


UNTIL = datetime(2024, 7, 5, 18, tzinfo=timezone.utc)


#: Slow bodies would only make each of the many small requests of these slow.
FAULTS = [kind for kind in EbknFaults.KINDS if kind != "slow"]


@pytest.mark.parametrize("faults", [(), FAULTS], ids=["fair", "faults"])
def test_a_fleet_delivers_all_it_knows(faults):
    scene = company(
        [f"T{number}" for number in range(6)], Workforce(6), until=UNTIL,
        firmwares=[name for name in FIRMWARES if name != "liar"], faults=faults,
    )  # fmt: skip
    scene.record()
    server = FakeEbknServer()
    with serving(server) as url:
        fleet = Fleet(
            url, scene.endpoints, timeline=Timeline(200), deliveries=scene.deliveries
        )
        asyncio.run(asyncio.wait_for(fleet.run(until_settled=True), 60))
    assert fleet.settled
    assert fleet.acknowledged == len(scene.planned_punches)
    sent = {
        (punch.pin, punch.local.strftime("%Y%m%d%H%M%S"))
        for _, punch in scene.ground_truth.punches()
    }
    assert sent <= server.seen
    assert bool(server.unreadable) is bool(faults)
    assert bool(server.cut) is bool(faults)


def test_a_firmware_may_be_made_up():
    server = FakeEbknServer()
    drive(EbknEndpoint(terminal(("7", 0)), Firmware(block=40)), server.send, now=NOW)
    assert len(server.punch_counts) == 1, "passages in blocks"

"""The queue of a device: nothing leaves it but by the server's word, in its time."""

from collections import Counter
from datetime import timedelta

import pytest

from simulator import drive
from simulator.cams import GENERATIONS
from simulator.exchange import Answer, Wait
from tests.cams_gateway import START, device
from tests.fake_cams_server import FakeCamsServer

LATER = ("v2", "v3")


@pytest.mark.parametrize("generation", GENERATIONS)
def test_every_punch_is_told_once_one_by_one(generation):
    endpoint, server = device(generation, 250), FakeCamsServer()
    tally = drive(endpoint, server.send)
    assert (tally.requests, tally.failures) == (250, 0)
    assert len(set(server.seen)) == 250
    assert endpoint.settled


@pytest.mark.parametrize("generation", GENERATIONS)
def test_the_same_request_comes_until_it_is_acknowledged(generation):
    endpoint, server = device(generation, 3), FakeCamsServer(refusals=[500, 503, 200])
    drive(endpoint, server.send, max_errors=9)
    bodies = [body for _, _, body in server.requests]
    assert len(bodies) == 6
    assert len(set(bodies[:4])) == 1
    assert endpoint.settled
    assert endpoint.refusal == ""


@pytest.mark.parametrize(
    "answer",
    [b"", b"done", b'{"status":"Done"}', b'{"status":"error"}', b'["done"]', b"OK"],
)
@pytest.mark.parametrize("generation", GENERATIONS)
def test_nothing_else_is_an_acknowledgement(generation, answer):
    endpoint = device(generation, 2)
    drive(endpoint, lambda *request: (200, {}, answer), max_errors=3)
    assert len(endpoint.terminal.punches.pending) == 2
    assert "status 200" in endpoint.refusal


@pytest.mark.parametrize("generation", LATER)
def test_done_with_an_error_status_is_not_done(generation):
    endpoint = device(generation, 1)
    drive(endpoint, lambda *request: (500, {}, b'{"status":"done"}'))
    assert not endpoint.settled


def waits(endpoint, count):
    """The seconds between tries while no answer ever comes."""
    steps = endpoint.run()
    step, found = next(steps), []
    while len(found) < count:
        if isinstance(step, Wait) and step.why == "error":
            found.append(step.seconds)
        step = steps.send(Answer(START))
    return found


def test_later_generations_try_more_and_more_rarely():
    assert waits(device("v3", 1), 8) == [15, 30, 60, 120, 240, 480, 900, 900]


def test_the_first_generation_tries_every_half_minute():
    assert waits(device("v1", 1), 3) == [30, 30, 30]


@pytest.mark.parametrize("generation", LATER)
def test_one_poisonous_message_blocks_all_others(generation):
    endpoint, server = device(generation, 5), FakeCamsServer()
    endpoint.poison(b"\xff{not json")
    strict = True

    def send(method, path, headers, body):
        if body.startswith(b"\xff"):
            return (500, {}, b"") if strict else (200, {}, b'{"status":"done"}')
        return server.send(method, path, headers, body)

    drive(endpoint, send, max_errors=5)
    assert server.seen == []
    strict = False
    drive(endpoint, send)
    assert len(server.seen) == 5
    assert endpoint.settled


@pytest.mark.parametrize("generation", GENERATIONS)
def test_a_wrong_token_keeps_everything_until_it_is_right(generation):
    endpoint, server = device(generation, 3), FakeCamsServer("another")
    drive(endpoint, server.send, max_errors=2)
    assert server.seen == []
    assert "status 401" in endpoint.refusal
    endpoint.registration.token = "another"
    drive(endpoint, server.send)
    assert len(server.seen) == 3


@pytest.mark.parametrize("generation", GENERATIONS)
def test_an_offline_device_tells_it_all_when_it_is_back(generation):
    endpoint, server = device(generation, 3), FakeCamsServer()
    endpoint.connect(False)
    drive(endpoint, server.send)
    assert server.requests == []
    assert not endpoint.settled
    endpoint.connect(True)
    drive(endpoint, server.send)
    assert len(server.seen) == 3


def test_resending_brings_everything_again():
    endpoint, server = device("v3", 4), FakeCamsServer()
    drive(endpoint, server.send)
    assert endpoint.resend_all() == 4
    drive(endpoint, server.send)
    assert set(Counter(server.seen).values()) == {2}


def test_a_changed_date_is_told():
    endpoint, server = device("v2"), FakeCamsServer()
    endpoint.modify_date(START, START.replace(tzinfo=None) + timedelta(days=400))
    drive(endpoint, server.send, now=START)
    (values,) = server.values("ManuallyDateModified")
    assert values["OperationTime"] == str(int(START.timestamp()) + 400 * 86_400)


def test_of_people_the_first_generation_says_nothing():
    endpoint, server = device("v1"), FakeCamsServer()
    endpoint.terminal.register("8", START, name="Bram Bakker")
    endpoint.terminal.enrol("8", START)
    endpoint.terminal.remove("8", START)
    drive(endpoint, server.send)
    assert server.requests == []
    assert endpoint.settled

"""Terminals on real sockets, and the command line, against a server by the book."""

import asyncio
from datetime import datetime, timedelta, timezone

import pytest

from simulator import FIRMWARES, Faults, Fleet, Timeline, Workforce, build
from simulator.exchange import Delivery, Request
from simulator.wire import BadReply, Site, head, read_reply
from tests.fake_server import FakeServer
from tests.serving import serving

UNTIL = datetime(2024, 7, 5, 18, tzinfo=timezone.utc)


def company(terminals=3, faults=()):
    serials = [f"T{number}" for number in range(terminals)]
    return build(serials, Workforce(6), until=UNTIL, firmwares=FIRMWARES, faults=faults)


def sent_by(scene):
    return {(punch.pin, str(punch.local)) for _, punch in scene.ground_truth.punches()}


@pytest.mark.parametrize("faults", [(), Faults.KINDS], ids=["fair", "faults"])
def test_a_fleet_delivers_all_it_knows(faults):
    scene, server = company(6, faults), FakeServer()
    scene.record()
    with serving(server) as url:
        fleet = Fleet(
            url, scene.endpoints, timeline=Timeline(50), deliveries=scene.deliveries
        )
        tally = asyncio.run(fleet.run(until_settled=True))
    assert fleet.settled
    assert fleet.acknowledged == len(scene.planned_punches)
    assert sent_by(scene) <= server.seen
    assert bool(tally.failures) is bool(faults)
    assert bool(server.cut) is bool(faults)


def test_the_past_is_lived_quickly_and_never_overtakes_the_present():
    scene, server = company(2), FakeServer()
    start = scene.planned_punches[0].utc
    timeline = Timeline(speed=1e7, start=start)

    async def live(fleet):
        life = asyncio.ensure_future(fleet.run())
        await fleet.play(scene.planned_punches)
        while not fleet.settled or fleet.acknowledged < len(scene.planned_punches):
            await asyncio.sleep(0.01)
        life.cancel()

    with serving(server) as url:
        fleet = Fleet(url, scene.endpoints, timeline=timeline)
        asyncio.run(asyncio.wait_for(live(fleet), 20))
    assert sent_by(scene) <= server.seen
    assert timeline.now() <= datetime.now(timezone.utc)
    assert timeline.skew <= timedelta()


def test_the_head_is_spelt_as_a_terminal_does():
    request = Request("POST", "/iclock/cdata?SN=1", {"User-Agent": "x"}, b"abc", "1.0")
    assert head(Site.parse("http://h:81/p/"), request) == (
        b"POST /p/iclock/cdata?SN=1 HTTP/1.0\r\nHost: h:81\r\nUser-Agent: x\r\n"
        b"Content-Length: 3\r\n\r\n"
    )
    assert Delivery(request).cut is None


def read(raw):
    async def feed():
        reader = asyncio.StreamReader()
        reader.feed_data(raw)
        reader.feed_eof()
        return await read_reply(reader)

    return asyncio.run(feed())


def test_an_answer_is_read_by_its_length_or_to_its_end():
    assert read(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOKrest")[2] == b"OK"
    assert read(b"HTTP/1.0 200 OK\r\n\r\nOK")[2] == b"OK"


@pytest.mark.parametrize(
    "raw",
    [
        b"HTTP/2 200\r\n\r\nOK",
        b"HTTP/1.1\r\n\r\nOK",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nOK\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nOK",
    ],
)
def test_what_an_old_terminal_cannot_read_is_no_answer(raw):
    with pytest.raises(BadReply):
        read(raw)


def test_an_answer_cut_short_is_no_answer():
    with pytest.raises(EOFError):
        read(b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nOK")

"""The sender of calls: order, pauses, and what is put aside."""

import base64
from collections import Counter
from itertools import pairwise

import pytest

from bridge.backoff import Backoff
from bridge.errors import OdooAway
from bridge.relay_link import FIRST_PAUSE_SECONDS, OdooLink
from bridge.relay_sender import CallSender
from bridge.relay_sending import KIND
from bridge.spool import Spool
from terminals.calls import Response

OK = Response(200, {"Content-Type": "text/plain", "Biometric-Answer": "1"}, b"OK")
HOLD = Response(503, {"Content-Type": "text/plain"}, b"Try again later\n")
BAD = Response(400, {"Content-Type": "text/plain"}, b"Bad request\n")


class Odoo:
    """Answers by the serial number of a call.

    :ivar answers: serial to answer, an exception is raised; others get ``OK``.
    """

    def __init__(self):
        self.answers, self.got = {}, []

    def exchange(self, method, target, headers, body):
        """Take a call."""
        serial = target.rpartition("=")[2]
        answer = self.answers.get(serial, OK)
        if isinstance(answer, Exception):
            raise answer
        self.got.append((serial, int(body)))
        return answer


@pytest.fixture
def odoo():
    return Odoo()


@pytest.fixture
def spool(tmp_path):
    it = Spool(tmp_path / "spool.db")
    yield it
    it.close()


def fill(spool, count, *devices):
    """Spool calls of devices in turn, numbered."""
    for number in range(count):
        for device in devices:
            data = {
                "brand": "adms",
                "method": "POST",
                "path": "/iclock/cdata",
                "query": f"SN=T{device}",
                "headers": {},
                "body": base64.b64encode(b"%d" % number).decode(),
                "caller": "10.0.0.9",
            }
            spool.add(device, KIND, data)


class Clock:
    """A clock that stands."""

    now = 0.0

    def __call__(self):
        return self.now


def make(spool, odoo, clock=None):
    """Return a sender whose pauses are as long as they may be."""
    clock = clock or Clock()
    link = OdooLink(odoo.exchange, "t", "i", clock=clock)
    return CallSender(
        spool, link, backoff=lambda: Backoff(chance=lambda: 1.0), clock=clock
    )


def test_calls_of_a_device_are_sent_in_order(spool, odoo):
    fill(spool, 100, 1, 2, 3)
    make(spool, odoo).drain()
    assert spool.counts().waiting == 0
    for device in (1, 2, 3):
        numbers = [n for serial, n in odoo.got if serial == f"T{device}"]
        assert numbers == list(range(100))


def test_one_device_that_waits_does_not_hold_the_others(spool, odoo):
    fill(spool, 5, 1, 2)
    odoo.answers["T1"] = HOLD
    clock = Clock()
    sender = make(spool, odoo, clock)
    sender.drain()
    assert Counter(serial for serial, _n in odoo.got) == {"T1": 1, "T2": 5}
    assert spool.waiting(1) == 5
    assert "device 1" in sender.problem
    sender.drain()
    assert len(odoo.got) == 6  # not asked again before its pause is over
    odoo.answers.clear()
    clock.now += 10
    sender.drain()
    assert [n for serial, n in odoo.got if serial == "T1"] == [0, 0, 1, 2, 3, 4]
    assert not sender.problem


def test_what_odoo_refuses_is_put_aside_and_the_next_is_sent(spool, odoo):
    fill(spool, 3, 1)
    odoo.answers["T1"] = BAD
    make(spool, odoo).drain()
    assert [aside.code for aside in spool.quarantined()] == ["http_400"] * 3
    assert [n for _serial, n in odoo.got] == [0, 1, 2]


def test_while_odoo_is_away_everything_stays(spool, odoo):
    fill(spool, 3, 1, 2)
    odoo.answers = {"T1": OdooAway("away", 30.0), "T2": OdooAway("away", 30.0)}
    sender = make(spool, odoo)
    assert sender.drain() == 30.0
    assert spool.counts().waiting == 6
    assert sender.problem == "away"


def test_what_was_sent_before_odoo_went_away_is_not_sent_again(spool, odoo):
    fill(spool, 3, 1)
    taken = []

    def exchange(method, target, headers, body):
        if taken:
            raise OdooAway("away")
        taken.append(body)
        return OK

    odoo.exchange = exchange
    make(spool, odoo).drain()
    assert [base64.b64decode(i.data["body"]) for i in spool.take(9)] == [b"1", b"2"]


def test_a_link_asks_less_often_while_odoo_is_away():
    clock, asked = Clock(), []

    def exchange(*call):
        asked.append(clock.now)
        raise OdooAway("away")

    link = OdooLink(exchange, "t", "i", clock=clock)
    for second in range(600):
        clock.now = float(second)
        with pytest.raises(OdooAway):
            link.ask("GET", "/iclock/ping?SN=T1", {}, b"")
    gaps = [b - a for a, b in pairwise(asked)]
    assert gaps[0] == FIRST_PAUSE_SECONDS
    assert max(gaps) <= 61
    assert len(asked) < 20
    link.stop()


def test_a_terminal_that_asks_while_the_bridge_ends_is_greeted():
    link = OdooLink(lambda *call: OK, "t", "i")
    link.stop()
    with pytest.raises(OdooAway, match="ends"):
        link.ask("GET", "/iclock/ping?SN=T1", {}, b"")


def test_a_link_does_not_keep_a_terminal_waiting():
    import threading
    import time

    ends = threading.Event()
    link = OdooLink(lambda *call: ends.wait(20), "t", "i", answer_seconds=0.2)
    began = time.monotonic()
    with pytest.raises(OdooAway, match="in time"):
        link.ask("GET", "/iclock/ping?SN=T1", {}, b"")
    assert time.monotonic() - began < 15
    assert link.is_away
    ends.set()
    link.stop()

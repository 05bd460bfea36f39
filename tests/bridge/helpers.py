"""A bridge in a folder of its own, for tests."""

import time
from datetime import datetime, timezone

from bridge.backoff import Backoff
from bridge.sending import Sender
from bridge.state import Pairing, State
from terminals.records import Punch, Upload
from terminals.session import RowsRead
from terminals.step_json import RecordedStep, encode
from tests.bridge.fake_odoo import TOKEN

AT = datetime(2026, 3, 2, 8, tzinfo=timezone.utc)


def paired(folder, url):
    """The folder of a bridge that was paired."""
    state = State(folder / "state")
    state.pairing = Pairing(url, TOKEN, 3, "Gym", insecure_lan=url.startswith("http:"))
    return state


def punch(number, pin="7"):
    at = AT.replace(tzinfo=None, microsecond=0)
    return Punch(
        pin,
        at.replace(hour=number % 24, minute=number // 24 % 60),
        0,
        None,
        "",
        f"row {number}",
    )


def rows(number):
    """A step with one punch."""
    step = RowsRead(
        Upload([punch(number)], lines=1), "attlog-row", {"count": number}, True
    )
    return encode(RecordedStep(step, AT))


def fill(spool, count, devices=(1,)):
    """So many items, in turn for each device."""
    return [
        spool.add(devices[n % len(devices)], *rows(n), {"count": n})
        for n in range(count)
    ]


def impatient(spool, client, **how):
    """A sender without pauses."""
    return Sender(spool, client, backoff=lambda: Backoff(0.0, first=0.0), **how)


def drain(sender, spool, attempts=500):
    """Let a sender try until nothing waits; return how often it was called."""
    for attempt in range(1, attempts + 1):
        sender.drain()
        if not spool.counts().waiting:
            return attempt
    raise AssertionError(f"{spool.counts().waiting} still wait")


def wait(ready, seconds=20):
    """Return the answer as soon as it is true."""
    deadline = time.monotonic() + seconds
    while not (found := ready()):
        assert time.monotonic() < deadline, "It does not come."
        time.sleep(0.02)
    return found

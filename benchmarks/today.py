"""today: the first screen of a company of two thousand, and what it costs a browser.

`today read` and `today changes` are the server's answers; `today latency` is how long a punch
takes to the screen; `today browser` is the share of a core that the page takes while fifty
punches a second arrive.
"""

import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from statistics import quantiles

from e2e.browser import Browser
from simulator.memory import StoredPunch

from .client import Client
from .figure import Budget, Figure
from .fixtures import Fixtures
from .punches import FINGER, PINS, ZONE, pushes

PEOPLE = 2000
READ = Budget(gate=1.0, goal=0.3, at_least=False)
CHANGES = Budget(gate=0.3, goal=0.1, at_least=False)
SHARE = Budget(gate=0.10, goal=0.05, at_least=False)
LATENCY = Budget(gate=2, goal=1, at_least=False)
SINGLE = 22  # punches whose way to the screen is timed
COLD = 2  # of which the first find nothing loaded
PAUSE_SECONDS = 3  # between them: longer than the job that pairs lingers
TIMEOUT_SECONDS = 25  # sooner than a screen would be read again without a message
A_SECOND = 50
SECONDS = 30
WARM_SECONDS = 5
CONNECTED = "odoo.__WOWL_DEBUG__.root.env.services.bus_service.workerState"
SHOWN = "document.querySelector('.o_biometric_today_punches li')?.dataset.punch"


def run(fixtures: Fixtures) -> Iterator[Figure]:
    with fixtures.database() as database:
        seconds = fixtures.inside(database, "today", people=PEOPLE)
        yield Figure("today read", seconds["all"], None, None, READ, "s", PEOPLE)
        yield Figure("today changes", seconds["some"], None, None, CHANGES, "s", 50)
        # In one process, which serves the websocket on its only port; with as many threads
        # for jobs as Odoo has by default, so that another job does not hold up the pairing.
        with fixtures.served(database, cron=2, workers=0) as server:
            yield from _browse(server.url)


def _browse(url: str) -> Iterator[Figure]:
    with (
        tempfile.TemporaryDirectory() as folder,
        Browser(url, Path(folder) / "profile", Path(folder)) as browser,
    ):
        browser.login()
        browser.open("/odoo/biometric-today")
        browser.find(".o_biometric_today_tiles")
        browser.wait(lambda: browser.evaluate(CONNECTED) == "CONNECTED", "the bus")
        waited = [_latency(browser, url, pin) for pin in PINS[-SINGLE:]]
        slowest = quantiles(waited[COLD:], n=20)[-1]
        yield Figure(
            "today latency", slowest, None, None, LATENCY, "s (p95)", len(waited) - COLD
        )
        browser.call("Performance.enable")
        with _arriving(url) as sent:
            time.sleep(WARM_SECONDS)
            first, before = browser.evaluate(SHOWN), _busy(browser)
            began = time.monotonic()
            time.sleep(SECONDS)
            took = time.monotonic() - began
            share = (_busy(browser) - before) / took
            assert browser.evaluate(SHOWN) != first, "the screen did not move"
        yield Figure("today browser", share, None, None, SHARE, "cores", len(sent))


def _latency(browser: Browser, url: str, pin: str) -> float:
    """Return the seconds from the answer to a terminal until the punch is shown."""
    time.sleep(PAUSE_SECONDS)
    client, before = Client(url), browser.evaluate(SHOWN)
    for request in pushes(client, [_now(pin, 0)]):
        client.send(request)
    began = time.monotonic()
    while browser.evaluate(SHOWN) == before:
        assert time.monotonic() - began < TIMEOUT_SECONDS, "the screen did not move"
        time.sleep(0.02)
    return time.monotonic() - began


def _busy(browser: Browser) -> float:
    """Return the seconds the page's thread was busy since it was opened."""
    metrics = browser.call("Performance.getMetrics")["metrics"]
    return next(each["value"] for each in metrics if each["name"] == "TaskDuration")


@contextmanager
def _arriving(url: str) -> Iterator[list[str]]:
    """Have fifty punches a second arrive for the time of the block; yield their PINs."""
    client, sent, ended = Client(url), [], threading.Event()

    def live() -> None:
        number = 0
        while not ended.is_set():
            at = time.monotonic()
            # Ten at a time, as terminals deliver them that several people pass.
            pins = [PINS[(number + place) % len(PINS)] for place in range(10)]
            number += len(pins)
            for request in pushes(client, [_now(pin, number) for pin in pins]):
                client.send(request)
            sent.extend(pins)
            ended.wait(max(10 / A_SECOND - (time.monotonic() - at), 0))

    thread = threading.Thread(target=live)
    thread.start()
    try:
        yield sent
    finally:
        ended.set()
        thread.join()


def _now(pin: str, number: int) -> StoredPunch:
    utc = datetime.now(timezone.utc).replace(microsecond=0) - timedelta(seconds=2)
    status = number // len(PINS) % 2
    local = utc.astimezone(ZONE).replace(tzinfo=None)
    return StoredPunch(pin, utc, local, status, FINGER, "")

"""Drains the calls of terminals from the spool: each device's in order, devices abreast."""

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from .backoff import Backoff
from .errors import OdooAway
from .items import Device, Item
from .relay_link import OdooLink
from .relay_sending import KIND, send_call
from .spool import Spool

_logger = logging.getLogger(__name__)

#: Devices whose calls are sent at the same time.
WORKERS = 4
MAX_ITEMS, MAX_BYTES = 64, 8_000_000
#: Calls of one device after which those that Odoo has are removed together.
DONE_ITEMS = 16
IDLE_SECONDS = 1.0


class CallSender:
    """Sends calls; its ``drain`` is used by one thread."""

    def __init__(
        self,
        spool: Spool,
        link: OdooLink,
        *,
        backoff: Callable[[], Backoff] = Backoff,
        clock: Callable[[], float] = time.monotonic,
    ):
        self._spool, self._link = spool, link
        self._make_backoff, self._clock = backoff, clock
        self._backoff = backoff()
        self._pauses: dict[Device, tuple[Backoff, float]] = {}
        self._workers = ThreadPoolExecutor(WORKERS, thread_name_prefix="relay-sender")
        self._away = ""
        self._waits: dict[Device, str] = {}

    @property
    def is_away(self) -> bool:
        """Whether Odoo did not answer the last time."""
        return bool(self._away)

    @property
    def problem(self) -> str:
        """Why something is not sent, ``""``: it is."""
        return self._away or "; ".join(list(self._waits.values())[:3])

    def stop(self) -> None:
        """Let the threads end."""
        self._workers.shutdown(wait=False, cancel_futures=True)

    def drain(self) -> float:
        """Send until nothing waits, and return the seconds to the next attempt."""
        while items := self._take():
            by_device: dict[Device, list[Item]] = {}
            for item in items:
                by_device.setdefault(item.device, []).append(item)
            sent = self._workers.map(self._send_all, by_device.values())
            away = [error for error in list(sent) if error]
            if away:
                self._record_away(away[0])
                return self._backoff.fail(away[0].retry_after)
            self._away = ""
            self._backoff.succeed()
        return IDLE_SECONDS

    def _take(self) -> list[Item]:
        now = self._clock()
        blocked = [device for device, (_, end) in self._pauses.items() if end > now]
        return self._spool.take(
            MAX_ITEMS, max_bytes=MAX_BYTES, kinds=[KIND], blocked=blocked
        )

    def _send_all(self, items: list[Item]) -> OdooAway | None:
        """Send the calls of one device in order, until one has to wait."""
        stored: list[int] = []
        try:
            for item in items:
                verdict = send_call(item, self._link)
                if verdict.state == "later":
                    self._wait(item, verdict.code)
                    break
                self._pauses.pop(item.device, None)
                self._waits.pop(item.device, None)
                if verdict.state == "refused":
                    self._put_aside(item, verdict.code, verdict.message)
                    continue
                stored.append(item.id)
                if len(stored) >= DONE_ITEMS:
                    self._spool.done(stored)
                    stored = []
        except OdooAway as error:
            return error
        finally:
            if stored:
                self._spool.done(stored)
        return None

    def _wait(self, item: Item, code: str) -> None:
        backoff, _end = self._pauses.pop(item.device, (self._make_backoff(), 0.0))
        pause = backoff.fail()
        self._pauses[item.device] = backoff, self._clock() + pause
        text = f"Odoo does not take calls of device {item.device} yet: {code}"
        if text != self._waits.get(item.device):
            _logger.warning("%s", text)
        self._waits[item.device] = text

    def _put_aside(self, item: Item, code: str, message: str) -> None:
        _logger.error(
            "Odoo refused call %s of device %s: %s", item.id, item.device, code
        )
        self._spool.quarantine(item.id, code, message)

    def _record_away(self, error: OdooAway) -> None:
        if str(error) != self._away:
            _logger.warning("Odoo is away: %s", error)
        self._away = str(error) or "away"

"""Sending the spool to Odoo: in order, each item until Odoo names it in an answer.

stored               removed
refused, moved       removed with all of its source: it is read from another position on
refused              put into quarantine
not named            stays, and is sent again after a pause
413, 400             half as many the next time; one alone goes into quarantine
401, 403, 426        nothing more is sent for an hour: a person has to act
"""

import logging
import time
from collections.abc import Callable
from typing import Any

from terminals.step_json import KINDS

from .backoff import Backoff
from .errors import OdooAway, OdooRefused
from .items import Device, Item
from .odoo import OdooClient
from .spool import Spool

_logger = logging.getLogger(__name__)

PATH = "/biometric/v1/steps"
MAX_ITEMS, MAX_BYTES = 100, 2_000_000
#: Statuses that may say something about one item of many.
ABOUT_ITEMS = frozenset({400, 413, 422})
#: Codes of refusals that pass when somebody has acted in Odoo.
LATER_CODES = frozenset({"messages_full"})
#: Code for a step that does not follow what Odoo has of a source.
MOVED_CODE = "source_begun_anew"
STOP_SECONDS, LEASE_SECONDS = 3600.0, 60.0
#: Pause where nothing waits.
IDLE_SECONDS = 1.0


class Sender:
    """Sends steps; used by one thread.

    :param on_sent: called with each item that Odoo has or refused.
    :param on_restart: called with what is to be read from another position on.
    :ivar stopped: the sentence why nothing is sent before a person acted, ``""``.
    """

    def __init__(
        self,
        spool: Spool,
        client: OdooClient,
        *,
        on_sent: Callable[[Item], None] = lambda item: None,
        on_restart: Callable[[Device], None] = lambda device: None,
        backoff: Callable[[], Backoff] = Backoff,
        clock: Callable[[], float] = time.monotonic,
    ):
        self._spool, self._client = spool, client
        self._on_sent, self._on_restart = on_sent, on_restart
        self._make_backoff, self._clock = backoff, clock
        self._backoff = backoff()
        self._pauses: dict[Device, tuple[Backoff, float]] = {}
        self._limit = MAX_ITEMS
        self.stopped = ""
        self.problem = ""

    def drain(self) -> float:
        """Send until nothing waits, and return the seconds to the next attempt."""
        while items := self._take():
            pause = self._send(items)
            if pause is not None:
                return pause
        return IDLE_SECONDS

    def _take(self) -> list[Item]:
        now = self._clock()
        blocked = [device for device, (_, end) in self._pauses.items() if end > now]
        return self._spool.take(
            self._limit, max_bytes=MAX_BYTES, kinds=sorted(KINDS), blocked=blocked
        )

    def _send(self, items: list[Item]) -> float | None:
        """Send items; return the pause after a failure, ``None`` to go on."""
        try:
            answer = self._client.json("POST", PATH, self._body(items))
        except OdooAway as error:
            return self._record_away(error)
        except OdooRefused as error:
            return self._record_refusal(error, items)
        self.stopped = self.problem = ""
        results = answer.get("results")
        left = self._settle(items, results if isinstance(results, list) else [])
        for device in {item.device for item in items}:
            self._set_pause(device, any(item.device == device for item in left))
        if left:
            self.problem = f"Odoo left out {len(left)} of {len(items)} items"
            _logger.warning("%s", self.problem)
        self._backoff.succeed()
        self._limit = min(MAX_ITEMS, self._limit + 1)
        return None

    def _set_pause(self, device: Device, failed: bool) -> None:
        backoff, _end = self._pauses.pop(device, (self._make_backoff(), 0.0))
        if failed:
            self._pauses[device] = backoff, self._clock() + backoff.fail()

    def _body(self, items: list[Item]) -> dict[str, Any]:
        listed = [
            {
                "id": str(item.id),
                "device": item.device,
                "kind": item.kind,
                "data": item.data,
            }
            for item in items
        ]
        return {"instance": self._spool.instance, "items": listed}

    def _settle(self, items: list[Item], results: list[Any]) -> list[Item]:
        """Remove what Odoo has, put aside what it refused; return what is left."""
        sent = {str(item.id): item for item in items}
        stored = []
        for result in results:
            if not isinstance(result, dict):
                continue
            number, became = str(result.get("id")), result.get("result")
            if number in sent and became == "stored":
                stored.append(sent.pop(number))
            elif number in sent and became == "refused":
                if result.get("code") in LATER_CODES:
                    continue
                if result.get("code") == MOVED_CODE:
                    self._restart(sent.pop(number), result.get("position"))
                    continue
                code, message = (str(result.get(k) or "") for k in ("code", "message"))
                self._quarantine(sent.pop(number), code, message)
        if stored:
            self._spool.done(item.id for item in stored)
            for item in stored:
                self._on_sent(item)
        return list(sent.values())

    def _restart(self, item: Item, position: Any) -> None:
        _logger.info("%s is read from another position on", item.device)
        self._spool.restart(
            item.device, position if isinstance(position, dict) else None
        )
        self._on_sent(item)
        self._on_restart(item.device)

    def _quarantine(self, item: Item, code: str, message: str) -> None:
        _logger.error(
            "Odoo refused item %s of device %s (%s): %s %s",
            item.id,
            item.device,
            item.kind,
            code,
            message,
        )
        self._spool.quarantine(item.id, code, message)
        self._on_sent(item)

    def _record_away(self, error: OdooAway) -> float:
        if str(error) != self.problem:
            _logger.warning("Odoo is away: %s", error)
        self.problem = str(error)
        if isinstance(error.__cause__, TimeoutError):
            self._limit = max(1, self._limit // 2)  # it may be too much at once
        return self._backoff.fail(error.retry_after)

    def _record_refusal(self, error: OdooRefused, items: list[Item]) -> float | None:
        self.problem = str(error)
        if error.is_lease:
            _logger.error("Another computer works with this bridge's token: %s", error)
            return LEASE_SECONDS
        if error.is_final:
            if self.stopped != str(error):
                _logger.critical("Nothing is sent any more: %s", error)
            self.stopped = str(error)
            return STOP_SECONDS
        if error.status not in ABOUT_ITEMS:
            _logger.error("Odoo refused the call: %s", error)
            return self._backoff.fail()
        if len(items) > 1:
            self._limit = max(1, len(items) // 2)
        else:
            self._quarantine(items[0], error.code or str(error.status), error.message)
        return None

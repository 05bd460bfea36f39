"""The regular calls to Odoo beside sending: heartbeat, configuration, commands."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

from .backoff import Backoff
from .errors import OdooAway, OdooRefused
from .odoo import OdooClient
from .sending import LEASE_SECONDS

_logger = logging.getLogger(__name__)

HEARTBEAT, COMMANDS = "/biometric/v1/heartbeat", "/biometric/v1/commands"
COMMANDS_SECONDS = 3.0
#: After a refusal that a person has to do something about.
REFUSED_SECONDS = 300.0
#: The clock of this computer may be wrong by so much without a word.
CLOCK_TOLERANCE_SECONDS = 60.0
AWAY_SECONDS = 60.0


@dataclass
class ContactState:
    """How it stands with Odoo.

    :ivar last: when it answered last, seconds since 1970.
    :ivar problem: why it did not the last time, ``""``: it did.
    :ivar refusal: the refusal a person has to do something about, ``None``: none.
    :ivar drift: seconds this computer's clock is ahead of Odoo's, ``None``: not known.
    """

    last: float | None = None
    problem: str = ""
    refusal: OdooRefused | None = None
    drift: float | None = None

    @property
    def may_poll(self) -> bool:
        """Whether this bridge is still one of Odoo's: an older protocol still may read."""
        return self.refusal is None or self.refusal.status == 426


@dataclass
class Contact:
    """Makes the calls that are due; used by one thread.

    :param make_heartbeat: gives what a heartbeat tells.
    :param take_commands: given the answer to the question for commands.
    :param reachable: gives the ids of devices that answered the last time, ``None`` where
        there is no device at all.
    :param refresh: asks for the configuration.
    :param etag: gives the one in use.
    :param interval: gives the seconds between heartbeats.
    """

    client: OdooClient
    make_heartbeat: Callable[[], dict[str, Any]]
    take_commands: Callable[[dict[str, Any]], None]
    reachable: Callable[[], list[int] | None]
    refresh: Callable[[], None]
    etag: Callable[[], str]
    interval: Callable[[], float]
    state: ContactState = field(default_factory=ContactState)

    def __post_init__(self) -> None:
        self._backoff = Backoff(AWAY_SECONDS)
        self._heartbeat_at = self._commands_at = 0.0

    def call(self) -> float:
        """Make the calls that are due, and return the seconds until the next are."""
        try:
            self._call_due()
        except OdooAway as error:
            return self._fail(str(error), self._backoff.fail(error.retry_after))
        except OdooRefused as error:
            if error.is_final:
                self._record_refusal(error)
                return self._fail(str(error), REFUSED_SECONDS)
            pause = LEASE_SECONDS if error.is_lease else self._backoff.fail()
            return self._fail(str(error), pause)
        self._backoff.succeed()
        now = time.monotonic()
        return max(0.0, min(self._heartbeat_at, self._commands_at) - now)

    def _call_due(self) -> None:
        now = time.monotonic()
        if now >= self._heartbeat_at:
            self._beat()
            self._heartbeat_at = now + self.interval()
        if now >= self._commands_at:
            self._ask_for_commands()
            self._commands_at = now + COMMANDS_SECONDS
        self._record_success()

    def _ask_for_commands(self) -> None:
        reachable = self.reachable()
        if reachable is not None:
            devices = ",".join(map(str, reachable))
            answer = self.client.json("GET", f"{COMMANDS}?devices={devices}")
            self.take_commands(answer)

    def _beat(self) -> None:
        began = datetime.now(timezone.utc)
        answer = self.client.json("POST", HEARTBEAT, self.make_heartbeat())
        self._compare_clock(began, answer.get("now"))
        etag = answer.get("config")
        if not etag or not _is_same_etag(str(etag), self.etag()):
            self.refresh()

    def _compare_clock(self, began: datetime, answered: Any) -> None:
        """Compare this computer's clock with Odoo's."""
        ended = datetime.now(timezone.utc)
        try:
            right = datetime.fromisoformat(str(answered).replace("Z", "+00:00"))
        except ValueError:
            return
        if right.tzinfo is None:
            right = right.replace(tzinfo=timezone.utc)
        drift = ((began + (ended - began) / 2) - right).total_seconds()
        before = self.state.drift or 0.0
        if abs(drift) > CLOCK_TOLERANCE_SECONDS >= abs(before):
            _logger.error(
                "The clock of this computer is wrong by %d seconds. Punches keep the "
                "terminals' times; set the clock all the same.",
                drift,
            )
        self.state.drift = drift

    def _record_success(self) -> None:
        if self.state.problem or self.state.last is None:
            _logger.info("Odoo answers")
        self.state.last, self.state.problem, self.state.refusal = time.time(), "", None

    def _record_refusal(self, error: OdooRefused) -> None:
        self.state.refusal = error

    def _fail(self, text: str, pause: float) -> float:
        if text != self.state.problem:
            final = self.state.refusal is not None
            level = logging.CRITICAL if final else logging.WARNING
            _logger.log(level, "Odoo cannot be used: %s", text)
        self.state.problem = text
        return pause


def _is_same_etag(one: str, other: str) -> bool:
    return one.removeprefix("W/").strip('"') == other.removeprefix("W/").strip('"')

"""Polling: a thread for each device, which runs its sessions one after the other."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from terminals import BRANDS
from terminals.poll import Poll
from terminals.reasons import Reason

from .commands import CommandQueue
from .config import Config, DeviceConfig
from .planning import MIN_REST_SECONDS, Planner
from .session import DeviceSession, SessionResult
from .spool import Spool, SpoolFull

_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Polling:
    """What all pollers share.

    :param allow_loopback: terminals may be on this computer itself.
    :param may_poll: whether terminals are to be read at all.
    """

    spool: Spool
    config: Config
    commands: CommandQueue
    allow_loopback: bool = False
    may_poll: Callable[[], bool] = lambda: True


@dataclass
class DeviceState:
    """What is known of a device beside its configuration.

    :ivar contact: when it answered last, seconds since 1970.
    """

    reachable: bool | None = None
    reason: Reason | None = None
    drift: int | None = None
    contact: float | None = None

    def as_dict(self) -> dict[str, Any]:
        """As JSON can hold it."""
        error = self.reason.as_dict() if self.reason else None
        return {"reachable": self.reachable, "error": error, "drift": self.drift}


@dataclass
class Poller:
    """Polls one device, at intervals and when triggered."""

    polling: Polling
    device_id: int
    state: DeviceState = field(default_factory=DeviceState)

    def __post_init__(self) -> None:
        self._planner = Planner(self.polling.spool, self.device_id)
        self._triggered = threading.Event()
        self._stopping = False
        self._due = 0.0
        self._thread = threading.Thread(
            target=self._run, name=f"device {self.device_id}", daemon=True
        )

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after the step that is under way."""
        self._stopping = True
        self._triggered.set()

    def join(self, seconds: float) -> None:
        """Wait until it has ended."""
        self._thread.join(seconds)

    def trigger(self) -> None:
        """Poll at once; a session that listens is ended for that."""
        self._triggered.set()

    def _run(self) -> None:
        while not self._stopping:
            self._triggered.wait(max(0.0, self._due - time.monotonic()))
            self._triggered.clear()
            if self._stopping:
                return
            try:
                rest = self.poll()
            except SpoolFull:
                _logger.error("The disk is full: terminals are not read any more")
                rest = MIN_REST_SECONDS
            except Exception:
                _logger.exception("Device %s cannot be polled", self.device_id)
                rest = MIN_REST_SECONDS
            self._due = time.monotonic() + rest

    def poll(self) -> float:
        """Run one session, and return the seconds until the next.

        :raises SpoolFull: there is no room for what was read.
        """
        device = self.polling.config.device(self.device_id)
        if device is None or not self.polling.may_poll():
            return MIN_REST_SECONDS
        poll = find_poll(device)
        if poll is None:
            self.state.reachable, self.state.reason = None, Reason("bridge_cannot_poll")
            return MIN_REST_SECONDS
        if self._planner.is_refused(device):
            return MIN_REST_SECONDS
        if self.polling.spool.is_full():
            raise SpoolFull
        return self._run_session(device, poll)

    def _run_session(self, device: DeviceConfig, poll: Poll) -> float:
        commands, etag = self.polling.commands, self.polling.config.etag
        listen = device.live and poll.can_listen
        plan, questions = self._planner.plan(
            device, etag, commands.has(device.id), listen
        )
        due = time.monotonic() + device.poll_minutes * 60
        session = DeviceSession(
            device,
            plan,
            self.polling.spool,
            commands,
            questions,
            ends_listening=lambda: self._ends_listening(due),
            on_contact=self._record_contact,
        )
        values = {**device.values, "allow_loopback": self.polling.allow_loopback}
        result = session.run(poll, values)
        self._record(device, result)
        self._planner.record(result, plan, etag)
        if result.error and result.error.code in poll.stops_after:
            self._planner.record_refusal(device)
        return self._planner.rest(device, result, commands.has(device.id))

    def _ends_listening(self, due: float) -> bool:
        device = self.polling.config.device(self.device_id)
        gone = device is None or not device.live or not self.polling.may_poll()
        return (
            gone
            or self._stopping
            or self._triggered.is_set()
            or time.monotonic() >= due
        )

    def _record_contact(self) -> None:
        self.state.reachable, self.state.contact = True, time.time()

    def _record(self, device: DeviceConfig, result: SessionResult) -> None:
        error = result.error
        reason = error.reason if error else None
        if reason and reason != self.state.reason:
            _logger.warning("%s: %s", device.name, reason)
        elif not reason and self.state.reason:
            _logger.info("%s answers again", device.name)
        if result.rows:
            _logger.info("%s: %s rows read", device.name, result.rows)
        self.state.reachable, self.state.reason = error is None, reason
        if result.drift is not None:
            self.state.drift = result.drift


def find_poll(device: DeviceConfig) -> Poll | None:
    """Return how a device is polled; ``None`` where the bridge cannot."""
    brand = BRANDS.get(device.brand)
    poll = brand.poll if brand else None
    return poll if poll and poll.scheduled else None

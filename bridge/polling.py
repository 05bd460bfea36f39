"""Polling: a thread for each device, which runs its sessions one after the other."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from terminals import BRANDS
from terminals.poll import Poll
from terminals.reasons import Reason

from .commands import CommandQueue
from .config import Config, DeviceConfig
from .planning import MIN_REST_SECONDS, Planner
from .session import DeviceSession, SessionResult
from .spool import Spool, SpoolFull
from .worker import Worker

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


class Poller(Worker):
    """Polls one device, at intervals and when triggered."""

    def __init__(self, polling: Polling, device_id: int):
        super().__init__(f"device {device_id}")
        self.polling, self.device_id = polling, device_id
        self.state = DeviceState()
        self._planner = Planner(polling.spool, device_id)

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
            gone or self.stopping or self.triggered.is_set() or time.monotonic() >= due
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

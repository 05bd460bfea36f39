"""One session with a terminal: its steps are recorded in the spool.

The session is the one Odoo's own cron drives; answers that Odoo would give are known here
ahead of time. What was stored before an error is good.
"""

import logging
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from typing import Any
from uuid import uuid4

from terminals.errors import TransportError
from terminals.poll import Limits, Poll
from terminals.session import (
    CommandDone,
    Connected,
    DeviceCommand,
    LiveEvents,
    PageRead,
    ReadyForCommand,
    RowsRead,
    SessionEnd,
    SessionPlan,
)
from terminals.step_json import RecordableStep, RecordedStep, encode
from terminals.times import zone as find_zone

from .commands import CommandQueue
from .config import DeviceConfig
from .spool import Spool, SpoolFull

_logger = logging.getLogger(__name__)

LIMITS = Limits(timeout=10.0, deadline=300.0)


@dataclass
class SessionResult:
    """What became of a session.

    :ivar error: why it ended early.
    :ivar rows: lines read.
    :ivar drift: seconds the terminal's clock is ahead, ``None``: not asked.
    """

    error: TransportError | None = None
    rows: int = 0
    complete: bool = True
    whole_log_read: bool = False
    drift: int | None = None


@dataclass
class DeviceSession:
    """Drives one session, and records its steps.

    :param ends_listening: asked after each wait for live events.
    :param on_contact: called whenever the terminal answered.
    """

    device: DeviceConfig
    plan: SessionPlan
    spool: Spool
    commands: CommandQueue
    questions: Sequence[DeviceCommand] = ()
    ends_listening: Callable[[], bool] = lambda: True
    on_contact: Callable[[], None] = lambda: None
    result: SessionResult = field(default_factory=SessionResult)

    def __post_init__(self) -> None:
        self._id = str(uuid4())
        self._taken: list[DeviceCommand] = []
        self._held: list[Any] = []
        self._connected = self._recorded = False

    def run(self, poll: Poll, values: dict[str, Any]) -> SessionResult:
        """Drive the session to its end; what ends it is in the result.

        :raises SpoolFull: there is no room for what was read. The terminal keeps it.
        """
        try:
            self._drive(poll, values)
        except SpoolFull:
            raise
        except TransportError as error:
            self.result.error = error
        except Exception as error:
            _logger.exception("Session with %s failed", self.device.name)
            self.result.error = TransportError("bridge_error")
            self.result.error.__cause__ = error
        self._record_end()
        return self.result

    def _drive(self, poll: Poll, values: dict[str, Any]) -> None:
        with closing(poll.session(values, self.plan, LIMITS)) as session:
            answer = None
            while True:
                try:
                    step = session.send(answer)
                except StopIteration:
                    return
                self.on_contact()
                answer = _HANDLERS[step.name](self, step)

    def _connect(self, step: Connected) -> list[DeviceCommand]:
        if step.serial is not None and not self.device.is_same(step.serial):
            raise TransportError("other_terminal", serial=step.serial)
        self._connected = True
        self.result.drift = _drift(step, self.device.values.get("tz"))
        # A session in which nothing happened is not worth an item each time.
        self._held.append(self._encode(step))
        if not (step.has_new_punches or self.plan.will_send_commands):
            return []
        self._taken = [*self.commands.take(self.device.id), *self.questions]
        return list(self._taken)

    def _finish_command(self, step: CommandDone) -> None:
        done = step.command.id, step.command.kind
        self._taken = [each for each in self._taken if (each.id, each.kind) != done]
        self._record(replace(step, command=_without_payload(step.command)))
        if step.command.id:
            self.commands.record_done(self.device.id, step.command)

    def _give_command(self, step: ReadyForCommand) -> DeviceCommand | None:
        self._taken += self.commands.take(self.device.id)
        return self._taken[0] if self._taken else None

    def _store_page(self, step: PageRead) -> bool:
        self._record(replace(step, command=_without_payload(step.command)))
        return True

    def _store_rows(self, step: RowsRead) -> None:
        self.result.rows += step.upload.lines
        self.result.complete = step.complete
        position = {**step.position, "complete": step.complete}
        self._record(step, position)
        if step.complete and self.plan.read_whole_log:
            self.result.whole_log_read = True

    def _store_events(self, step: LiveEvents) -> bool:
        if step.upload.lines:
            self.result.rows += step.upload.lines
            self._record(step)
        elif self._held and not self._recorded:
            self._record_end()  # success is told now: listening may last for hours
        return self.ends_listening()

    def _record(self, step: RecordableStep, position: Any = None) -> None:
        """Store a step, and before it those that were held back."""
        for kind, data in self._held:
            self.spool.add(self.device.id, kind, data)
        self._held = []
        self._recorded = True
        kind, data = self._encode(step)
        self.spool.add(self.device.id, kind, data, position)

    def _record_end(self) -> None:
        """Store how the session ended, unless Odoo learns nothing from it."""
        unused = self._taken
        if not self._connected:
            unused = self.commands.take(self.device.id)
        elif self.result.error is not None:
            unused = unused[1:]  # nobody knows about the first
        self._taken = []
        ids = tuple(command.id for command in unused if command.id)
        end = SessionEnd.of(
            self.result.error, cut_short=not self.result.complete, unused=ids
        )
        quiet = not (self._recorded or ids) and self.spool.waiting(self.device.id)
        if not quiet:
            self._record(end)
        self._held = []

    def _encode(self, step: RecordableStep) -> tuple[str, dict[str, Any]]:
        plan = replace(self.plan, position=None)
        at = datetime.now(timezone.utc)
        return encode(RecordedStep(step, at, plan, self._id))


_HANDLERS: dict[str, Callable[[DeviceSession, Any], Any]] = {
    Connected.name: DeviceSession._connect,
    CommandDone.name: DeviceSession._finish_command,
    ReadyForCommand.name: DeviceSession._give_command,
    PageRead.name: DeviceSession._store_page,
    RowsRead.name: DeviceSession._store_rows,
    LiveEvents.name: DeviceSession._store_events,
}


def _without_payload(command: DeviceCommand) -> DeviceCommand:
    """Return a command without its values: Odoo has them, and they may be secret."""
    return command._replace(payload={})


def _drift(step: Connected, zone: Any) -> int | None:
    if not (step.clock and step.clock.wall):
        return None
    try:
        right = step.clock.at.astimezone(find_zone(zone or "UTC")).replace(tzinfo=None)
    except ValueError:
        return None
    return round((step.clock.wall - right).total_seconds())

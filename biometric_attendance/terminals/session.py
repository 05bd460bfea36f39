"""Steps of a session with a terminal or a vendor's server, shared by all brands.

A session is a generator: it exchanges messages with the terminal, yields a step, receives
the host's answer by ``send``, and goes on. The host (``biometric.device``) stores and
commits a step before it answers. Its method ``_process_<name>`` processes the step
``name``.
"""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, NamedTuple

from . import errors
from .errors import TransportError
from .reasons import Reason
from .records import CommandResult, DeviceInfo, Upload


class DeviceCommand(NamedTuple):
    """One command to be carried out in a session.

    :param id: of the queued command, ``""`` where the host reads something for itself.
    :param kind: of ``commands.KINDS``, or ``templates`` to read all templates.
    :param payload: as its kind says.
    """

    id: str
    kind: str
    payload: Mapping[str, Any]


class ClockReading(NamedTuple):
    """What the terminal's clock showed.

    :param wall: its wall clock, naive; ``None``: a day that does not exist.
    :param at: when it showed that, UTC, half-way between question and answer.
    """

    wall: datetime | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Connected:
    """Step: connected. To be answered with commands, which are carried out first.

    Among them are questions of the host's own, of those the brand names (``Poll.questions``):
    each needs its :class:`CommandDone`, with a problem where it cannot be answered.

    :param info: the terminal's counts of users, templates and punches.
    :param has_new_punches: whether there are punches to read.
    :param serial: its serial number, to be compared before rows are stored or commands
        given; ``None`` where it was not read, because nothing is new, or the terminal
        does not report it.
    :param clock: its clock; ``None`` likewise.
    """

    name: ClassVar[str] = "connected"
    info: DeviceInfo
    has_new_punches: bool
    serial: str | None = None
    clock: ClockReading | None = None


@dataclass(frozen=True, slots=True)
class ReadyForCommand:
    """Step: idle. To be answered with the next command, or ``None`` to end the session."""

    name: ClassVar[str] = "ready_for_command"


@dataclass(frozen=True, slots=True)
class CommandDone:
    """Step: a command has a result.

    :param result: with the command's id and the terminal's code.
    :param upload: records the terminal returned for it.
    :param problem: why it could not be sent or carried out at all.
    """

    name: ClassVar[str] = "command_done"
    command: DeviceCommand = field(repr=False)
    result: CommandResult
    upload: Upload | None = field(default=None, repr=False)
    problem: Reason | None = None


@dataclass(frozen=True, slots=True)
class RowsRead:
    """Step: punches read from the terminal's log, to be stored with the position.

    :param table: name under which refused rows are kept.
    :param position: of the first row not read yet, as JSON values; given to the next
        session. The host adds ``complete`` to it.
    :param complete: the log was read to its end.
    """

    name: ClassVar[str] = "rows_read"
    upload: Upload = field(repr=False)
    table: str
    position: dict[str, Any]
    complete: bool


@dataclass(frozen=True, slots=True)
class PageRead:
    """Step: a page of punches a command asked for. To be answered with whether to go on.

    :param position: values to be added to the command's payload to go on from here.
    """

    name: ClassVar[str] = "page_read"
    command: DeviceCommand
    upload: Upload = field(repr=False)
    position: dict[str, Any]


@dataclass(frozen=True, slots=True)
class LiveEvents:
    """Step: live events received, or none within the waiting time.

    To be answered with whether to stop listening.

    :param table: name under which refused events are kept.
    """

    name: ClassVar[str] = "live_events"
    upload: Upload = field(repr=False)
    table: str


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """What a session is to do.

    :param position: of the last step stored, ``None`` for none.
    :param read_whole_log: read the whole log again, as rows may have been changed on the terminal
        since; an interrupted reading of the whole log is continued.
    :param will_send_commands: commands will follow: read the serial number even if nothing is new.
    :param listen: stay connected and receive live events after reading.
    """

    position: Mapping[str, Any] | None = None
    read_whole_log: bool = False
    will_send_commands: bool = False
    listen: bool = False


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The result of a connection test.

    :param problem: what is wrong, ``None`` where the test succeeded.
    :param answer: message to show where the test succeeded.
    :param serial: the terminal's serial number, ``""`` where it is not known.
    :param info: model, firmware and counts as the terminal sent them.
    :param clock: what its clock shows, ``None`` where it was not asked.
    :param corrections: name to right value of connection fields that are set wrongly.
    :param fingerprint: of a certificate that nobody vouches for and a person may trust,
        SHA-256 in hexadecimal; ``""``: there is none to be decided about.
    """

    problem: Reason | None = None
    answer: Reason | None = None
    serial: str = ""
    info: DeviceInfo | None = None
    clock: ClockReading | None = None
    corrections: Mapping[str, Any] = field(default_factory=dict)
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class SessionEnd:
    """How a session ended, for a host that processes its steps later.

    :param error: name of the class in :mod:`.errors` that ended it early, ``""``: none.
    :param reason: of that error.
    :param cut_short: there was no time for the rest.
    :param unused: ids of commands that were taken along and surely not begun.
    """

    name: ClassVar[str] = "session_end"
    error: str = ""
    reason: Reason | None = None
    cut_short: bool = False
    unused: tuple[str, ...] = ()

    @classmethod
    def of(cls, error: TransportError | None, **values: Any) -> "SessionEnd":
        """Return the end of a session that ended with this error, or none.

        :param values: of the other parameters.
        """
        if error is None:
            return cls(**values)
        return cls(type(error).__name__, error.reason, **values)

    @property
    def exception(self) -> TransportError | None:
        """The error again, ``None`` where there was none."""
        if not self.error:
            return None
        code, values = self.reason or Reason("bridge_error")
        kind = getattr(errors, self.error, None)
        if kind is errors.DeviceRefused:
            return errors.DeviceRefused(code, None, **values)
        if not (isinstance(kind, type) and issubclass(kind, TransportError)):
            kind = TransportError
        return kind(code, **values)


Step = Connected | ReadyForCommand | CommandDone | RowsRead | PageRead | LiveEvents
Session = Generator[Step, Sequence[DeviceCommand] | DeviceCommand | bool | None, None]

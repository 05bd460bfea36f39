"""Steps of a session with a terminal or a vendor's server, shared by all brands.

A session is a generator: it talks, hands over a step, waits for the answer to it, and goes
on. The host stores and commits a step before it answers. Each step names the method of
the host that processes it: ``_process_<name>``.
"""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, NamedTuple

from .reasons import Reason
from .records import CommandResult, DeviceInfo, Upload


class DeviceCommand(NamedTuple):
    """One command to be carried out in a session.

    :param id: of the queued command, ``""`` for a question of the host's own.
    :param kind: of ``commands.KINDS``, or ``templates`` for all of them.
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
    """The terminal answers. To be answered with commands, which are carried out first.

    :param info: what it counts.
    :param news: there is something to read.
    :param serial: its serial number, to be compared before rows are stored or commands
        given; ``None`` where it was not asked, because nothing is new, or does not say.
    :param clock: likewise.
    """

    name: ClassVar[str] = "connected"
    info: DeviceInfo
    news: bool
    serial: str | None = None
    clock: ClockReading | None = None


@dataclass(frozen=True, slots=True)
class ReadyForCommand:
    """Nothing is under way. To be answered with the next command, or ``None`` to end."""

    name: ClassVar[str] = "ready_for_command"


@dataclass(frozen=True, slots=True)
class CommandDone:
    """What became of a command.

    :param result: with the command's id and the terminal's code.
    :param upload: records the terminal handed over for it.
    :param problem: why it was not carried out at all.
    """

    name: ClassVar[str] = "command_done"
    command: DeviceCommand = field(repr=False)
    result: CommandResult
    upload: Upload | None = field(default=None, repr=False)
    problem: Reason | None = None


@dataclass(frozen=True, slots=True)
class RowsRead:
    """Punches of the terminal's log, to be stored together with the position.

    :param table: under which rows that were refused are kept.
    :param position: behind them, as JSON can hold it; given to the next session.
    :param complete: the log was read to its end.
    """

    name: ClassVar[str] = "rows_read"
    upload: Upload = field(repr=False)
    table: str
    position: dict[str, Any]
    complete: bool


@dataclass(frozen=True, slots=True)
class PageRead:
    """A page of punches that a command asked for. To be answered with whether to go on.

    :param position: values to be added to the command's payload to go on from here.
    """

    name: ClassVar[str] = "page_read"
    command: DeviceCommand
    upload: Upload = field(repr=False)
    position: dict[str, Any]


@dataclass(frozen=True, slots=True)
class LiveEvents:
    """What the terminal sent unasked, or nothing for a while.

    To be answered with whether that is enough.

    :param table: under which events that were refused are kept.
    """

    name: ClassVar[str] = "live_events"
    upload: Upload = field(repr=False)
    table: str


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """What a session is to do.

    :param position: of the last step stored, ``None`` for none.
    :param whole: read everything again: rows may have been changed behind our back. A
        reading that was interrupted is continued.
    :param commands: there will be commands: ask who it is even where nothing is new.
    :param listen: stay connected and receive live events after reading.
    """

    position: Mapping[str, Any] | None = None
    whole: bool = False
    commands: bool = False
    listen: bool = False


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What a connection test found.

    :param problem: what is wrong, ``None`` where all is well.
    :param answer: what to say where all is well.
    :param serial: the terminal's serial number, ``""`` where it does not say.
    :param info: what it said about itself.
    :param corrections: connection fields that have to be other than they are.
    """

    problem: Reason | None = None
    answer: Reason | None = None
    serial: str = ""
    info: DeviceInfo | None = None
    corrections: Mapping[str, Any] = field(default_factory=dict)


Step = Connected | ReadyForCommand | CommandDone | RowsRead | PageRead | LiveEvents
Session = Generator[Step, Sequence[DeviceCommand] | DeviceCommand | bool | None, None]

"""The capability *source*: vendors' software that keeps the punches of many terminals."""

from collections.abc import Collection, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple, Protocol

from .poll import ConnectionField, Limits
from .reasons import Reason
from .records import DeviceUser, Upload
from .session import CommandDone, Connected, DeviceCommand, Diagnosis, SessionPlan


@dataclass(frozen=True, slots=True)
class SourceTerminal:
    """A terminal behind a source.

    :param key: what rows name it by: its serial number, or else the software's own number.
    :param name: the software's name of it.
    :param area: where it is, as the software says.
    :param tz: its zone, IANA or ``+03:00``; ``""`` where the software does not say.
    :param online: whether the software reaches it, ``None`` where it does not say.
    """

    key: str
    name: str = ""
    area: str = ""
    tz: str = ""
    online: bool | None = None


@dataclass(frozen=True, slots=True)
class SourceRead:
    """Step: rows read, to be stored with the position in one transaction.

    To be answered before the session goes on.

    :param uploads: key of a terminal to its punches and refused lines; ``""`` for rows that
        name no terminal.
    :param position: where to go on, as JSON values; given to the next session.
    :param complete: nothing more for now.
    :param terminals: all that are known, where the session has asked.
    :param users: the software's people, where the session has asked.
    :param notice: something people should know of, such as that a backup was restored.
    """

    name: ClassVar[str] = "source_read"
    uploads: Mapping[str, Upload] = field(repr=False)
    position: dict[str, Any]
    complete: bool
    terminals: Sequence[SourceTerminal] = ()
    users: Sequence[DeviceUser] = field(default=(), repr=False)
    notice: Reason | None = None


class SourceCommand(NamedTuple):
    """A command for one of the terminals behind a source.

    :param terminal: its key.
    """

    terminal: str
    command: DeviceCommand


@dataclass(frozen=True, slots=True)
class CommandUnanswered:
    """Step: nobody knows what became of a command; the session goes on without it."""

    name: ClassVar[str] = "command_unanswered"
    command: DeviceCommand = field(repr=False)
    reason: Reason


#: ``Connected`` is to be answered with a list of :class:`SourceCommand`. It comes only where
#: the plan says that there are some, and the brand takes commands.
SourceStep = SourceRead | Connected | CommandDone | CommandUnanswered
SourceSession = Generator[SourceStep, Any, None]
#: A session of a source that takes no commands.
SourceReading = Generator[SourceRead, Any, None]


class Source(Protocol):
    """Capability: a vendor's software is asked for what its terminals recorded.

    ``values`` are those of the fields by name; ``tz``, the IANA zone of times that name
    none; ``since``, the naive wall clock before which nothing is wanted; ``overlap_days``,
    how far back what may have come late is looked for; and ``allow_loopback``, whether the
    server's settings let this machine itself be called.
    """

    @property
    def fields(self) -> Sequence[ConnectionField]:
        """The values a person types so that Odoo can connect."""

    def needs(self, values: Mapping[str, Any]) -> Collection[str]:
        """Return the names of the fields that are typed, as far as others are by now."""

    def check(self, values: Mapping[str, Any]) -> None:
        """Check the values a person typed.

        :raises Misaddressed: for values no connection can have.
        """

    def describe(self, values: Mapping[str, Any]) -> str:
        """Return a short name of the address."""

    def session(
        self, values: Mapping[str, Any], plan: SessionPlan, limits: Limits
    ) -> SourceSession:
        """Return a session, which connects at its first step.

        :param plan: its position, whether to look through all that may have come late, and
            whether there are commands.
        """

    def diagnose(self, values: Mapping[str, Any], limits: Limits) -> Diagnosis:
        """Return what a connection test finds; never raises."""


class TableSource(Source, Protocol):
    """A source whose table and columns a person may choose from those that are there."""

    def list_columns(
        self, values: Mapping[str, Any], limits: Limits
    ) -> Mapping[str, Sequence[str]]:
        """Return table to its columns, of all the account may read.

        :raises TransportError: the server cannot be reached.
        """

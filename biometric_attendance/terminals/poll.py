"""The capability *poll*: Odoo calls the terminal, or the gateway in front of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from .session import Diagnosis, Session, SessionPlan

#: Question to a terminal: to push to the target in its values, too.
SET_PUSH = "set_push"


@dataclass(frozen=True, slots=True)
class ConnectionField:
    """A value a person types so that Odoo can call a terminal.

    :param name: of the field of ``biometric.device``.
    :param label: marked for translation.
    :param kind: which element of the form it is typed into; an ``address`` is a host or
        URL that is called, and checked by ``destinations``.
    :param default: or one for each dialect, as a mapping.
    :param check: raises a ``TerminalError`` for a value that cannot be.
    """

    name: str
    label: str
    kind: Literal["char", "address", "integer", "boolean", "selection", "secret"] = (
        "char"
    )
    required: bool = False
    default: Any = None
    help: str = ""
    check: Callable[[Any], None] | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a session may take, in seconds.

    :param timeout: to wait for one answer.
    :param deadline: for the session altogether, and anew for each command.
    """

    timeout: float = 10.0
    deadline: float = 60.0


class Poll(Protocol):
    """Capability: Odoo calls the terminal, or the gateway in front of it.

    ``values`` are those of the connection fields by name; ``serial``, ``dialect``, ``tz``,
    ``encryption_key`` and ``previous_encryption_key`` of the device; and
    ``allow_loopback``, whether the server's settings let this machine itself be called.
    Where the brand answers :data:`SET_PUSH`, also ``push``: ``host`` (``""``: the address
    by which this machine reaches the terminal), ``port``, ``https`` and ``path``, or ``None``.
    """

    @property
    def fields(self) -> Sequence[ConnectionField]:
        """The values a person types so that Odoo can connect."""

    #: Name of the field that holds the address; without it Odoo cannot connect.
    address_field: str
    #: Called at intervals; otherwise only when a command is queued.
    scheduled: bool
    #: Sessions may go on to receive live events.
    can_listen: bool
    #: What the host may ask of sessions beside commands: ``information``, ``query_users``,
    #: ``templates`` and :data:`SET_PUSH`, whose result has the value ``differs``: names of
    #: what the terminal does not keep.
    questions: frozenset[str]
    #: Codes of failures after which the host does not call again by itself before a value
    #: of the connection changes, lest further tries lock an account.
    stops_after: frozenset[str]

    def check(self, values: Mapping[str, Any]) -> None:
        """Check the values a person typed.

        :raises Misaddressed: for values no connection can have.
        """

    def describe(self, values: Mapping[str, Any]) -> str:
        """Return a short name of the address, before the serial number is known."""

    def session(
        self, values: Mapping[str, Any], plan: SessionPlan, limits: Limits
    ) -> Session:
        """Return a session, which connects at its first step."""

    def diagnose(self, values: Mapping[str, Any], limits: Limits) -> Diagnosis:
        """Return what a connection test finds; never raises."""

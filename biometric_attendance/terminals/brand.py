"""What the rest of the product asks of a brand of terminals: its capabilities as objects.

A brand that lacks a capability has ``None`` in its place. Nobody asks which brand it is.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from .calls import Call, Outcome, Response, Status
from .reasons import Reason
from .records import CommandResult, Upload
from .session import Diagnosis, Session, SessionPlan
from .text import decode_text, shown


@dataclass(frozen=True, slots=True)
class Path:
    """URLs terminals call, and with what.

    :param patterns: as Odoo's routes; ``<string:path_token>`` is a secret address.
    :param max_body_bytes: a body this long or longer is refused.
    """

    patterns: tuple[str, ...]
    methods: tuple[str, ...]
    max_body_bytes: int


@dataclass(frozen=True, slots=True)
class AnyPath:
    """How the listener tells terminals that call at any path.

    :param header: nginx's variable of a header only they send.
    :param forms: regular expression of paths at which they post without it.
    :param route: the last part of Odoo's route for them.
    :param error_headers: of the answer to all that fails.
    """

    header: str
    forms: str
    route: str
    error_headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ListenerRules:
    """What the nginx in front of Odoo does for the terminals of a brand.

    :param path: what is typed into a terminal behind address and port.
    :param locations: regular expressions of the paths it calls, without the first slash;
        secret addresses need none.
    :param serial: nginx's variable of the serial number, such as ``arg_sn``.
    :param headers: a terminal's header to the name it is passed on under.
    :param plain_http_only: its terminals know no TLS.
    :param required: its requests make sense only as the listener passes them on.
    :param any_path: where its terminals call at any path.
    """

    path: str = ""
    locations: tuple[str, ...] = ()
    serial: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    plain_http_only: bool = False
    required: bool = False
    any_path: AnyPath | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """How a message that comes in parts is put together.

    :param place: ``(numbers kept, number)``: ``store``, ``restart`` (forget the others
        first), ``complete`` (it is the last), ``gap`` (one is missing) or ``negative``.
    :param join: ``(number to part, last)``: the message; raises ``ProtocolError``.
    :param shown: what of a part may be kept for people.
    :param minutes_kept: how long the rest is waited for.
    """

    place: Callable[[Collection[int], int], str]
    join: Callable[[Mapping[int, bytes], bytes], bytes]
    shown: Callable[[bytes], str]
    minutes_kept: int


@dataclass(frozen=True, slots=True)
class Encryption:
    """How what a brand's gateway sends is decrypted.

    :param key_characters: length of a key.
    :param decrypt: ``(call, keys)``: the call in clear, ``None`` where no key opens it;
        raises ``ProtocolError`` for what opens and is nothing of the protocol's.
    """

    key_characters: int
    decrypt: Callable[[Call, Sequence[str]], Call | None]


class Push(Protocol):
    """The terminal calls, Odoo answers."""

    paths: Sequence[Path]
    listener: ListenerRules = ListenerRules()
    #: Whoever calls speaks for many terminals: without a communication key it is refused.
    key_required: bool = False
    #: What is not acknowledged is sent for ever, and all behind it waits: what cannot be
    #: stored is kept as a message.
    must_acknowledge: bool = False
    #: Its calls tell the time of its clock.
    reports_clock: bool = False
    parts: Parts | None = None
    encryption: Encryption | None = None

    def read_call(
        self,
        path: str,
        query: Mapping[str, str],
        method: str,
        *,
        headers: Mapping[str, str],
        body: bytes,
    ) -> Call:
        """Return what a request asks for.

        :raises ProtocolError: for a request that is none of the protocol's.
        """

    def answer(self, call: Call | None, outcome: Outcome) -> Response:
        """Return what the terminal is answered.

        :param call: ``None`` where the request could not be read.
        """

    def proof(self, call: Call, body: bytes) -> str | None:
        """Return the communication key sent, ``None`` where there is no place for one."""
        return call.key

    def serial_in_query(self, query: Mapping[str, str]) -> str:
        """Return the serial number an address names, whatever came in there."""
        return ""

    def read_status(self, call: Call, body: bytes) -> Status | None:
        """Return what the body of a call that is no upload says of the terminal."""
        return None

    def read_results(
        self,
        call: Call,
        body: bytes,
        kind: str,
        *,
        known: Mapping[str, str],
        pins: Collection[str],
    ) -> tuple[list[CommandResult], Upload | None]:
        """Return results of commands, and the records that came for ``call.reference``.

        :param kind: of the command ``call.reference`` names, ``""`` for none.
        :param known: ``DeviceInfo.options`` of the terminal.
        :param pins: those known of the terminal.
        """
        return [], None

    def without_secrets(self, body: bytes) -> str:
        """Return what of a body may be kept as a message, to be read again."""
        return shown(decode_text(body))


@dataclass(frozen=True, slots=True)
class ConnectionField:
    """A value a person types so that Odoo can call a terminal.

    :param name: of the field of ``biometric.device``.
    :param label: marked for translation.
    :param kind: which element of the form it is typed into.
    :param default: or one for each dialect, as a mapping.
    :param check: raises a ``TerminalError`` for a value that cannot be.
    """

    name: str
    label: str
    kind: Literal["char", "integer", "boolean", "selection", "secret"] = "char"
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
    """Odoo calls the terminal, or whoever speaks for it.

    ``values`` are those of the connection fields by name, and ``serial``, ``dialect``,
    ``tz``, ``encryption_key`` and ``previous_encryption_key`` of the device.
    """

    @property
    def fields(self) -> Sequence[ConnectionField]:
        """What is typed so that there is somebody to call."""

    #: The field without which there is nobody to call.
    address_field: str
    #: Called at intervals; otherwise only when a command is queued.
    scheduled: bool
    #: Sessions may go on to receive live events.
    can_listen: bool

    def check(self, values: Mapping[str, Any]) -> None:
        """:raises Misaddressed: for values no connection can have."""

    def describe(self, values: Mapping[str, Any]) -> str:
        """Return a short name of the address, before the serial number is known."""

    def session(
        self, values: Mapping[str, Any], plan: SessionPlan, limits: Limits
    ) -> Session:
        """Return a session, which connects at its first step."""

    def diagnose(self, values: Mapping[str, Any], limits: Limits) -> Diagnosis:
        """Return what a connection test finds; never raises."""


@dataclass(frozen=True, slots=True)
class ReadBack:
    """How a command's success is verified by reading the terminal.

    :param is_unverified: ``(code, kind)``: only reading back shows what became of it.
    :param difference: ``(kind, payload, upload)``: why what was read does not show that the
        command was carried out, ``None`` where it does.
    """

    is_unverified: Callable[[int | None, str], bool]
    difference: Callable[[str, Mapping[str, Any], Upload], Reason | str | None]


@dataclass(frozen=True, slots=True)
class Commands:
    """What a terminal can be told.

    :param capabilities: dialect to the kinds of ``commands.KINDS`` it has words for.
    :param encode: ``(kind, payload, dialect, *, known)``: the text that is queued.
    :param steps: the same arguments: the commands it takes, in order.
    :param explain: ``(code, kind, dialect)``: whether it succeeded, and the reason.
    :param pending_code: of a result that says a later one will come.
    :param answer_bytes: most bytes of commands in one answer, 0: one at a time.
    :param command_bytes: most bytes of one command.
    :param max_attempts: how often a command nobody answers is sent.
    :param unanswered: kinds that are done once they are handed over.
    :param needs_presence: ``encode`` and ``steps`` want ``known["present"]``: ``yes`` or
        ``no``, whether the terminal has the user.
    """

    capabilities: Mapping[str, frozenset[str]]
    encode: Callable[..., str]
    steps: Callable[..., list[tuple[str, dict[str, Any]]]]
    explain: Callable[[int | None, str, str], tuple[bool, Any]]
    pending_code: int
    answer_bytes: int
    command_bytes: int
    max_attempts: int = 5
    unanswered: frozenset[str] = frozenset()
    needs_presence: bool = False
    read_back: ReadBack | None = None


@dataclass(frozen=True, slots=True)
class Templates:
    """Whose templates a terminal reads.

    :param family: brands of one family read each other's templates.
    :param exact_version: one is only written where its version is known to be the
        terminal's own.
    """

    family: str
    exact_version: bool = False


@dataclass(frozen=True, slots=True)
class Guide:
    """What a person types into the terminal or the vendor's software. Sentences are marked.

    :param menu: where.
    :param entries: what of the address is typed, in order: ``host``, ``port``, ``https``
        or ``url``.
    :param secret_path: what follows a secret address.
    :param url: what follows the server's address, ``%s`` in it is the serial number.
    :param key_label: what the vendor calls the communication key, ``""`` for none.
    :param security: what to know of a protocol without a key.
    :param directions: what its function keys mean.
    """

    menu: str = ""
    entries: tuple[str, ...] = ()
    secret_path: str = ""
    url: str = ""
    key_label: str = ""
    security: str = ""
    directions: str = ""


@dataclass(frozen=True, slots=True)
class Access:
    """How people are kept off a terminal outside their days.

    :param enforcement: dialect to what is proposed for it: ``removal``, ``group`` or
        ``dates``; ``removal`` where it is not named.
    """

    enforcement: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Brand:
    """One brand of terminals.

    :param key: stored with each device.
    :param label: marked for translation.
    :param dialects: of the protocol, with labels; the first is that of a terminal nobody
        has heard yet.
    :param decode: ``(table, body, *, name="")``: an upload to its records.
    :param directions: state key to direction.
    :param verify_labels: code of a punch to how the person was recognised.
    :param messages: code of a reason to its sentence, marked.
    """

    key: str
    label: str
    dialects: Mapping[str, str]
    decode: Callable[..., Upload]
    directions: Mapping[int, str] = field(default_factory=dict)
    verify_labels: Mapping[int, str] = field(default_factory=dict)
    push: Push | None = None
    poll: Poll | None = None
    commands: Commands | None = None
    templates: Templates | None = None
    guide: Guide = Guide()
    access: Access = Access()
    messages: Mapping[str, str] = field(default_factory=dict)

    @property
    def dialect(self) -> str:
        """Of a terminal nobody has heard yet."""
        return next(iter(self.dialects))

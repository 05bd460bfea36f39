"""The interface every brand of terminals implements: one object for each capability.

A brand without a capability has ``None`` in its place. Code outside the brand's own
folder tests for the capability, never for the brand.
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
    """URL patterns of Odoo that terminals call, with their HTTP methods and body limit.

    :param patterns: in the syntax of Odoo's routes; ``<string:path_token>`` stands for the
        secret part of an address.
    :param max_body_bytes: a body this long or longer is refused.
    """

    patterns: tuple[str, ...]
    methods: tuple[str, ...]
    max_body_bytes: int


@dataclass(frozen=True, slots=True)
class AnyPath:
    """How nginx recognises requests of a brand whose terminals call at any path.

    :param header: nginx's variable of a header only these terminals send.
    :param forms: regular expression of the paths at which they post without that header.
    :param route: the last part of the Odoo route their requests are passed to.
    :param error_headers: headers of nginx's own answer when a request fails.
    """

    header: str
    forms: str
    route: str
    error_headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ListenerRules:
    """What the nginx in front of Odoo does for the terminals of a brand.

    :param path: URL path a person types into the terminal after address and port.
    :param locations: regular expressions of the paths its terminals call, without the
        first slash; secret addresses need none.
    :param serial: nginx's variable that holds the serial number, such as ``arg_sn``.
    :param headers: name of a header the terminal sends to the name Odoo receives it under.
    :param plain_http_only: its terminals do not support TLS.
    :param required: Odoo cannot read its requests unless they come through the listener.
    :param any_path: set where its terminals call at any path.
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
    """How a message that a terminal sends in several requests is put together.

    :param place: ``(numbers of the parts kept, number of this part)`` to what to do with
        it: ``store``, ``restart`` (delete the kept parts, then store), ``complete`` (it is
        the last), ``gap`` (an earlier one is missing) or ``negative`` (invalid number).
    :param join: ``({number: part}, last part)`` to the message; raises ``ProtocolError``.
    :param shown: a part to the text of it that may be stored for people to read.
    :param minutes_kept: after how many minutes an incomplete message is dropped.
    """

    place: Callable[[Collection[int], int], str]
    join: Callable[[Mapping[int, bytes], bytes], bytes]
    shown: Callable[[bytes], str]
    minutes_kept: int


@dataclass(frozen=True, slots=True)
class Encryption:
    """How the encrypted requests of a brand's gateway are decrypted.

    :param key_characters: length of a key.
    :param decrypt: ``(call, keys)`` to the decrypted call, ``None`` where no key fits;
        raises ``ProtocolError`` where the decrypted content is not of the protocol.
    """

    key_characters: int
    decrypt: Callable[[Call, Sequence[str]], Call | None]


class Push(Protocol):
    """Capability: terminals call Odoo over HTTP, and Odoo answers."""

    paths: Sequence[Path]
    listener: ListenerRules = ListenerRules()
    #: One caller sends for many terminals, so a call without communication key is refused.
    key_required: bool = False
    #: The caller repeats a request until it is acknowledged and sends nothing else before:
    #: what cannot be stored as records is kept as a message and acknowledged too.
    must_acknowledge: bool = False
    #: Its calls include the time of the terminal's clock.
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
        """Return a request parsed to a ``Call``.

        :raises ProtocolError: for a request that does not follow the protocol.
        """

    def answer(self, call: Call | None, outcome: Outcome) -> Response:
        """Return the HTTP response for the terminal.

        :param call: ``None`` where the request could not be read.
        """

    def proof(self, call: Call, body: bytes) -> str | None:
        """Return the communication key sent, ``None`` where there is no place for one."""
        return call.key

    def serial_in_query(self, query: Mapping[str, str]) -> str:
        """Return the serial number in a query, ``""`` for none. The call may be invalid."""
        return ""

    def read_status(self, call: Call, body: bytes) -> Status | None:
        """Return the terminal's status from the body of a call that carries no records."""
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
        """Return a body as text without secrets, to be stored as a message and decoded again."""
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
    """Capability: Odoo calls the terminal, or the gateway in front of it.

    ``values`` are those of the connection fields by name, and ``serial``, ``dialect``,
    ``tz``, ``encryption_key`` and ``previous_encryption_key`` of the device.
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
    """How the success of a command is verified by reading the terminal afterwards.

    :param is_unverified: ``(code, kind)`` to whether the code does not tell if the command
        succeeded.
    :param difference: ``(kind, payload, upload)`` to the reason why the records read do not
        show that the command was carried out, ``None`` where they do.
    """

    is_unverified: Callable[[int | None, str], bool]
    difference: Callable[[str, Mapping[str, Any], Upload], Reason | None]


@dataclass(frozen=True, slots=True)
class Commands:
    """Capability: commands Odoo can send to a terminal.

    :param capabilities: dialect to the kinds of ``commands.KINDS`` that it supports.
    :param encode: ``(kind, payload, dialect, *, known)`` to the text that is queued.
    :param steps: the same arguments to the list of ``(kind, payload)`` that the command is
        split into, in order.
    :param explain: ``(code, kind, dialect)`` to ``(succeeded, reason)``.
    :param pending_code: result code which means that the real result follows later.
    :param answer_bytes: most bytes of commands in one answer, 0: one at a time.
    :param command_bytes: most bytes of one command.
    :param max_attempts: how often a command without a result is sent.
    :param unanswered: kinds without a result: they are done once they are handed over.
    :param needs_presence: ``encode`` and ``steps`` need ``known["present"]``, ``yes`` or
        ``no``: whether the terminal has the user.
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
    """Which biometric templates a terminal accepts.

    :param family: brands of one family accept each other's templates.
    :param exact_version: only templates known to be of the same version as the terminal's
        algorithm are written to it.
    """

    family: str
    exact_version: bool = False


@dataclass(frozen=True, slots=True)
class Guide:
    """Instructions shown to a person who sets up a terminal; sentences are marked.

    :param menu: the menu of the terminal or of the vendor's software to open.
    :param entries: which parts of the address to type, in order: ``host``, ``port``, ``https``
        or ``url``.
    :param secret_path: path to append to a secret address.
    :param url: path to append to the server's address; ``%s`` is the serial number.
    :param key_label: what the vendor calls the communication key, ``""`` for none.
    :param security: warning about a protocol without a key.
    :param directions: what the terminal's function keys mean.
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
    """How a user is kept from punching at a terminal outside the days of their access.

    :param enforcement: dialect to the method proposed: ``removal`` (delete the user),
        ``group`` or ``dates``; ``removal`` for a dialect that is not a key.
    """

    enforcement: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Brand:
    """One brand of terminals.

    :param key: stored with each device.
    :param label: marked for translation.
    :param dialects: key to label of the protocol's dialects; the first is assumed for a
        terminal that has not connected yet.
    :param decode: ``(table, body, *, name="")`` to the records of an upload.
    :param directions: state key to direction.
    :param verify_labels: code of a punch to what the person was recognised by, marked; more
        than one are joined to a list in the reader's language.
    :param messages: code of a reason to its sentence, marked.
    """

    key: str
    label: str
    dialects: Mapping[str, str]
    decode: Callable[..., Upload]
    directions: Mapping[int, str] = field(default_factory=dict)
    verify_labels: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    push: Push | None = None
    poll: Poll | None = None
    commands: Commands | None = None
    templates: Templates | None = None
    guide: Guide = Guide()
    access: Access = Access()
    messages: Mapping[str, str] = field(default_factory=dict)

    @property
    def dialect(self) -> str:
        """The dialect assumed for a terminal that has not connected yet."""
        return next(iter(self.dialects))

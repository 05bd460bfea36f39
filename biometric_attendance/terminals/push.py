"""The capability *push*: terminals call Odoo over HTTP, and Odoo answers."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from .calls import Acknowledgement, Call, Outcome, Response, Status
from .records import CommandResult, Upload
from .text import decode_text, redacted

#: Statuses of answers that terminals get from Odoo itself.
_ANSWERED = frozenset({200, 400, 403, 404, 413})
#: Those that stay the same however often a call is sent.
_REFUSED = frozenset({400, 413})


def header(headers: Mapping[str, str], name: str) -> str:
    """Return the header of a name in any case, ``""`` for none."""
    found = (value for key, value in headers.items() if key.lower() == name.lower())
    return next(found, "")


@dataclass(frozen=True, slots=True)
class Path:
    """URL patterns of Odoo that terminals call, with their HTTP methods and body limit.

    :param patterns: in the syntax of Odoo's routes. What a pattern captures is not passed
        on: ``read_call`` reads the path itself. For secret addresses there is one more that
        begins with ``/biometric/<string:path_token>/``.
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
        first slash; each begins with a plain word, by which secrets are hidden from Odoo's
        log too. Secret addresses need none.
    :param serial: nginx's variable that holds the serial number, such as ``arg_sn``;
        ``""``: it is in the path, and requests are limited by address alone.
    :param headers: name of each header the brand reads to the name Odoo receives it under,
        never one with an underscore. Others do not arrive.
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

    :param classify: ``(numbers of the parts kept, number of this part)`` to what to do with
        it: ``store``, ``restart`` (delete the kept parts, then store), ``complete`` (it is
        the last), ``gap`` (an earlier one is missing) or ``negative`` (invalid number).
    :param join: ``({number: part}, last part)`` to the message; raises ``ProtocolError``.
    :param shown: a part to the text of it that may be stored for people to read.
    :param minutes_kept: after how many minutes an incomplete message is dropped.
    :param is_whole: whether bytes are surely a message by themselves, not the end of one.
    """

    classify: Callable[[Collection[int], int], str]
    join: Callable[[Mapping[int, bytes], bytes], bytes]
    shown: Callable[[bytes], str]
    minutes_kept: int
    is_whole: Callable[[bytes], bool]


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
    #: One caller sends for many terminals, so a call without communication key is refused:
    #: each call proves who sends it, as a key that is sent once does not.
    key_required: bool = False
    #: The caller repeats a request until it is acknowledged and sends nothing else before:
    #: what cannot be stored as records is kept as a message and acknowledged too.
    must_acknowledge: bool = False
    #: Terminals call every few minutes, also with nothing to send, so that silence of one
    #: says that something is wrong.
    calls_when_idle: bool = True
    #: Most new rows that are stored of one body; the caller has to repeat it for the rest.
    max_new_rows: int = 20_000
    #: Its calls include the time of the terminal's clock.
    reports_clock: bool = False
    #: Some terminals write names in the character set of their language: the brand's
    #: ``decode`` takes it as ``encoding``, and a ``Handover`` is encoded in it.
    has_encodings: bool = False
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

    def is_answer(self, response: Response) -> bool:
        """Return whether an answer is of the protocol, not the page of a server between."""
        kind = header(response.headers, "Content-Type").lower()
        return response.status in _ANSWERED and "html" not in kind

    def read_acknowledgement(self, response: Response) -> Acknowledgement:
        """Return what Odoo's answer to a call says of its rows; it may be of anybody."""
        status = response.status
        if self.is_answer(response) and status == 200:
            return Acknowledgement("stored")
        state = "refused" if status in _REFUSED else "later"
        return Acknowledgement(state, f"http_{status}")

    def max_body_bytes(self, path: str, query: Mapping[str, str]) -> int | None:
        """Return how long a body of rows may be unless a setting of the server differs.

        :return: ``None`` where what it carries may be as long as its ``Path`` allows.
        """
        return None

    def key_sent(self, call: Call, body: bytes) -> str | None:
        """Return the communication key sent, ``None`` where there is no place for one."""
        return call.key

    def serial_in_query(self, query: Mapping[str, str]) -> str:
        """Return the serial number in a query, ``""`` for none. The call may be invalid."""
        return ""

    def read_misdirected(
        self,
        path: str,
        query: Mapping[str, str],
        method: str,
        headers: Mapping[str, str],
    ) -> str | None:
        """Recognise a request that came to a path no terminal of the brand has to call.

        :return: the serial number it names, ``""`` if it names none; ``None`` where the
            sender is no terminal of the brand.
        """
        return None

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

    def without_secrets(self, body: bytes, *, encoding: str = "utf-8") -> str:
        """Return a body as text without secrets, to be stored as a message and decoded again.

        :param encoding: see ``has_encodings``.
        """
        return redacted(decode_text(body, encoding))

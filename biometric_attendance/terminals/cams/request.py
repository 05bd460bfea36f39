"""What a callback is, from its query and its body.

    POST /biometric/<secret>/cams          POST /cams/biometric-api3.0/?stgid=ZHM11..&db=..

The serial and the token stand in the body, which is therefore read whole here; a body
that is encrypted keeps them to itself until it is opened with the keys of the terminal,
which then has to be told from the secret in the path or from ``stgid``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..errors import ProtocolError
from ..text import storable
from .bodies import Said, read_body
from .callbacks import kinds_of
from .encryption import open_sealed, sealed_part
from .results import reference_of

_SERIAL = 64
#: Names of an answer to a call of ours, in which there is no token.
_ANSWER = ("PunchLog", "UserInfo", "DeviceInformation", "OperationData")
#: Kinds of calls that have a body: all, even those nobody knows.
CARRYING = frozenset({"form", "request", "realtime", "sealed", "answer", "unknown"})


@dataclass(frozen=True, slots=True)
class Call:
    """One callback, understood.

    :param kind: ``form`` (v1), ``request`` (v2), ``realtime`` (v3), ``sealed`` (to be
        opened first, see :func:`unseal`), ``answer`` (rows like those of a call of ours,
        which nobody can prove to be from the gateway) or ``unknown``.
    :param serial: what the body calls the terminal, else ``stgid``, else ``""``; printable,
        up to 64 characters.
    :param dialect: ``v1``, ``v2``, ``v3``, ``None`` where the body does not tell.
    :param key: the token, to be compared in constant time; ``""`` if there is none.
    :param table: the operation or kind, in the gateway's word.
    :param reference: ours, in a late answer to a command; see ``decode_results``.
    :param tag: ``stgid`` of the query, should the serial not be known.
    :param body: what ``decode_upload`` reads.
    :param opened_with: the security key it was sealed with, where it was.
    """

    kind: str
    serial: str = ""
    dialect: str | None = None
    key: str = field(default="", repr=False)
    table: str = ""
    reference: str = ""
    tag: str = ""
    body: bytes = field(default=b"", repr=False)
    opened_with: str = field(default="", repr=False)


def proof(call: Call, body: bytes) -> str | None:
    """The token; ``""`` where there is none, ``None`` where it is sealed still.

    :param body: not looked at, the call has read it.
    """
    return None if call.kind == "sealed" else call.key


def named(query: Mapping[str, str]) -> str:
    """The terminal an address names, whatever came in there; ``""`` for none."""
    said = {name.lower(): value for name, value in query.items()}
    return _serial(said.get("stgid", ""))


def read_call(
    path: str,
    query: Mapping[str, str],
    method: str,
    *,
    headers: Mapping[str, str],
    body: bytes,
) -> Call:
    """Name what came in.

    :param path: not looked at: every way in takes every generation.
    :param query: decoded parameters, their names in any case.
    :param headers: the content type is not looked at, since it says JSON of ciphertext.
    :param body: as received, at most ``bodies.MOST`` bytes.
    :raises ProtocolError: for a body that is none of the protocol's, or compressed.
    """
    tag = named(query)
    if method.upper() != "POST":
        return Call("unknown", serial=tag, tag=tag)
    sent = {name.lower(): value for name, value in headers.items()}
    if sent.get("content-encoding", "identity").strip().lower() != "identity":
        raise ProtocolError("The body is compressed, which a gateway never does.")
    return _understand(body, tag)


def unseal(call: Call, keys: Sequence[str]) -> Call | None:
    """What a sealed call says, ``None`` where no key opens it.

    The terminal the keys were taken from is ``call.serial`` or of the path: a serial
    within that is another's has to be refused like a wrong token.

    :param keys: the current one first, then the previous one.
    :raises ProtocolError: for what opens, and is nothing of the protocol's.
    """
    for key in keys:
        plain = open_sealed(call.body, [key])
        if plain is not None:
            return replace(_understand(plain, call.serial), opened_with=key)
    return None


def _understand(body: bytes, tag: str) -> Call:
    said = read_body(body)
    if sealed_part(said):
        v2 = isinstance(said, Said)
        serial = _serial(said.text("ServiceTagId")) if v2 else ""
        return Call(
            "sealed",
            serial=serial or tag,
            dialect="v2" if v2 else "v3",
            table="sealed",
            tag=tag,
            body=body,
        )
    for name, (kind, dialect) in _KINDS.items():
        if said.of(name) is not None:
            return _call(said, kind, dialect, tag, body)
    return _call(said, "unknown", None, tag, body)


_KINDS = {
    "ApiRequestInfo": ("request", "v2"),
    "RealTime": ("realtime", "v3"),
    "Load": ("realtime", "v3"),
    **dict.fromkeys(_ANSWER, ("answer", None)),
    "att_time": ("form", "v1"),
}


def _call(said: Said, kind: str, dialect: str | None, tag: str, body: bytes) -> Call:
    inner = said.object("ApiRequestInfo") or said.object("RealTime")
    named = _serial(
        inner.text("SerialNumber") or said.text("ServiceTagId", "stgid", "SerialNumber")
    )
    token = inner.text("AuthToken") or said.text("AuthToken", "auth_token")
    return Call(
        kind,
        serial=named or tag,
        dialect=dialect,
        key=token,
        table=_table(said, kind),
        reference=reference_of(inner) if kind == "request" else "",
        tag=tag,
        body=body,
    )


def _table(said: Said, kind: str) -> str:
    if kind == "request":
        word = said.object("ApiRequestInfo").text("Operation")
    elif kind == "realtime":
        word = next(iter(kinds_of(said.object("RealTime"))), "Load")
    else:
        word = kind
    return storable(word)[:_SERIAL]


def _serial(text: str) -> str:
    """A serial of a body or of a query, which writes it twice now and then."""
    text = text.partition("?")[0].strip()
    return text if len(text) <= _SERIAL and text.isprintable() else ""

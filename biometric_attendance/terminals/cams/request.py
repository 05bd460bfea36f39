"""What a callback is, from its query and its body.

    POST /biometric/<secret>/cams          POST /cams/biometric-api3.0/?stgid=ZHM11..&db=..

The serial and the token stand in the body, which is therefore read whole here; a body
that is encrypted keeps them to itself until it is opened with the keys of the terminal,
which then has to be told from the secret in the path or from ``stgid``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ..calls import Call
from ..errors import ProtocolError
from ..text import storable
from .bodies import Fields, read_body
from .callbacks import real_time_kinds
from .encryption import ciphertext_in, decrypt_body
from .results import read_reference

_SERIAL = 64
#: Names of an answer to a call of ours, in which there is no token.
_ANSWER = ("PunchLog", "UserInfo", "DeviceInformation", "OperationData")


@dataclass(frozen=True, slots=True)
class CamsCall(Call):
    """One callback of a gateway.

    :ivar serial: what the body calls the terminal, else ``stgid``, else ``""``.
    :ivar dialect: ``v1``, ``v2``, ``v3``, ``None`` where the body does not tell.
    :ivar key: the token; ``""`` if there is none, ``None`` where it is encrypted.
    :ivar table: the operation or kind, in the gateway's word.
    :param shape: ``form`` (v1), ``request`` (v2), ``realtime`` (v3), ``encrypted``,
        ``answer`` (rows like those of a call of ours, which nobody can prove to be from
        the gateway) or ``unknown``.
    :param tag: ``stgid`` of the query, should the serial not be known.
    """

    shape: str = "unknown"
    tag: str = ""


def serial_in_query(query: Mapping[str, str]) -> str:
    """Return the terminal an address names, whatever came in there; ``""`` for none."""
    fields = {name.lower(): value for name, value in query.items()}
    return _serial(fields.get("stgid", ""))


def read_call(
    path: str,
    query: Mapping[str, str],
    method: str,
    *,
    headers: Mapping[str, str],
    body: bytes,
) -> CamsCall:
    """Return what came in.

    :param path: not looked at: every way in takes every generation.
    :param query: decoded parameters, their names in any case.
    :param headers: the content type is not looked at, since it says JSON of ciphertext.
    :param body: as received, at most ``bodies.MAX_BODY_BYTES`` bytes.
    :raises ProtocolError: for a body that is none of the protocol's, or compressed.
    """
    tag = serial_in_query(query)
    if method.upper() != "POST":
        return CamsCall("unknown", serial=tag, tag=tag)
    sent = {name.lower(): value for name, value in headers.items()}
    if sent.get("content-encoding", "identity").strip().lower() != "identity":
        raise ProtocolError("body_compressed")
    return _make_call(body, tag)


def decrypt(call: Call, keys: Sequence[str]) -> CamsCall | None:
    """Return what an encrypted call says, ``None`` where no key opens it.

    The terminal the keys were taken from is ``call.serial`` or of the path: a serial
    within that is another's has to be refused like a wrong token.

    :param keys: the current one first, then the previous one.
    :raises ProtocolError: for what opens, and is nothing of the protocol's.
    """
    for key in keys:
        plain = decrypt_body(call.body or b"", [key])
        if plain is not None:
            return replace(_make_call(plain, call.serial), encryption_key=key)
    return None


def _make_call(body: bytes, tag: str) -> CamsCall:
    fields = read_body(body)
    if isinstance(fields, str) or ciphertext_in(fields):
        v2 = isinstance(fields, Fields)
        serial = (
            _serial(fields.text("ServiceTagId")) if isinstance(fields, Fields) else ""
        )
        return CamsCall(
            "encrypted",
            serial=serial or tag,
            dialect="v2" if v2 else "v3",
            table="encrypted",
            shape="encrypted",
            tag=tag,
            body=body,
        )
    for name, (shape, dialect) in _SHAPES.items():
        if fields.value(name) is not None:
            return _call(fields, shape, dialect, tag, body)
    return _call(fields, "unknown", None, tag, body)


_SHAPES = {
    "ApiRequestInfo": ("request", "v2"),
    "RealTime": ("realtime", "v3"),
    "Load": ("realtime", "v3"),
    **dict.fromkeys(_ANSWER, ("answer", None)),
    "att_time": ("form", "v1"),
}


def _call(
    fields: Fields, shape: str, dialect: str | None, tag: str, body: bytes
) -> CamsCall:
    inner = fields.object("ApiRequestInfo") or fields.object("RealTime")
    named = _serial(
        inner.text("SerialNumber")
        or fields.text("ServiceTagId", "stgid", "SerialNumber")
    )
    token = inner.text("AuthToken") or fields.text("AuthToken", "auth_token")
    return CamsCall(
        "upload",
        serial=named or tag,
        dialect=dialect,
        key=token,
        table=_table(fields, shape),
        reference=read_reference(inner) if shape == "request" else "",
        shape=shape,
        tag=tag,
        body=body,
    )


def _table(fields: Fields, shape: str) -> str:
    if shape == "request":
        word = fields.object("ApiRequestInfo").text("Operation")
    elif shape == "realtime":
        word = next(iter(real_time_kinds(fields.object("RealTime"))), "Load")
    else:
        word = shape
    return storable(word)[:_SERIAL]


def _serial(text: str) -> str:
    """A serial of a body or of a query, which writes it twice now and then."""
    text = text.partition("?")[0].strip()
    return text if len(text) <= _SERIAL and text.isprintable() else ""

"""Parse a terminal's HTTP request to an ``AdmsCall``, from its path and query alone.

    /<secret>/iclock/[iclock/]cdata[.aspx]?SN=..&table=ATTLOG&Stamp=9999
    /iclock/querydata?SN=..&type=tabledata&cmdid=415&tablename=user&count=3&packcnt=1
            &packidx=1
    /iclock/cdata?SN=..&type=BioData                 (a template enrolled from here)

A terminal is always the client; its serial in the query is its only identity.
"""

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..calls import Call
from ..errors import ProtocolError
from ..records import DeviceInfo
from ..text import number, storable
from .device_info import decode_info
from .languages import encoding_of_language

#: A body this long or longer is refused, compressed or not.
MAX_BODY_BYTES = 2**24
#: Path after ``/iclock/`` and method to what is asked; ``*`` is any method.
_KINDS = {
    ("cdata", "GET"): "handshake",
    ("cdata", "POST"): "upload",
    ("fdata", "POST"): "upload",
    ("edata", "POST"): "upload",
    ("querydata", "POST"): "upload",
    ("getrequest", "*"): "command_request",
    ("devicecmd", "POST"): "result",
    ("ping", "*"): "ping",
    ("rtdata", "GET"): "time",
    ("registry", "POST"): "registration",
    ("push", "*"): "settings",
    ("exchange", "POST"): "exchange",
}
_DIALECT_OF_TYPE = {
    "acc": "security",
    "att": "attendance",
    "pid": "attendance",
    "middle east": "attendance",
}
_DIALECT_OF_TABLE = {
    **dict.fromkeys(
        ("RTLOG", "RTSTATE", "IRSTATE", "TABLEDATA", "TRANSACTION"), "security"
    ),
    **dict.fromkeys(("ATTLOG", "OPERLOG", "ATTPHOTO", "ERRORLOG"), "attendance"),
}
_DIALECT_OF_PATH = dict.fromkeys(
    ("registry", "push", "rtdata", "querydata"), "security"
)
_PHOTO_TABLES = {"ATTPHOTO", "BIOPHOTO", "USERPIC"}
_NAME = re.compile(r"\w{1,32}", re.ASCII).fullmatch


@dataclass(frozen=True, slots=True)
class AdmsCall(Call):
    """One request of a terminal that pushes.

    Further kinds: ``ping`` and ``exchange`` (of keys).

    :ivar table: in capitals.
    :ivar name: ``tablename``, letters, digits and ``_`` only: it is echoed.
    :param stamp: decimal digits, ``""`` if none or anything else was sent: a stamp is
        echoed to the terminal later, so nothing but a number may come through.
    :param command: id of the command whose answer the rows are, ``""`` if none.
    :param count: how many rows the terminal says there are.
    """

    stamp: str = ""
    push_version: str = ""
    device_type: str = ""
    command: str = ""
    count: int | None = None


def read_call(
    path: str,
    query: Mapping[str, str],
    method: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
) -> AdmsCall:
    """Return the request as a call.

    :param path: any path; only what follows its last ``/iclock/`` counts.
    :param query: decoded parameters, their names in any case.
    :param method: ``GET`` or ``POST``.
    :param body: looked at where it is compressed.
    :raises ProtocolError: on a known path, for a serial number that is missing, too long
        or not printable; for a body that is cut or compressed otherwise than by gzip.
    """
    endpoint = path.lower().rpartition("/iclock/")[2].strip("/").removesuffix(".aspx")
    method = method.upper()
    parameters = {name.lower(): value for name, value in query.items()}
    kind = _kind(endpoint, method, parameters)
    serial = _serial(parameters.get("sn", ""))
    if not serial and kind != "unknown":
        raise ProtocolError("serial_missing")
    table = _table(endpoint, kind, parameters)
    device_type, version = _word(parameters, "devicetype"), _word(parameters, "pushver")
    info = storable(parameters.get("info", ""))[:1000] if method == "GET" else ""
    return AdmsCall(
        kind=kind,
        serial=serial,
        table=table,
        method=method,
        stamp=_stamp(parameters),
        key=storable(parameters.get("pushcommkey", "")),
        push_version=version,
        device_type=device_type,
        info=_info(parameters, info),
        dialect=_dialect(endpoint, table, device_type, version),
        name=_name(parameters),
        pin=_word(parameters, "pin"),
        command=_word(parameters, "cmdid"),
        count=number(parameters.get("count", "")),
        body=_decompressed(headers or {}, body),
    )


def _decompressed(headers: Mapping[str, str], body: bytes) -> bytes | None:
    """Return the body of a compressed request, ``None`` where it came as it is.

    :raises ProtocolError: for one that is cut, too large or compressed in another way.
    """
    sent = {name.lower(): value for name, value in headers.items()}
    encoding = sent.get("content-encoding", "").strip().lower()
    if encoding in ("", "identity"):
        return None
    stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        plain = stream.decompress(body, MAX_BODY_BYTES)
    except zlib.error as error:
        raise ProtocolError("body_not_gzip") from error
    if encoding not in ("gzip", "x-gzip") or not stream.eof:
        raise ProtocolError("body_not_gzip")
    return plain


def _info(parameters: Mapping[str, str], text: str) -> DeviceInfo | None:
    """Return what the terminal says of itself in the query: its counts, its language."""
    encoding = encoding_of_language(parameters.get("language", ""))
    info = decode_info(text) if text else DeviceInfo()
    return replace(info, encoding=encoding) if text or encoding else None


def carries_photos(path: str, query: Mapping[str, str]) -> bool:
    """Whether the body of a request holds photos, each as long as hundreds of rows."""
    parameters = {name.lower(): value for name, value in query.items()}
    words = [_word(parameters, name) for name in ("table", "type", "tablename")]
    return "/fdata" in path.lower() or not _PHOTO_TABLES.isdisjoint(
        word.upper() for word in words
    )


def _kind(endpoint: str, method: str, parameters: Mapping[str, str]) -> str:
    kind = _KINDS.get((endpoint, method)) or _KINDS.get((endpoint, "*"), "unknown")
    if (
        kind == "handshake"
        and "options" not in parameters
        and {"table", "pin"} & parameters.keys()
    ):
        return "lookup"
    if kind == "time" and parameters.get("type", "").lower() != "time":
        return "unknown"
    return kind


def _table(endpoint: str, kind: str, parameters: Mapping[str, str]) -> str:
    """Return the table in capitals: ``table``, else ``type`` of an upload.

    Answers to queries and enrolments have ``type``; old firmware has a path of its own
    for photos.
    """
    default = _word(parameters, "type") if kind == "upload" else ""
    if endpoint == "fdata" and kind == "upload":
        default = "ATTPHOTO"
    return (_word(parameters, "table") or default).upper()


def _name(parameters: Mapping[str, str]) -> str:
    name = _word(parameters, "tablename")
    return name if _NAME(name) else ""


def _serial(text: str) -> str:
    text = text.strip()
    return text if len(text) <= 64 and text.isprintable() else ""


def _word(parameters: Mapping[str, str], name: str) -> str:
    return storable(parameters.get(name, "")).strip()[:64]


def _stamp(parameters: Mapping[str, str]) -> str:
    """Return the stamp's digits, ``""`` for none; old firmware names it after the table."""
    for name in ("stamp", "opstamp", "photostamp"):
        text = parameters.get(name, "")
        if text.isascii() and text.isdigit() and len(text) <= 20:
            return text
    return ""


def _dialect(endpoint: str, table: str, device_type: str, version: str) -> str | None:
    """Return the dialect by device type, else by table, path or protocol version.

    A terminal that takes itself for registered may send no version.
    """
    major = number(version.partition(".")[0])
    of_version = None if major is None else "security" if major >= 3 else "attendance"
    return (
        _DIALECT_OF_TYPE.get(device_type.lower())
        or _DIALECT_OF_TABLE.get(table)
        or _DIALECT_OF_PATH.get(endpoint)
        or of_version
    )

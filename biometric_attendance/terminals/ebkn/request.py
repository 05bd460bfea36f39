"""What a terminal's HTTP request asks for, from its headers.

    POST / HTTP/1.0
    request_code: realtime_glog       dev_id: C2610000000000AB
    trans_id: RTLogSendAction         blk_no: 0       blk_len: 140

The path says nothing: models use ``/``, ``//``, ``/hdata.aspx``, ``/fkwebserver/`` or
what was typed into their menu. Servers drop header names with underscores, so a
listener in front passes them on under other names, and lets nobody else send those.
There is no authentication in this protocol. Sources: the vendor's web server, captures
of five models.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ..calls import Call
from ..errors import ProtocolError
from .forms import is_form, read_form

#: Header of a terminal to the name under which the listener passes it on.
HEADERS = {
    "request_code": "X-Request-Code",
    "dev_id": "X-Dev-Id",
    "trans_id": "X-Trans-Id",
    "cmd_id": "X-Cmd-Id",
    "cmd_return_code": "X-Cmd-Return-Code",
    "cmd_code": "X-Cmd-Code",
    "blk_no": "X-Blk-No",
    "blk_len": "X-Blk-Len",
}
_KINDS = {"receive_cmd": "command_request", "send_cmd_result": "result"}
#: Begins every code of what a terminal sends by itself, also of those not known here.
_REALTIME = "realtime_"

_WORD = re.compile(r"[\x21-\x7e]{1,64}").fullmatch
_NUMBER = re.compile(r"-?\d{1,9}", re.ASCII).fullmatch


@dataclass(frozen=True, slots=True)
class EbknCall(Call):
    """One request of an EBKN terminal; what it sends by itself is an ``upload``.

    :ivar serial: ``dev_id``; may be empty if ``unknown``.
    :ivar table: the request code as sent, also of an unknown one.
    :ivar dialect: ``attendance``, or ``form`` for the first generation.
    :param return_code: of a result, as sent, ``""`` if none.
    :param length: what the terminal says the body measures, ``None`` if nothing.
    """

    return_code: str = ""
    length: int | None = None


def read_call(
    path: str,
    query: Mapping[str, str],
    method: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
) -> EbknCall:
    """Return what is asked for.

    :param path: of no meaning here.
    :param query: of no meaning here.
    :param method: only ``POST`` is known.
    :param headers: case-insensitive, names as in :data:`HEADERS`.
    :param body: looked at only where there is no request code.
    :raises ProtocolError: for a missing or absurd ``dev_id`` of a request we know.
    """
    fields = {name: _word(headers or {}, HEADERS[name]) for name in HEADERS}
    form: dict[str, str] = {}
    if not fields["request_code"] and is_form(body):
        form = read_form(body)
        fields |= {"request_code": form["page_id"], "dev_id": form.get("device_id", "")}
        fields |= {"trans_id": form.get("trans_id", "")}
    code = fields["request_code"] if _WORD(fields["request_code"]) else ""
    kind = _kind(code.lower()) if method.upper() == "POST" else "unknown"
    serial = fields["dev_id"]
    if len(serial) > 64 or not serial.isprintable():
        serial = ""
    if not serial and kind != "unknown":
        raise ProtocolError("dev_id_missing")
    # Families use one header or the other for the id.
    message = _safe(fields["trans_id"]) or _safe(fields["cmd_id"])
    return EbknCall(
        kind=kind,
        serial=serial,
        table=code.lower(),
        message=message,
        reference=message if kind == "result" else "",
        return_code=_safe(fields["cmd_return_code"]),
        part=_number(fields["blk_no"]) or 0,
        length=_number(fields["blk_len"]),
        dialect="form" if form else "attendance",
    )


def _kind(code: str) -> str:
    return _KINDS.get(code) or ("upload" if code.startswith(_REALTIME) else "unknown")


def _word(headers: Mapping[str, str], name: str) -> str:
    return (headers.get(name) or "").strip()


def _safe(text: str) -> str:
    """It goes back in a header of the answer."""
    return text if _WORD(text) else ""


def _number(text: str) -> int | None:
    return int(text) if _NUMBER(text) else None

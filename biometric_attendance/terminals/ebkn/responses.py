"""Responses to terminals. Their status line means nothing to a terminal; ``response_code`` does.

    200   response_code: OK   trans_id: 21   cmd_code: GET_LOG_DATA   <frame>

A 200 without ``response_code`` is sent again for ever, several times a second. Source:
the vendor's web server (the spelling of its codes is its own), captures of five models.
"""

import re
from collections.abc import Mapping

from ..calls import Call
from ..push import header

OK = "OK"
NO_COMMAND = "ERROR_NO_CMD"
#: Nothing was stored: the terminal keeps what it has, and sends it again.
TRY_AGAIN = "ERROR_DB_ACCESS"
UNREGISTERED = "ERROR_DEV_UNREGISTERED"
UNKNOWN_REQUEST = "ERROR_INVLAID_REQUEST_CODE"

#: What a terminal of the first generation is told where it is not ``OK``.
FORM_ERROR = "ERROR"

_FORM = re.compile(rb"\{result:(\w{1,20})\}").fullmatch
_TYPE = "application/octet-stream"


def encode_response(
    code: str,
    call: Call,
    *,
    command: tuple[str, str] | None = None,
    body: bytes = b"",
) -> tuple[dict[str, str], bytes]:
    """Return the headers and the body.

    Both names of the id are sent: families read one, and pass over the other.

    :param code: ``OK`` or one of the errors here and in ``blocks.PART_RESPONSES``.
    :param command: id and code of the command the body is the parameters of.
    """
    if call.dialect == "form":
        word = OK if code == OK else FORM_ERROR
        return {"Content-Type": "text/plain"}, b"{result:%s}" % word.encode()
    number, name = command or ("" if code == NO_COMMAND else call.message, "")
    headers = {"response_code": code, "trans_id": number, "cmd_id": number}
    if command or call.kind == "command_request":
        headers["cmd_code"] = name
    return {**headers, "Content-Type": _TYPE}, body


def response_code(headers: Mapping[str, str], body: bytes) -> str:
    """Return the code of a response to any dialect, ``""`` where it is none of these."""
    form = _FORM(body[:40])
    return header(headers, "response_code") or (form[1].decode() if form else "")

"""Responses to terminals. Their status line means nothing to a terminal; ``response_code`` does.

    200   response_code: OK   trans_id: 21   cmd_code: GET_LOG_DATA   <frame>

A 200 without ``response_code`` is sent again for ever, several times a second. Source:
the vendor's web server (the spelling of its codes is its own), captures of five models.
"""

from ..calls import Call

OK = "OK"
NO_COMMAND = "ERROR_NO_CMD"
#: Nothing was stored: the terminal keeps what it has, and sends it again.
TRY_AGAIN = "ERROR_DB_ACCESS"
UNREGISTERED = "ERROR_DEV_UNREGISTERED"
UNKNOWN_REQUEST = "ERROR_INVLAID_REQUEST_CODE"

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
        word = "OK" if code == OK else "ERROR"
        return {"Content-Type": "text/plain"}, b"{result:%s}" % word.encode()
    number, name = command or ("" if code == NO_COMMAND else call.message, "")
    headers = {"response_code": code, "trans_id": number, "cmd_id": number}
    if command or call.kind == "command_request":
        headers["cmd_code"] = name
    return {**headers, "Content-Type": _TYPE}, body

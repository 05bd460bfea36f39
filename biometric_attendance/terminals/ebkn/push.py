"""How EBKN terminals call, and what they are answered.

Only ``response_code`` counts, and every answer has one: without it a terminal sends the
same again, several times a second. An error of the server has none, and the listener adds
it.
"""

from ..calls import (
    Acknowledgement,
    Call,
    Handover,
    Outcome,
    PartKept,
    Rejected,
    Response,
    Status,
    Unfinished,
)
from ..errors import ProtocolError
from ..push import AnyPath, ListenerRules, Parts, Path, Push
from .blocks import (
    KEPT_MINUTES,
    PART_RESPONSES,
    classify_part,
    is_message,
    join_parts,
)
from .commands import encode_command_response
from .device_info import decode_poll
from .frames import decode_frame
from .guide import read_misdirected
from .request import HEADERS, read_call
from .responses import (
    FORM_ERROR,
    NO_COMMAND,
    OK,
    TRY_AGAIN,
    UNKNOWN_REQUEST,
    UNREGISTERED,
    encode_response,
    response_code,
)
from .results import decode_results
from .text import redacted

_NOBODY = Call("unknown", dialect="attendance")
#: Why a request is refused, to the answer; others get that of an unregistered terminal.
_REJECTED = {
    "unknown": UNKNOWN_REQUEST,
    "malformed": UNKNOWN_REQUEST,
    "full": TRY_AGAIN,
}

#: Answers after which the same is worth sending again. A form is told no reason.
_WAITS = {TRY_AGAIN, UNREGISTERED, FORM_ERROR}


class EbknPush(Push):
    """The terminal calls the address the listener gives it, whatever path it called."""

    paths = (
        Path(
            ("/biometric/ebkn", "/biometric/<string:path_token>/ebkn"),
            ("POST",),
            2**24,
        ),
    )
    listener = ListenerRules(
        path="/ebkn",
        serial="http_dev_id",
        headers=HEADERS,
        plain_http_only=True,
        required=True,
        # An answer without response_code would have the same sent again at once, for ever.
        any_path=AnyPath(
            header="http_request_code",
            forms=r"/(hdata\.aspx|ebkn/?|fkwebserver(/.*)?)?",
            route="ebkn",
            error_headers={"response_code": TRY_AGAIN},
        ),
    )
    parts = Parts(classify_part, join_parts, redacted, KEPT_MINUTES, is_message)
    reports_clock = True
    #: A whole log is one message, and a command for it is sent five times at most.
    max_new_rows = 200_000
    read_call = staticmethod(read_call)
    read_misdirected = staticmethod(read_misdirected)

    def without_secrets(self, body, *, encoding="utf-8"):
        return redacted(body)

    def read_status(self, call, body):
        if call.kind != "command_request":
            return None
        try:
            document, _blocks = decode_frame(body)
        except ProtocolError:
            return None
        return Status(*decode_poll(document))

    def read_results(self, call, body, kind, *, known, pins):
        result, upload = decode_results(call, body, kind, known=known, pins=pins)
        return [result], upload

    def is_answer(self, response):
        return bool(response_code(response.headers, response.body))

    def read_acknowledgement(self, response):
        code = response_code(response.headers, response.body)
        if code == OK:
            return Acknowledgement("stored")
        if not code:
            return Acknowledgement("later", f"http_{response.status}")
        return Acknowledgement("later" if code in _WAITS else "refused", code)

    def answer(self, call: Call | None, outcome: Outcome) -> Response:
        call = call or _NOBODY
        match outcome:
            case Rejected("bypass"):
                return Response(403, {"Content-Type": "text/plain"}, b"Forbidden\n")
            case Rejected(reason):
                answer = encode_response(_REJECTED.get(reason, UNREGISTERED), call)
            case Unfinished():
                answer = encode_response(TRY_AGAIN, call)
            case PartKept(place):
                answer = encode_response(PART_RESPONSES[place], call)
            case Handover(commands=[command, *_others]):
                answer = encode_command_response(*command, call)
            case Handover():
                answer = encode_response(NO_COMMAND, call)
            case _:
                answer = encode_response(OK, call)
        return Response(200, *answer)


PUSH = EbknPush()

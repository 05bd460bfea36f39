"""How terminals that push (ADMS) call, and what they are answered."""

import re
from typing import Any

from ..calls import (
    Acknowledgement,
    Call,
    Done,
    Found,
    Handover,
    Outcome,
    Registration,
    Rejected,
    Response,
    Settings,
    Status,
    Time,
    Unfinished,
)
from ..push import ListenerRules, Path, Push
from ..records import CommandResult
from .commands import encode_commands
from .guide import read_misdirected
from .lookup import encode_found
from .options import MAX_POST_BYTES, encode_check, encode_options, stamps_after
from .registration import (
    decode_registry,
    encode_push_options,
    encode_registry,
    encode_time,
    key_sent,
)
from .request import MAX_BODY_BYTES, AdmsCall, carries_photos, read_call
from .results import decode_results
from .uploads import OK, acknowledge, hold

#: A terminal whose server address was typed with a slash at its end doubles it.
_PATTERNS = (
    "/iclock/",
    "/iclock/<path:endpoint>",
    "/iclock//<path:endpoint>",
    "/biometric/<string:path_token>/iclock/<path:endpoint>",
    "/biometric/<string:path_token>/iclock//<path:endpoint>",
    "/biometric/<string:path_token>//iclock/<path:endpoint>",
)
#: Terminals are told a size, and some firmware counts it before it adds the last row.
MAX_ROWS_BYTES = 2 * MAX_POST_BYTES
#: Whoever else is refused is greeted and keeps its rows: a terminal that is not approved,
#: one that fails to prove who it is, and a stranger, who learns nothing of the others.
_REJECTED = {
    "malformed": (400, b"Bad request\n"),
    "unknown": (404, b"Not found\n"),
    "full": (503, hold()),
}


#: What :func:`.uploads.acknowledge` returns, and nothing a server between would say.
_IS_ACKNOWLEDGED = re.compile(rb"OK(?:: \d+)?\s*|\w+=\d+\s*").fullmatch


class AdmsPush(Push):
    """The terminal calls.

    The oldest firmware wants a plain body of known length, and no cookie.
    """

    paths = (
        Path(_PATTERNS, ("GET",), 2**16),
        Path(_PATTERNS, ("POST",), MAX_BODY_BYTES),
    )
    listener = ListenerRules(
        locations=("iclock(/.*)?",),
        serial="arg_sn",
        headers={"Content-Encoding": "Content-Encoding"},
    )
    has_encodings = True
    read_call = staticmethod(read_call)
    read_misdirected = staticmethod(read_misdirected)
    key_sent = staticmethod(key_sent)

    def max_body_bytes(self, path, query):
        return None if carries_photos(path, query) else MAX_ROWS_BYTES

    def read_status(self, call, body):
        if call.kind != "registration":
            return None
        return Status(decode_registry(body)[0])

    def read_results(self, call, body, kind, *, known, pins):
        results: list[CommandResult] = decode_results(body)
        return results, None

    def read_acknowledgement(self, response: Response) -> Acknowledgement:
        found = super().read_acknowledgement(response)
        if found.state == "stored" and not _IS_ACKNOWLEDGED(response.body):
            return Acknowledgement("later", "other_answer")
        return found

    def answer(self, call: Call | None, outcome: Outcome) -> Response:
        status, body = 200, OK
        match outcome:
            case Rejected(reason):
                status, body = _reject(call, reason)
            case Done(upload=upload) if upload and call:
                body = acknowledge(call.table, upload, name=call.name)
            case Unfinished():
                status, body = 503, hold()
            case Handover(commands, introduce, encoding):
                body = encode_check()
                if not introduce:
                    body = encode_commands(commands, encoding=encoding)
            case Found(user, encoding):
                body = encode_found(call.table if call else "", user, encoding)
            case Settings():
                body = _settings(call, outcome)
            case Registration(code):
                body = encode_registry(code)
            case Time(now, offset_minutes):
                body = encode_time(now, offset_minutes)
        return Response(status, {"Content-Type": "text/plain"}, body)


def _reject(call: Call | None, reason: str) -> tuple[int, bytes]:
    if reason in _REJECTED or not call:
        return _REJECTED.get(reason, (403, b"Forbidden\n"))
    return (200, OK) if call.method == "GET" else (503, hold())


def _settings(call: Call | None, outcome: Settings) -> bytes:
    wanted: dict[str, Any] = {"templates": outcome.templates, "photos": outcome.photos}
    session, code = outcome.session_code, outcome.registry_code
    if call and call.kind == "settings":
        return encode_push_options(session, **wanted)
    if outcome.dialect == "security":
        if not outcome.registered:
            return OK
        return encode_push_options(session, registry_code=code, **wanted)
    version = call.push_version if isinstance(call, AdmsCall) else ""
    last = outcome.last_punch
    return encode_options(
        outcome.serial,
        stamps=stamps_after(last, version) if last else {},
        offset_minutes=outcome.offset_minutes,
        **wanted,
    )


PUSH = AdmsPush()

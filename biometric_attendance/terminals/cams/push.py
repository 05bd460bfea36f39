"""How the CAMS gateway calls, and what it is answered."""

from ..calls import Call, Done, Outcome, Rejected, Response, Unfinished
from ..push import Encryption, ListenerRules, Path, Push
from .bodies import MAX_BODY_BYTES
from .encryption import KEY_BYTES
from .guide import read_misdirected
from .request import decrypt, read_call, serial_in_query
from .results import decode_results
from .uploads import acknowledge, without_secrets

#: Anything but "done" makes the gateway keep what it has and try again.
_REFUSED = b'{"status":"refused"}'
_STATUSES = {"malformed": 400, "full": 503}


class CamsPush(Push):
    """The gateway calls for its terminals."""

    paths = (
        Path(
            (
                "/biometric/<string:path_token>/cams",
                # Where the vendor's own module listens, for those who come from it.
                "/cams/biometric-api3.0",
            ),
            ("POST",),
            MAX_BODY_BYTES + 1,
        ),
    )
    listener = ListenerRules(
        path="/cams/biometric-api3.0/",
        locations=(r"cams/biometric-api3\.0/?",),
        serial="arg_stgid",
        headers={"Content-Encoding": "Content-Encoding"},
    )
    key_required = True
    must_acknowledge = True
    calls_when_idle = False
    encryption = Encryption(KEY_BYTES, decrypt)
    read_call = staticmethod(read_call)
    read_misdirected = staticmethod(read_misdirected)
    serial_in_query = staticmethod(serial_in_query)

    def without_secrets(self, body, *, encoding="utf-8"):
        return without_secrets(body)

    def read_results(self, call, body, kind, *, known, pins):
        return decode_results(body), None

    def answer(self, call: Call | None, outcome: Outcome) -> Response:
        status, body = 200, _REFUSED
        match outcome:
            case Rejected(reason):
                status = _STATUSES.get(reason, 403)
            case Unfinished():
                status = 503
            case Done(dialect=dialect, encryption_key=key):
                body = acknowledge(call.dialect if call else dialect, key=key)
        kind = "application/json" if body.startswith(b"{") else "text/plain"
        return Response(status, {"Content-Type": kind}, body)


PUSH = CamsPush()

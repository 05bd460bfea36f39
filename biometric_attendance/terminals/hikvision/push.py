"""How a terminal pushes, and what it is answered."""

from ..calls import Call, Done, Outcome, Rejected, Response
from ..push import ListenerRules, Path, Push
from .bodies import MAX_BODY_BYTES
from .request import read_call

#: Path after the secret address.
SECRET_PATH = "/hikvision"
_STATUSES = {"malformed": 400, "full": 503}


class HikvisionPush(Push):
    """The terminal calls at its secret address, which is all that tells it from others."""

    paths = (
        Path(
            (f"/biometric/<string:path_token>{SECRET_PATH}",),
            ("POST",),
            MAX_BODY_BYTES + 1,
        ),
    )
    listener = ListenerRules()
    # Some firmware sends no heartbeat; each terminal is polled, which shows that it lives.
    calls_when_idle = False
    read_call = staticmethod(read_call)

    def answer(self, call: Call | None, outcome: Outcome) -> Response:
        """Return an empty answer: terminals look at the status alone."""
        status = 503
        match outcome:
            case Rejected(reason):
                status = _STATUSES.get(reason, 403)
            case Done():
                status = 200
        return Response(status, {"Content-Type": "text/plain"}, b"")


PUSH = HikvisionPush()

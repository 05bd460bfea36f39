"""What a terminal's answers mean for a command."""

from ..reasons import Reason
from .codes import Ack

#: No answer of this protocol means "wait"; a code that never comes.
PENDING = -1
#: The terminal said yes, and reading it back shows otherwise.
NOT_KEPT = -11
_REFUSALS = {
    NOT_KEPT: "anviz_not_kept",
    Ack.FAILED: "refused",
    Ack.FULL: "anviz_full",
    Ack.NO_USER: "anviz_no_user",
    Ack.USER_EXISTS: "anviz_user_exists",
    Ack.TIMED_OUT: "refused",
}


def explain(code: int | None, kind: str, dialect: str) -> tuple[bool, Reason]:
    """Return whether a command succeeded, and why not."""
    if code is None:
        return False, Reason("no_result")
    if code == Ack.NO_USER and kind == "delete_user":
        return True, Reason("not_there")
    if code == Ack.OK:
        return True, Reason("done")
    if code in _REFUSALS:
        return False, Reason(_REFUSALS[code])
    return False, Reason("refused_with_code", {"code": code})

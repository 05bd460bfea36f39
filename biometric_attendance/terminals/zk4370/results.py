"""What a terminal's answers mean for a command."""

from ..reasons import Reason
from .codes import Reply
from .events import ENROLMENT

#: No answer of this protocol means "wait"; a code that never comes.
PENDING = -1
#: Not the terminal's: its list of users was read, and there is nobody with the PIN.
NOBODY = -10

_REFUSALS = {
    NOBODY: "no_such_user",
    Reply.ERROR: "refused",
    Reply.RETRY: "busy",
    Reply.REPEAT: "busy",
    Reply.UNAUTHORIZED: "unauthorized",
    Reply.UNKNOWN: "unknown_to_terminal",
    Reply.WRONG_COMMAND: "unknown_to_terminal",
    Reply.NOT_READY: "not_ready",
    Reply.WRONG_DATA: "values_invalid",
}
_DELETING = {"delete_user", "delete_template"}


def explain(code: int | None, kind: str, dialect: str) -> tuple[bool, Reason]:
    """Whether a command succeeded, and why not.

    A code that is not known is a failure: one model answers some of its own.

    :param code: the terminal's answer, for ``enroll`` also the result of its last event;
        :data:`NOBODY` where the user was not there to begin with.
    """
    if code is None:
        return False, Reason("no_result")
    if kind == "enroll" and code in ENROLMENT:
        return code == 0, Reason(ENROLMENT[code])
    if code == NOBODY and kind in _DELETING:
        return True, Reason("not_there")
    if code == Reply.OK:
        return True, Reason("done")
    if code in _REFUSALS:
        return False, Reason(_REFUSALS[code])
    return False, Reason("refused_with_code", {"code": code})

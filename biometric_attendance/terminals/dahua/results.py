"""What the outcome of a command means; the codes are ours but for those of HTTP."""

from ..reasons import Reason

#: No answer of this protocol means "wait"; a code that never comes.
PENDING = -1
DONE = 0
#: The terminal has no such user.
NOBODY = -10
#: It answered with success, and reading it back shows otherwise.
NOT_KEPT = -11

_REFUSALS = {
    NOBODY: "dahua_no_such_user",
    NOT_KEPT: "dahua_not_kept",
    400: "dahua_bad_request",
    403: "dahua_no_right",
    404: "dahua_not_supported",
    405: "dahua_not_supported",
    501: "dahua_not_supported",
}


def explain(code: int | None, kind: str, dialect: str) -> tuple[bool, Reason]:
    """Return whether a command succeeded, and why not."""
    if code is None:
        return False, Reason("no_result")
    if code == NOBODY and kind == "delete_user":
        return True, Reason("not_there")
    if code == DONE:
        return True, Reason("done")
    if code in _REFUSALS:
        return False, Reason(_REFUSALS[code])
    return False, Reason("refused_with_code", {"code": code})

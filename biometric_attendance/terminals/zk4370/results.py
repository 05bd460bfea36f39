"""What a terminal's answers mean for a command, in words for people."""

from .codes import Reply
from .events import ENROLMENT

#: No answer of this protocol means "wait"; a code that never comes.
PENDING = -1
#: Not the terminal's: its list of users was read, and there is nobody with the PIN.
NOBODY = -10

_REFUSALS = {
    NOBODY: "The terminal has no user with this PIN.",
    Reply.ERROR: "The terminal refused it.",
    Reply.RETRY: "The terminal was busy.",
    Reply.REPEAT: "The terminal was busy.",
    Reply.UNAUTHORIZED: "The communication key was wrong.",
    Reply.UNKNOWN: "The terminal does not know this command.",
    Reply.WRONG_COMMAND: "The terminal does not know this command.",
    Reply.NOT_READY: "The terminal was not ready.",
    Reply.WRONG_DATA: "The terminal could not make sense of the values.",
}
_DELETING = {"delete_user", "delete_template"}


def explain(code: int | None, kind: str, dialect: str) -> tuple[bool, str]:
    """Whether a command succeeded, and a sentence for people.

    A code that is not known is a failure: one model answers some of its own.

    :param code: the terminal's answer, for ``enroll`` also the result of its last event;
        :data:`NOBODY` where the user was not there to begin with.
    """
    if code is None:
        return False, "The terminal did not say what became of it."
    if kind == "enroll" and code in ENROLMENT:
        return code == 0, f"The finger was {ENROLMENT[code]}."
    if code == NOBODY and kind in _DELETING:
        return True, "It was not there any more."
    if code == Reply.OK:
        return True, "Done."
    refused = f"The terminal refused it with its code {code}."
    return False, _REFUSALS.get(code, refused)

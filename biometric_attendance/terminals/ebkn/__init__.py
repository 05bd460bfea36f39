"""EBKN and other terminals of the FKWeb family: the terminal calls, we answer."""

from ..brand import Brand, Commands, ReadBack, Templates
from ..reasons import _
from .codes import STATUS, VERIFY
from .commands import ANSWER_BYTES, CAPABILITIES, COMMAND_BYTES, encode_command, steps
from .guide import GUIDE
from .messages import MESSAGES
from .push import PUSH
from .results import PENDING, explain, is_unverified
from .uploads import decode_upload
from .verification import difference

BRAND = Brand(
    key="ebkn",
    label=_("EBKN and compatible (FKWeb)"),
    dialects={"attendance": _("Attendance"), "form": _("Forms (first generation)")},
    decode=decode_upload,
    directions=STATUS,
    verify_labels=VERIFY,
    push=PUSH,
    commands=Commands(
        capabilities=CAPABILITIES,
        encode=encode_command,
        steps=steps,
        explain=explain,
        pending_code=PENDING,
        answer_bytes=ANSWER_BYTES,
        command_bytes=COMMAND_BYTES,
        max_attempts=2,
        unanswered=frozenset({"restart"}),
        needs_presence=True,
        read_back=ReadBack(is_unverified, difference),
    ),
    templates=Templates("fk", exact_version=True),
    guide=GUIDE,
    messages=MESSAGES,
)

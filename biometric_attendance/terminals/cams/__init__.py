"""CAMS gateway, all three generations: it calls, we answer; and we call it."""

from ..brand import Brand, Commands, Templates
from ..reasons import _
from .codes import PENDING, STATUS, VERIFY, explain
from .commands import ANSWER_BYTES, CAPABILITIES, COMMAND_BYTES, encode_command
from .guide import GUIDE
from .messages import MESSAGES
from .poll import POLL
from .push import PUSH
from .uploads import decode_upload

BRAND = Brand(
    key="cams",
    label=_("CAMS gateway"),
    dialects={
        "v3": _("Web API 3.0"),
        "v2": _("Web API 2.0"),
        "v1": _("Web API 1.0"),
    },
    decode=decode_upload,
    directions=STATUS,
    verify_labels={code: (label,) for code, label in VERIFY.items()},
    push=PUSH,
    poll=POLL,
    commands=Commands(
        capabilities=CAPABILITIES,
        encode=encode_command,
        explain=explain,
        pending_code=PENDING,
        answer_bytes=ANSWER_BYTES,
        command_bytes=COMMAND_BYTES,
    ),
    templates=Templates("cams"),
    guide=GUIDE,
    messages=MESSAGES,
)

"""ZKTeco push (ADMS), attendance and security dialect: the terminal calls, we answer."""

from ..brand import Access, Brand, Commands, ReadBack, Templates
from ..reasons import _
from ..zk_codes import STATUS
from .codes import VERIFY
from .commands import ANSWER_BYTES, CAPABILITIES, COMMAND_BYTES, encode_command, steps
from .guide import GUIDE
from .messages import MESSAGES
from .push import PUSH
from .results import PENDING, deletes_user, explain
from .uploads import decode_upload

BRAND = Brand(
    key="adms",
    label=_("ZKTeco and compatible, push (ADMS)"),
    dialects={"attendance": _("Attendance"), "security": _("Access control")},
    decode=decode_upload,
    directions=STATUS,
    verify_labels={code: (label,) for code, label in VERIFY.items()},
    push=PUSH,
    commands=Commands(
        capabilities=CAPABILITIES,
        encode=encode_command,
        steps=steps,
        explain=explain,
        pending_code=PENDING,
        answer_bytes=ANSWER_BYTES,
        command_bytes=COMMAND_BYTES,
        read_back=ReadBack(
            deletes_user, lambda kind, payload, upload: None, only_erasures=True
        ),
    ),
    templates=Templates("zk"),
    guide=GUIDE,
    access=Access({"security": "dates"}),
    messages=MESSAGES,
)

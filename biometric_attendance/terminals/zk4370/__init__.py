"""Port 4370 of ZKTeco and compatible terminals: we call, the terminal answers."""

from ..brand import Brand, Commands, Templates
from ..reasons import _
from ..zk_codes import STATUS
from .codes import VERIFY
from .commands import ANSWER_BYTES, CAPABILITIES, COMMAND_BYTES, encode_command
from .guide import GUIDE
from .messages import MESSAGES
from .poll import POLL
from .results import PENDING, explain
from .uploads import decode_upload

BRAND = Brand(
    key="zk4370",
    label=_("ZKTeco and compatible, polled (port 4370)"),
    dialects={"attendance": _("Attendance")},
    decode=decode_upload,
    directions=STATUS,
    verify_labels={code: (label,) for code, label in VERIFY.items()},
    poll=POLL,
    commands=Commands(
        capabilities=CAPABILITIES,
        encode=encode_command,
        explain=explain,
        pending_code=PENDING,
        answer_bytes=ANSWER_BYTES,
        command_bytes=COMMAND_BYTES,
    ),
    templates=Templates("zk"),
    guide=GUIDE,
    messages=MESSAGES,
)

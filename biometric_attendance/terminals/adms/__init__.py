"""ZKTeco push (ADMS), attendance and security dialect: the terminal calls, we answer."""

from ..brand import Access, Brand, Commands, Guide, Templates
from ..reasons import _
from ..zk_codes import STATUS
from ..zk_times import decode_zk_time, encode_zk_time
from .codes import OPERATIONS, VERIFY
from .commands import (
    ANSWER_BYTES,
    CAPABILITIES,
    COMMAND_BYTES,
    encode_command,
    encode_commands,
    steps,
)
from .device_info import decode_info
from .messages import MESSAGES
from .options import encode_check, encode_options, stamps_after
from .push import PUSH
from .registration import (
    decode_registry,
    encode_push_options,
    encode_registry,
    encode_time,
    proof,
)
from .request import read_call
from .results import PENDING, RETURNS, decode_results, explain
from .uploads import OK, acknowledge, decode_upload, hold

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
    ),
    templates=Templates("zk"),
    guide=Guide(
        menu=_("In the terminal's menu: Comm. → Cloud Server (ADMS)."),
        entries=("host", "port", "https"),
        key_label=_("Communication Key"),
    ),
    access=Access({"security": "dates"}),
    messages=MESSAGES,
)

__all__ = [
    "ANSWER_BYTES",
    "CAPABILITIES",
    "COMMAND_BYTES",
    "OK",
    "OPERATIONS",
    "PENDING",
    "RETURNS",
    "STATUS",
    "VERIFY",
    "acknowledge",
    "decode_info",
    "decode_registry",
    "decode_results",
    "decode_upload",
    "decode_zk_time",
    "encode_check",
    "encode_command",
    "encode_commands",
    "encode_options",
    "encode_push_options",
    "encode_registry",
    "encode_time",
    "encode_zk_time",
    "explain",
    "hold",
    "proof",
    "read_call",
    "stamps_after",
    "steps",
]

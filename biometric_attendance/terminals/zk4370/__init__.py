"""Port 4370 of ZKTeco and compatible terminals: we call, the terminal answers.

The upper part is what Odoo asks of every brand; the lower what transport and simulator
share, which use the modules for the rest.
"""

from ..brand import Brand, Commands, Templates
from ..reasons import _
from ..zk_codes import STATUS
from .codes import OPTIONS, TABLES, VERIFY, Command, Event, Reply
from .commands import ANSWER_BYTES, CAPABILITIES, COMMAND_BYTES, encode_command, steps
from .device_info import Sizes, decode_sizes, encode_sizes
from .frames import Frame, decode_frame, encode_frame
from .messages import MESSAGES
from .poll import POLL
from .punch_layouts import LAYOUTS, Layout, encode_row
from .punches import decode_rows
from .results import NOBODY, PENDING, explain
from .times import decode_six, decode_time, encode_six, encode_time
from .uploads import decode_upload
from .users import Slot, decode_users, encode_user

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
        steps=steps,
        explain=explain,
        pending_code=PENDING,
        answer_bytes=ANSWER_BYTES,
        command_bytes=COMMAND_BYTES,
    ),
    templates=Templates("zk"),
    messages=MESSAGES,
)

__all__ = [
    "ANSWER_BYTES",
    "CAPABILITIES",
    "COMMAND_BYTES",
    "LAYOUTS",
    "NOBODY",
    "OPTIONS",
    "PENDING",
    "STATUS",
    "TABLES",
    "VERIFY",
    "Command",
    "Event",
    "Frame",
    "Layout",
    "Reply",
    "Sizes",
    "Slot",
    "decode_frame",
    "decode_rows",
    "decode_six",
    "decode_sizes",
    "decode_time",
    "decode_upload",
    "decode_users",
    "encode_command",
    "encode_frame",
    "encode_row",
    "encode_six",
    "encode_sizes",
    "encode_time",
    "encode_user",
    "explain",
    "steps",
]

"""BioTime 8 and 9, and EasyTime Pro: Odoo asks the software that terminals report to."""

from ..brand import Brand, Commands
from ..reasons import _
from .codes import STATUS, VERIFY
from .commands import (
    ANSWER_BYTES,
    COMMAND_BYTES,
    KINDS,
    PENDING,
    encode_command,
    explain,
)
from .guide import GUIDE
from .messages import MESSAGES
from .source import SOURCE
from .uploads import decode_upload

BRAND = Brand(
    key="biotime",
    label=_("BioTime, EasyTime Pro"),
    dialects={"rest": _("REST")},
    decode=decode_upload,
    directions=STATUS,
    verify_labels={code: (label,) for code, label in VERIFY.items()},
    source=SOURCE,
    commands=Commands(
        capabilities={"rest": KINDS},
        encode=encode_command,
        explain=explain,
        pending_code=PENDING,
        answer_bytes=ANSWER_BYTES,
        command_bytes=COMMAND_BYTES,
        keeps_users=True,
    ),
    guide=GUIDE,
    messages=MESSAGES,
)

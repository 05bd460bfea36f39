"""Anviz terminals in one's own network: we call their port 5010."""

from ..brand import Brand, Commands
from ..reasons import _
from .codes import STATUS, VERIFY
from .commands import ANSWER_BYTES, COMMAND_BYTES, KINDS, encode_command
from .guide import GUIDE
from .messages import MESSAGES
from .poll import POLL
from .punches import decode_upload
from .results import PENDING, explain

BRAND = Brand(
    key="anviz",
    label=_("Anviz (port 5010)"),
    dialects={"tcb": _("TC-B")},
    decode=decode_upload,
    directions=STATUS,
    verify_labels=VERIFY,
    poll=POLL,
    commands=Commands(
        capabilities={"tcb": KINDS},
        encode=encode_command,
        explain=explain,
        pending_code=PENDING,
        answer_bytes=ANSWER_BYTES,
        command_bytes=COMMAND_BYTES,
    ),
    guide=GUIDE,
    messages=MESSAGES,
)

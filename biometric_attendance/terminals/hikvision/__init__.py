"""Hikvision access terminals: ISAPI, their own HTTP interface."""

from ..brand import Access, Brand, Commands, Templates
from ..reasons import _
from .codes import STATUS, VERIFY
from .commands import (
    ANSWER_BYTES,
    CAPABILITIES,
    COMMAND_BYTES,
    PENDING,
    encode_command,
    explain,
)
from .guide import GUIDE
from .messages import MESSAGES
from .poll import POLL
from .push import PUSH
from .push_messages import PUSH_MESSAGES
from .uploads import decode_upload

BRAND = Brand(
    key="hikvision",
    label=_("Hikvision (ISAPI)"),
    dialects={"isapi": _("ISAPI")},
    decode=decode_upload,
    directions=STATUS,
    verify_labels=VERIFY,
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
    templates=Templates("hikvision"),
    access=Access({"isapi": "dates"}),
    guide=GUIDE,
    messages=MESSAGES | PUSH_MESSAGES,
)

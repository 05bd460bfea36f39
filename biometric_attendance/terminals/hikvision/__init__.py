"""Hikvision access terminals: ISAPI, their own HTTP interface."""

from ..brand import Brand
from ..reasons import _
from .codes import STATUS, VERIFY
from .guide import GUIDE
from .messages import MESSAGES
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
    guide=GUIDE,
    messages=MESSAGES | PUSH_MESSAGES,
)

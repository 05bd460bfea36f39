"""BioTime 8 and 9, and EasyTime Pro: Odoo asks the software that terminals report to."""

from ..brand import Brand
from ..reasons import _
from .codes import STATUS, VERIFY
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
    guide=GUIDE,
    messages=MESSAGES,
)

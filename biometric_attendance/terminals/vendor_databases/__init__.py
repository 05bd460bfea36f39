"""Databases of vendors' software, which keeps the punches of many terminals."""

from ..brand import Brand
from ..reasons import _
from ..zk_codes import STATUS
from .dialects import DIALECTS
from .guide import GUIDE
from .lines import decode_upload
from .messages import MESSAGES
from .source import SOURCE
from .verify import VERIFY

BRAND = Brand(
    key="vendor_databases",
    label=_("Database of a vendor's software"),
    dialects={key: dialect.label for key, dialect in DIALECTS.items()},
    decode=decode_upload,
    directions=STATUS,
    verify_labels={code: (label,) for code, label in VERIFY.items()},
    source=SOURCE,
    guide=GUIDE,
    messages=MESSAGES,
)

"""Terminals: bytes to records and back, and sessions. No Odoo, no clock, no logging.

Input and output happen in what is called ``client`` alone.
"""

from .brands import Brands
from .messages import MESSAGES
from .push import ListenerRules

#: Key to brand. One entry a brand: the name of its folder.
BRANDS = Brands(
    __name__,
    "adms",
    "cams",
    "ebkn",
    "hikvision",
    "zk4370",
    "json_reader",
    "biotime",
    "vendor_databases",
    "dahua",
    "anviz",
)


def english_sentence(code: str) -> str:
    """Return the English sentence of a reason's code; the code itself where it has none."""
    own = (brand.messages[code] for brand in BRANDS.values() if code in brand.messages)
    return MESSAGES.get(code) or next(own, code)


def listener_rules() -> dict[str, ListenerRules]:
    """Return what a listener in front of Odoo does for each brand whose terminals call."""
    return {key: brand.push.listener for key, brand in BRANDS.items() if brand.push}

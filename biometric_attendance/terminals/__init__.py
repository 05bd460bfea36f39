"""Terminals: bytes to records and back, and sessions. No Odoo, no clock, no logging.

Input and output happen in what is called ``client`` alone.
"""

from . import (
    adms,
    anviz,
    biotime,
    cams,
    dahua,
    ebkn,
    hikvision,
    json_reader,
    vendor_databases,
    zk4370,
)
from .messages import MESSAGES
from .push import ListenerRules

#: Key to brand. One entry a brand.
BRANDS = {
    brand.key: brand
    for brand in (
        adms.BRAND,
        cams.BRAND,
        ebkn.BRAND,
        hikvision.BRAND,
        zk4370.BRAND,
        json_reader.BRAND,
        biotime.BRAND,
        vendor_databases.BRAND,
        dahua.BRAND,
        anviz.BRAND,
    )
}


def english_sentence(code: str) -> str:
    """Return the English sentence of a reason's code; the code itself where it has none."""
    own = (brand.messages[code] for brand in BRANDS.values() if code in brand.messages)
    return MESSAGES.get(code) or next(own, code)


def listener_rules() -> dict[str, ListenerRules]:
    """Return what a listener in front of Odoo does for each brand whose terminals call."""
    return {key: brand.push.listener for key, brand in BRANDS.items() if brand.push}

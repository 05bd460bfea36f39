"""Templates, among which photos, cards and passwords stand as well.

    v2   Signature: [{Template, Type, AdditionalData1, AdditionalData2}]
    v3   Template: [{Type, UserID, Data}]

Sources: the vendor's Web API 2.0 document; for v3 one public receiver.
"""

from ..reasons import Reason
from ..records import Template
from ..text import decode_base64, number
from .bodies import Fields, as_text, normalize_base64
from .redaction import is_redaction

#: Kind of template to the gateway's type, by which it can also be written.
TYPES = {"finger": "Fingerprint", "face": "Face", "palm": "Palm"}
ITEMS = ("Signature", "Template")
VALUE = ("Template", "Data")


def decode_template(item: Fields, pin: str, kind: str, nth: int) -> Template | Reason:
    """Decode a template.

    :param nth: how many of its type came before it.
    """
    blob, plain = decode_item(item)
    if not blob:
        return Reason("gateway_template_missing")
    place = number(item.text("AdditionalData1"))
    # A finger's number is its place; faces and palms are many of one and are counted.
    slot, index = (place or 0, 0) if kind == "finger" else (0, place or 0)
    if place is None:  # several without a number must not take each other's place
        index = nth
    return Template(
        pin=pin,
        kind=kind,
        slot=slot,
        index=index,
        blob=blob,
        plain=plain,
    )


def decode_item(item: Fields) -> tuple[bytes, bool]:
    """Return the bytes of an item, see :func:`~..text.decode_base64`."""
    text = as_text(item.value(*VALUE))
    return (b"", True) if is_redaction(text) else decode_base64(normalize_base64(text))

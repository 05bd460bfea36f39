"""Photos: taken at a punch, or of a user."""

from datetime import datetime

from ..reasons import Reason
from ..records import Photo
from ..text import decode_base64
from .bodies import Fields, as_text, normalize_base64
from .punches import read_pin
from .redaction import is_redaction
from .templates import decode_item

#: Kind of a user's photo to the gateway's type, by which it can also be written.
TYPES = {"portrait": "UserPhoto", "comparison": "TemplatePhoto"}
_PHOTO = ("AttendancePhoto", "AttendancePhotoe")  # the vendor prints both


def decode_punch_photo(row: Fields, time: datetime | None) -> Photo | Reason | None:
    """Decode the photo of a punch, ``None`` where none was sent."""
    text = as_text(row.value(*_PHOTO))
    if not text:
        return None
    image, plain = decode_base64(normalize_base64(text))
    if plain or not image or is_redaction(text):
        return Reason("gateway_photo_missing")
    return Photo(read_pin(row), time, "punch", image)


def is_only_photo(row: Fields) -> bool:
    """Return whether a punch that came earlier is only given its photo."""
    return bool(row.text(*_PHOTO)) and not row.text("AttendanceType", "Type")


def decode_user_photo(item: Fields, pin: str, kind: str) -> Photo | Reason:
    """Decode a photo among the templates of a user."""
    image, plain = decode_item(item)
    return (
        Photo(pin, None, kind, image)
        if image and not plain
        else Reason("gateway_template_missing")
    )

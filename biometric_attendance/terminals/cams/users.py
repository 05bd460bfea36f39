"""Users, and the templates that come with them or one by one.

    v2   Name, FirstName, LastName, Priority (0 user, 16 admin),
         Signature: [{Template, Type, AdditionalData1, AdditionalData2}]
    v3   UserID, FirstName, LastName, UserType (User, Admin), OperationTime,
         Template: [{Type, UserID, Data}]

Card and password come together and with the name; each finger, face and palm comes in a
body of its own with an empty name, which must not empty the name that is known. Sources:
the vendor's Web API 2.0 document; for v3 one public receiver.
"""

from collections import Counter
from collections.abc import Iterator

from ..reasons import Reason
from ..records import DeviceUser, Photo, Refused, Template
from ..zk_codes import read_card
from . import photos, templates
from .bodies import Fields
from .photos import decode_user_photo
from .punches import NO_PIN
from .redaction import is_redaction, redact
from .templates import ITEMS, VALUE, decode_template

#: Number of a privilege in v2.
PRIVILEGES = {"0": "user", "16": "admin"}
_USER_TYPES = {"user": "user", "admin": "admin"}
_TEMPLATE_KINDS = {name.lower(): kind for kind, name in templates.TYPES.items()}
_PHOTO_KINDS = {name.lower(): kind for kind, name in photos.TYPES.items()}


def decode_user(
    fields: Fields, pin: str, line: str
) -> Iterator[DeviceUser | Template | Photo | Refused]:
    """Decode the user, then the templates and photos, each refused by itself.

    :param fields: the object with name and templates.
    :param pin: as :func:`.punches.read_pin` gives it.
    """
    if not pin:
        yield Refused(line, NO_PIN)
        return
    items = fields.objects(*ITEMS)
    yield DeviceUser(
        pin,
        name=_name(fields),
        privilege=_privilege(fields),
        card=_find_value(items, "card", read_card),
        password=_find_value(items, "password", str),
        line=line,
    )
    counts: Counter[str] = Counter()
    for item in items:
        type_ = item.text("Type").lower()
        if type_ in ("card", "password"):
            continue
        record = _decode_item(item, pin, type_, counts[type_])
        counts[type_] += 1
        yield Refused(redact(item), record) if isinstance(record, Reason) else record


def _decode_item(
    item: Fields, pin: str, type_: str, nth: int
) -> Photo | Template | Reason:
    if type_ in _PHOTO_KINDS:
        return decode_user_photo(item, pin, _PHOTO_KINDS[type_])
    if type_ in _TEMPLATE_KINDS:
        return decode_template(item, pin, _TEMPLATE_KINDS[type_], nth)
    return Reason("template_kind")


def _name(fields: Fields) -> str | None:
    parts = (fields.text("FirstName"), fields.text("LastName"))
    return fields.text("Name") or " ".join(filter(None, parts)) or None


def _privilege(fields: Fields) -> str | None:
    text = fields.text("Priority")
    privilege = _USER_TYPES.get(fields.text("UserType").lower())
    return PRIVILEGES.get(text, text) or privilege


def _find_value(items: list[Fields], type_: str, read) -> str | None:
    """Return the value of the item of a type, ``None`` where it is missing or redacted."""
    texts = (i.text(*VALUE) for i in items if i.text("Type").lower() == type_)
    text = next(texts, "")
    return read(text) if text and not is_redaction(text) else None

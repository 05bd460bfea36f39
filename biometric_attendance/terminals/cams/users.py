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

from ..people import DeviceUser, Photo, Template
from ..records import Refused
from ..text import decode_base64 as read_blob, number
from ..zk_codes import read_card
from .bodies import Said, base64_of, text_of
from .punches import NO_PIN
from .redaction import is_mark, kept

PRIVILEGES = {"0": "user", "16": "admin"}
_USER_TYPES = {"user": "user", "admin": "admin"}
#: Kind of template to the gateway's word, by which it can also be written.
TEMPLATES = {"finger": "Fingerprint", "face": "Face", "palm": "Palm"}
PHOTOS = {"portrait": "UserPhoto", "comparison": "TemplatePhoto"}
_KINDS = {word.lower(): kind for kind, word in TEMPLATES.items()}
_PICTURES = {word.lower(): kind for kind, word in PHOTOS.items()}
_ITEMS = ("Signature", "Template")
_VALUE = ("Template", "Data")


def read_residents(
    said: Said, pin: str, line: str
) -> Iterator[DeviceUser | Template | Photo | Refused]:
    """The user, then the templates and photos, each refused by itself.

    :param said: the object with name and templates.
    :param pin: as :func:`.punches.pin_of` gives it.
    """
    if not pin:
        yield Refused(line, NO_PIN)
        return
    items = said.objects(*_ITEMS)
    yield DeviceUser(
        pin,
        name=_name(said),
        privilege=_privilege(said),
        card=_told(items, "card", read_card),
        password=_told(items, "password", str),
        line=line,
    )
    places: Counter[str] = Counter()
    for item in items:
        word = item.text("Type").lower()
        if word in ("card", "password"):
            continue
        record = _picture(item, pin, word) or _template(item, pin, word, places[word])
        places[word] += 1
        yield Refused(kept(item), record) if isinstance(record, str) else record


def _name(said: Said) -> str | None:
    parts = (said.text("FirstName"), said.text("LastName"))
    return said.text("Name") or " ".join(filter(None, parts)) or None


def _privilege(said: Said) -> str | None:
    text = said.text("Priority")
    word = _USER_TYPES.get(said.text("UserType").lower())
    return PRIVILEGES.get(text, text) or word


def _told(items: list[Said], word: str, read) -> str | None:
    """The value of the item of a kind, ``None`` where it is missing, empty or left out."""
    texts = (i.text(*_VALUE) for i in items if i.text("Type").lower() == word)
    text = next(texts, "")
    return read(text) if text and not is_mark(text) else None


def _picture(item: Said, pin: str, word: str) -> Photo | str | None:
    kind = _PICTURES.get(word)
    if kind is None:
        return None
    image, plain = _blob(item)
    return Photo(pin, None, kind, image) if image and not plain else NO_TEMPLATE


NO_TEMPLATE = "It holds no template or photo."


def _template(item: Said, pin: str, word: str, nth: int) -> Template | str:
    kind = _KINDS.get(word)
    if kind is None:
        return "No known kind of template."
    blob, plain = _blob(item)
    if not blob:
        return NO_TEMPLATE
    said = number(item.text("AdditionalData1"))
    # A finger's number is its place; faces and palms are many of one and are counted.
    slot, index = (said or 0, 0) if kind == "finger" else (0, said or 0)
    if said is None:  # several that say nothing must not take each other's place
        index = nth
    return Template(
        pin=pin,
        kind=kind,
        slot=slot,
        index=index,
        major=None,
        minor=None,
        format=None,
        valid=True,
        duress=False,
        size=None,
        blob=blob,
        plain=plain,
    )


def _blob(item: Said) -> tuple[bytes, bool]:
    text = text_of(item.of(*_VALUE))
    return (b"", True) if is_mark(text) else read_blob(base64_of(text))

"""Rows of users and templates in the attendance dialect, as a terminal writes them."""

from base64 import b64encode
from datetime import datetime

from ..people import Template, User
from .firmware import Firmware
from .kinds import BY_KIND, LAST_FINGER_TABLE, number_of

Row = tuple[str, str]


def row(entry: User | Template, firmware: Firmware) -> Row:
    """Return the table a user or template is sent to, and its line."""
    if isinstance(entry, User):
        return "OPERLOG", user_row(entry, firmware)
    return template_row(entry)


def user_row(user: User, firmware: Firmware) -> str:
    values = {
        "PIN": user.pin,
        "Name": user.name,
        "Pri": user.privilege,
        "Passwd": user.password,
        "Card": _card(user.card, firmware),
        "Grp": user.group,
        "TZ": "0000000100000000",
    }
    if not firmware.old:
        limited = user.valid_from or user.valid_until
        values |= {
            "Verify": -1,
            "ViceCard": "",
            "Expires": int(bool(limited)),
            "StartDatetime": _limit(user.valid_from),
            "EndDatetime": _limit(user.valid_until),
        }
    return _line("USER", values)


def _card(card: str, firmware: Firmware) -> str:
    if not card or not firmware.card_bytes:
        return card
    return f"[{int(card).to_bytes(4, 'little').hex().upper()}]"


def _limit(at: datetime | None) -> str:
    return at.isoformat() if at else "0"


def template_row(template: Template) -> Row:
    own = BY_KIND.get(template.place.kind)
    text = b64encode(template.blob).decode()
    if own is None or (own.kind == "finger" and template.major > LAST_FINGER_TABLE):
        return "BIODATA", _line("BIODATA", _general(template, text))
    return _TABLES.get(own.word, "OPERLOG"), _line(
        own.word, _SPELT[own.word](template, text)
    )


#: Rows that are not mixed with those of the audit log.
_TABLES = {"BIOPHOTO": "BIOPHOTO"}


def _general(template: Template, text: str) -> dict:
    place = template.place
    return {
        "Pin": place.pin,
        "No": place.slot,
        "Index": place.index,
        "Valid": 1,
        "Duress": int(template.duress),
        "Type": number_of(place.kind),
        "MajorVer": template.major,
        "MinorVer": template.minor,
        "Format": 0,
        "Tmp": text,
    }


def _finger(template: Template, text: str) -> dict:
    pin, _, slot, _ = template.place
    valid = 3 if template.duress else 1
    return {"PIN": pin, "FID": slot, "Size": len(text), "Valid": valid, "TMP": text}


def _face(template: Template, text: str) -> dict:
    pin, _, slot, _ = template.place
    return {"PIN": pin, "FID": slot, "SIZE": len(text), "VALID": 1, "TMP": text}


def _vein(template: Template, text: str) -> dict:
    pin, _, slot, index = template.place
    values = {"Pin": pin, "FID": slot, "Index": index, "Size": len(text)}
    return {**values, "Valid": 1, "Tmp": text}


def _portrait(template: Template, text: str) -> dict:
    pin = template.place.pin
    return {"PIN": pin, "FileName": f"{pin}.jpg", "Size": len(text), "Content": text}


def _comparison(template: Template, text: str) -> dict:
    values = _portrait(template, text)
    content = values.pop("Content")
    return {**values, "Type": number_of("visible_face"), "Content": content}


_SPELT = {
    "FP": _finger,
    "FACE": _face,
    "FVEIN": _vein,
    "USERPIC": _portrait,
    "BIOPHOTO": _comparison,
}


def _line(word: str, values: dict) -> str:
    return f"{word} " + "\t".join(f"{key}={value}" for key, value in values.items())

"""Commands in the words of the attendance dialect.

    DATA UPDATE USERINFO PIN=1 TAB Name=Ada L TAB Pri=0
    DATA QUERY ATTLOG StartTime=2026-01-01 00:00:00 TAB EndTime=2026-01-31 23:59:59
    ENROLL_FP PIN=1 TAB FID=6 TAB RETRY=3 TAB OVERWRITE=1

Sources: the vendor's attendance push document 2.4, measurements published of a
SpeedFace (ZAM180).
"""

from collections.abc import Mapping
from zlib import crc32

from ...errors import Forbidden, Unsupported
from ..template_lines import (
    OLDER_TABLES,
    biodata,
    fits_older_table,
    photo,
    size_of,
    validity,
)
from ..words import (
    NEVER_AFTER,
    NEVER_BEFORE,
    moment,
    read_card,
    stamp,
    write_privilege,
    write_type,
)
from .values import fields, pin_of, plain, whole

#: What a message may hold at the most, in bytes.
MESSAGE = 320
_A_DAY = 24 * 60
_RETRIES = 3
_PHOTOS = {"portrait": "USERPIC", "comparison": "BIOPHOTO"}


def set_user(payload: dict, known: Mapping[str, str]) -> str:
    card, privilege = payload.get("card"), payload.get("privilege")
    return "DATA UPDATE USERINFO " + fields(
        ("PIN", pin_of(payload)),
        ("Name", payload.get("name")),
        ("Pri", None if privilege is None else write_privilege(privilege)),
        ("Passwd", payload.get("password")),
        ("Card", None if card is None else read_card(plain(card))),
        ("Grp", payload.get("group")),
        *_limits(payload),
    )


def _limits(payload: dict) -> list[tuple[str, object]]:
    """Needs ``UserValidTimeFun=1`` on the terminal, and is ignored by many models."""
    first, last = payload.get("valid_from"), payload.get("valid_until")
    if first == last == "":
        return [("StartDatetime", 0), ("EndDatetime", 0), ("Expires", 0)]
    said = [
        ("StartDatetime", moment(first or NEVER_BEFORE), first),
        ("EndDatetime", moment(last or NEVER_AFTER, last=True), last),
    ]
    return [
        *((name, at.isoformat()) for name, at, limit in said if limit is not None),
        *([("Expires", 1)] if first or last else ()),
    ]


def delete_user(payload: dict, known: Mapping[str, str]) -> str:
    return "DATA DELETE USERINFO " + fields(("PIN", pin_of(payload)))


def query_users(payload: dict, known: Mapping[str, str]) -> str:
    if payload.get("pin") in (None, ""):
        return "DATA QUERY USERINFO"
    return "DATA QUERY USERINFO " + fields(("PIN", pin_of(payload)))


def set_template(payload: dict, known: Mapping[str, str]) -> str:
    kind = payload["kind"]
    if kind in _PHOTOS:
        return f"DATA UPDATE {_PHOTOS[kind]} {photo(payload)}"
    if not fits_older_table(payload):
        return f"DATA UPDATE BIODATA {biodata(payload)}"
    vein = kind == "vein"
    return f"DATA UPDATE {OLDER_TABLES[kind]} " + fields(
        ("Pin" if vein else "PIN", pin_of(payload)),
        ("FID", whole(payload, "slot", 0)),
        ("Index", whole(payload, "index", 0) if vein else None),
        ("Size", size_of(payload)),
        ("Valid", validity(payload)),
        ("Tmp" if vein else "TMP", payload["blob"]),
    )


def delete_template(payload: dict, known: Mapping[str, str]) -> str:
    kind, pin = payload["kind"], pin_of(payload)
    slot = whole(payload, "slot", None)
    if kind in _PHOTOS:
        return f"DATA DELETE {_PHOTOS[kind]} " + fields(("PIN", pin))
    if kind in OLDER_TABLES:
        key = "Pin" if kind == "vein" else "PIN"
        # All templates of an infrared face are one face.
        finger = None if kind == "face" else slot
        return f"DATA DELETE {OLDER_TABLES[kind]} " + fields(
            (key, pin), ("FID", finger)
        )
    return "DATA DELETE BIODATA " + fields(
        ("Pin", pin), ("Type", write_type(kind)), ("No", slot)
    )


def enroll(payload: dict, known: Mapping[str, str]) -> str:
    kind, pin = payload["kind"], pin_of(payload)
    retry = ("RETRY", _RETRIES)
    overwrite = ("OVERWRITE", int(bool(payload.get("overwrite", False))))
    if kind == "card":
        return "ENROLL_MF " + fields(("PIN", pin), retry)
    if kind == "finger":
        slot = ("FID", whole(payload, "slot", 0, top=9))
        return "ENROLL_FP " + fields(("PIN", pin), slot, retry, overwrite)
    return "ENROLL_BIO " + fields(
        ("TYPE", write_type(kind)),
        ("PIN", pin),
        ("CardNo", payload.get("card")),
        retry,
        overwrite,
    )


def query_punches(payload: dict, known: Mapping[str, str]) -> str:
    return "DATA QUERY ATTLOG " + fields(
        ("StartTime", stamp(moment(payload["since"]))),
        ("EndTime", stamp(moment(payload["until"], last=True))),
    )


def set_clock(payload: dict, known: Mapping[str, str]) -> str:
    return "SET OPTION " + fields(("DateTime", stamp(moment(payload["time"]))))


def unlock(payload: dict, known: Mapping[str, str]) -> str:
    """How long the door stays open is set on the terminal."""
    if whole(payload, "door", 1) != 1:
        raise Unsupported("This terminal has one door only.")
    return "AC_UNLOCK"


def show_message(payload: dict, known: Mapping[str, str]) -> str:
    """To everybody, or with a PIN to those :func:`address_message` names."""
    text = plain(payload["text"])
    if len(text.encode()) > MESSAGE:
        raise Forbidden(f"A message on a terminal is {MESSAGE} bytes at the most.")
    personal = payload.get("pin") not in (None, "")
    time = payload.get("time")
    return "DATA UPDATE SMS " + fields(
        ("MSG", text),
        ("TAG", 254 if personal else 253),
        ("UID", _message_id(text)),
        ("MIN", whole(payload, "minutes", _A_DAY, top=65_535)),
        ("StartTime", stamp(moment(time)) if time else None),
    )


def address_message(payload: dict, known: Mapping[str, str]) -> str:
    return "DATA UPDATE USER_SMS " + fields(
        ("PIN", pin_of(payload)), ("UID", _message_id(plain(payload["text"])))
    )


def _message_id(text: str) -> int:
    """The same for the same text: repeating a message replaces it."""
    return crc32(text.encode()) % 65_535 + 1

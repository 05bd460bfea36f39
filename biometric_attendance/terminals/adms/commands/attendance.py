"""Commands of the attendance dialect.

    DATA UPDATE USERINFO PIN=1 TAB Name=Ada L TAB Pri=0
    DATA QUERY ATTLOG StartTime=2026-01-01 00:00:00 TAB EndTime=2026-01-31 23:59:59
    ENROLL_FP PIN=1 TAB FID=6 TAB RETRY=3 TAB OVERWRITE=1

Sources: the vendor's attendance push document 2.4, measurements published of a
SpeedFace (ZAM180).
"""

from collections.abc import Mapping
from zlib import crc32

from ...commands import local_time, plain_text, whole_number
from ...errors import Forbidden, Unsupported
from ...zk_codes import read_card
from ...zk_times import NEVER_AFTER, NEVER_BEFORE
from ..photos import encode_photo
from ..templates import (
    OLDER_TABLES,
    encode_biodata,
    fits_older_table,
    read_size,
    validity,
    write_type,
)
from ..times import write_time
from ..users import write_privilege
from ..values import check_pin, encode_fields

#: Most bytes of a message.
MAX_MESSAGE_BYTES = 320
_MINUTES_PER_DAY = 24 * 60
_RETRIES = 3
_PHOTOS = {"portrait": "USERPIC", "comparison": "BIOPHOTO"}


def set_user(payload: dict, known: Mapping[str, str]) -> str:
    card, privilege = payload.get("card"), payload.get("privilege")
    return "DATA UPDATE USERINFO " + encode_fields(
        ("PIN", check_pin(payload)),
        ("Name", payload.get("name")),
        ("Pri", None if privilege is None else write_privilege(privilege)),
        ("Passwd", payload.get("password")),
        ("Card", None if card is None else read_card(plain_text(card))),
        ("Grp", payload.get("group")),
        *_limits(payload),
    )


def _limits(payload: dict) -> list[tuple[str, object]]:
    """Needs ``UserValidTimeFun=1`` on the terminal, and is ignored by many models."""
    first, last = payload.get("valid_from"), payload.get("valid_until")
    if first == last == "":
        return [("StartDatetime", 0), ("EndDatetime", 0), ("Expires", 0)]
    limits = [
        ("StartDatetime", local_time(first or NEVER_BEFORE), first),
        ("EndDatetime", local_time(last or NEVER_AFTER, end_of_day=True), last),
    ]
    return [
        *(
            (name, time.isoformat())
            for name, time, limit in limits
            if limit is not None
        ),
        *([("Expires", 1)] if first or last else ()),
    ]


def delete_user(payload: dict, known: Mapping[str, str]) -> str:
    return "DATA DELETE USERINFO " + encode_fields(("PIN", check_pin(payload)))


def query_users(payload: dict, known: Mapping[str, str]) -> str:
    if payload.get("pin") in (None, ""):
        return "DATA QUERY USERINFO"
    return "DATA QUERY USERINFO " + encode_fields(("PIN", check_pin(payload)))


def set_template(payload: dict, known: Mapping[str, str]) -> str:
    kind = payload["kind"]
    if kind in _PHOTOS:
        return f"DATA UPDATE {_PHOTOS[kind]} {encode_photo(payload)}"
    if not fits_older_table(payload):
        return f"DATA UPDATE BIODATA {encode_biodata(payload)}"
    vein = kind == "vein"
    return f"DATA UPDATE {OLDER_TABLES[kind]} " + encode_fields(
        ("Pin" if vein else "PIN", check_pin(payload)),
        ("FID", whole_number(payload, "slot", 0)),
        ("Index", whole_number(payload, "index", 0) if vein else None),
        ("Size", read_size(payload)),
        ("Valid", validity(payload)),
        ("Tmp" if vein else "TMP", payload["blob"]),
    )


def delete_template(payload: dict, known: Mapping[str, str]) -> str:
    kind, pin = payload["kind"], check_pin(payload)
    slot = whole_number(payload, "slot", None)
    if kind in _PHOTOS:
        return f"DATA DELETE {_PHOTOS[kind]} " + encode_fields(("PIN", pin))
    if kind in OLDER_TABLES:
        key = "Pin" if kind == "vein" else "PIN"
        # All templates of an infrared face are one face.
        finger = None if kind == "face" else slot
        return f"DATA DELETE {OLDER_TABLES[kind]} " + encode_fields(
            (key, pin), ("FID", finger)
        )
    return "DATA DELETE BIODATA " + encode_fields(
        ("Pin", pin), ("Type", write_type(kind)), ("No", slot)
    )


def enroll(payload: dict, known: Mapping[str, str]) -> str:
    kind, pin = payload["kind"], check_pin(payload)
    retry = ("RETRY", _RETRIES)
    overwrite = ("OVERWRITE", int(bool(payload.get("overwrite", False))))
    if kind == "card":
        return "ENROLL_MF " + encode_fields(("PIN", pin), retry)
    if kind == "finger":
        slot = ("FID", whole_number(payload, "slot", 0, maximum=9))
        return "ENROLL_FP " + encode_fields(("PIN", pin), slot, retry, overwrite)
    return "ENROLL_BIO " + encode_fields(
        ("TYPE", write_type(kind)),
        ("PIN", pin),
        ("CardNo", payload.get("card")),
        retry,
        overwrite,
    )


def query_punches(payload: dict, known: Mapping[str, str]) -> str:
    return "DATA QUERY ATTLOG " + encode_fields(
        ("StartTime", write_time(local_time(payload["since"]))),
        ("EndTime", write_time(local_time(payload["until"], end_of_day=True))),
    )


def set_clock(payload: dict, known: Mapping[str, str]) -> str:
    return "SET OPTION " + encode_fields(
        ("DateTime", write_time(local_time(payload["time"])))
    )


def unlock(payload: dict, known: Mapping[str, str]) -> str:
    """How long the door stays open is set on the terminal."""
    if whole_number(payload, "door", 1) != 1:
        raise Unsupported("one_door")
    return "AC_UNLOCK"


def show_message(payload: dict, known: Mapping[str, str]) -> str:
    """To everybody, or with a PIN to those :func:`address_message` names."""
    text = plain_text(payload["text"])
    if len(text.encode()) > MAX_MESSAGE_BYTES:
        raise Forbidden("message_bytes", maximum=MAX_MESSAGE_BYTES)
    personal = payload.get("pin") not in (None, "")
    time = payload.get("time")
    return "DATA UPDATE SMS " + encode_fields(
        ("MSG", text),
        ("TAG", 254 if personal else 253),
        ("UID", _message_id(text)),
        ("MIN", whole_number(payload, "minutes", _MINUTES_PER_DAY, maximum=65_535)),
        ("StartTime", write_time(local_time(time)) if time else None),
    )


def address_message(payload: dict, known: Mapping[str, str]) -> str:
    return "DATA UPDATE USER_SMS " + encode_fields(
        ("PIN", check_pin(payload)), ("UID", _message_id(plain_text(payload["text"])))
    )


def _message_id(text: str) -> int:
    """The same for the same text: repeating a message replaces it."""
    return crc32(text.encode()) % 65_535 + 1

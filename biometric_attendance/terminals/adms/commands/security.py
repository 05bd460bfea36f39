"""Commands of the security dialect.

    DATA UPDATE user Pin=1 TAB CardNo=123 TAB Name=Ada L
    DATA UPDATE userauthorize Pin=1 TAB AuthorizeTimezoneId=1 TAB AuthorizeDoorId=1
    DATA QUERY tablename=user,fielddesc=*,filter=*
    CONTROL DEVICE 01010105            (output, door 1, lock, 5 seconds)

A user is recognised, but not let in, until authorized for a door. Source: the vendor's
security push document 3.1.
"""

from collections.abc import Mapping

from ...commands import local_time, plain_text, whole_number
from ...errors import Forbidden
from ...zk_codes import read_card
from ..photos import encode_photo
from ..templates import (
    encode_biodata,
    fits_older_table,
    read_size,
    validity,
    write_type,
)
from ..times import write_time, write_zk_time
from ..users import write_privilege
from ..values import check_pin, encode_fields

#: The schedule every terminal has: always.
ALWAYS_SCHEDULE = 1
_RETRIES = 3
_PHOTOS = {"portrait": "userpic", "comparison": "biophoto"}
#: Options asked for when a terminal shall describe itself.
_REPORTED_OPTIONS = (
    "~SerialNumber,FirmVer,~DeviceName,PushVersion,~Platform,IPAddress,MAC,LockCount,"
    "UserCount,FPCount,FaceCount,TransactionCount,~MaxUserCount,~MaxFingerCount,"
    "~MaxFaceCount,~MaxAttLogCount,~ZKFPVersion,FingerFunOn,FaceFunOn,DateFmtFunOn,"
    "MultiBioDataSupport,MultiBioPhotoSupport,MultiBioVersion"
)


def set_user(payload: dict, known: Mapping[str, str]) -> str:
    card, privilege = payload.get("card"), payload.get("privilege")
    return "DATA UPDATE user " + encode_fields(
        ("CardNo", None if card is None else read_card(plain_text(card))),
        ("Pin", check_pin(payload)),
        ("Password", payload.get("password")),
        ("Group", payload.get("group")),
        ("StartTime", _limit(payload.get("valid_from"), known)),
        ("EndTime", _limit(payload.get("valid_until"), known, end_of_day=True)),
        ("Name", payload.get("name")),
        ("Privilege", None if privilege is None else write_privilege(privilege)),
    )


def _limit(
    value: object, known: Mapping[str, str], end_of_day: bool = False
) -> str | None:
    """Days, or seconds on terminals that say so; ``0`` is no limit."""
    if not value:
        return None if value is None else "0"
    time = local_time(value, end_of_day=end_of_day)
    return write_zk_time(time) if known.get("DateFmtFunOn") == "1" else f"{time:%Y%m%d}"


def grant_access(payload: dict, known: Mapping[str, str]) -> str:
    """``doors`` has one bit a door, the lowest for the first."""
    return "DATA UPDATE userauthorize " + encode_fields(
        ("Pin", check_pin(payload)),
        ("AuthorizeTimezoneId", ALWAYS_SCHEDULE),
        ("AuthorizeDoorId", whole_number(payload, "doors", 1, maximum=65_535)),
    )


def deny_access(payload: dict, known: Mapping[str, str]) -> str:
    return "DATA DELETE userauthorize " + encode_fields(("Pin", check_pin(payload)))


def delete_user(payload: dict, known: Mapping[str, str]) -> str:
    return "DATA DELETE user " + encode_fields(("Pin", check_pin(payload)))


def query_users(payload: dict, known: Mapping[str, str]) -> str:
    if payload.get("pin") in (None, ""):
        return _query("user", "*")
    pin = check_pin(payload)
    if "," in pin:
        raise Forbidden("pin_comma")
    return _query("user", encode_fields(("Pin", pin)))


def _query(table: str, condition: str) -> str:
    return f"DATA QUERY tablename={table},fielddesc=*,filter={condition}"


def query_punches(payload: dict, known: Mapping[str, str]) -> str:
    """Not every model heeds the times; one that does not sends all it has."""
    since, until = (
        local_time(payload["since"]),
        local_time(payload["until"], end_of_day=True),
    )
    return _query(
        "transaction",
        encode_fields(("starttime", write_time(since)), ("endtime", write_time(until))),
    )


def set_template(payload: dict, known: Mapping[str, str]) -> str:
    kind = payload["kind"]
    if kind in _PHOTOS:
        return f"DATA UPDATE {_PHOTOS[kind]} {encode_photo(payload)}"
    if kind != "finger" or not fits_older_table(payload):
        return f"DATA UPDATE biodata {encode_biodata(payload)}"
    return "DATA UPDATE templatev10 " + encode_fields(
        ("Size", read_size(payload)),
        ("Pin", check_pin(payload)),
        ("FingerID", whole_number(payload, "slot", 0)),
        ("Valid", validity(payload)),
        ("Template", payload["blob"]),
    )


def delete_template(payload: dict, known: Mapping[str, str]) -> str:
    kind, pin = payload["kind"], check_pin(payload)
    slot = whole_number(payload, "slot", None)
    if kind in _PHOTOS:
        return f"DATA DELETE {_PHOTOS[kind]} " + encode_fields(("PIN", pin))
    if kind == "finger":
        return "DATA DELETE templatev10 " + encode_fields(
            ("Pin", pin), ("FingerID", slot)
        )
    return "DATA DELETE biodata " + encode_fields(
        ("Type", write_type(kind)), ("Pin", pin), ("No", slot)
    )


def enroll(payload: dict, known: Mapping[str, str]) -> str:
    """``MODE=1``: the terminal keeps what it takes, and sends it."""
    kind, pin = payload["kind"], check_pin(payload)
    if kind == "card":
        return "ENROLL_INFO " + encode_fields(
            ("TYPE", 0), ("PIN", pin), ("RETRY", _RETRIES), ("MODE", 1)
        )
    return "ENROLL_BIO " + encode_fields(
        ("TYPE", write_type(kind)),
        ("NO", whole_number(payload, "slot", 0, maximum=9)),
        ("PIN", pin),
        ("RETRY", _RETRIES),
        ("OVERWRITE", int(bool(payload.get("overwrite", False)))),
        ("MODE", 1),
    )


def set_clock(payload: dict, known: Mapping[str, str]) -> str:
    return "SET OPTIONS " + encode_fields(
        ("DateTime", write_zk_time(local_time(payload["time"])))
    )


def unlock(payload: dict, known: Mapping[str, str]) -> str:
    """Door 0 is every door; 255 seconds would leave it open for good."""
    door = whole_number(payload, "door", 1, maximum=16)
    seconds = whole_number(payload, "seconds", 5, maximum=254)
    return f"CONTROL DEVICE 01{door:02X}01{seconds:02X}"


def information(payload: dict, known: Mapping[str, str]) -> str:
    return f"GET OPTIONS {_REPORTED_OPTIONS}"

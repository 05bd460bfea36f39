"""The documents of commands.

    SET_USER_INFO    {"user_id":"7","user_name":"Ada","user_privilege":"USER",
                      "enroll_data_array":[{"backup_number":10,"enroll_data":"BIN_1"}]}
    SET_COMMAND      {"cmd":"enter_enroll","param":{"user_id":"2","backup_number":0}}
    SET_ENROLL_DATA  {"user_id":"7","backup_number":0,"enroll_data":"BIN_1"}

A command without values has no frame at all. Sources: as for :mod:`.orders`.
"""

from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ...commands import local_time, plain_text, whole_number
from ...errors import Forbidden, ProtocolError, Unsupported
from ..templates import CARD, PASSWORD, SAME_KINDS, VERSIONS, backup_number
from ..text import PIN_LENGTH
from ..times import write_time
from ..users import write_privilege

#: Libraries whose users are numbers of 32 bits.
_NUMBERED = ("HS100", "HS101")
_CREDENTIALS = {"password": PASSWORD, "card": CARD}


class Document(NamedTuple):
    """A command as it is sent; ``blocks`` are base64 text."""

    cmd_code: str
    param: dict[str, Any] = {}
    blocks: Sequence[str] = ()


def set_user(payload: dict, known: Mapping[str, str]) -> Document:
    """A new user, whole; of one who is there it would delete what is enrolled."""
    if known.get("present") == "yes":
        raise Forbidden("user_present")
    backups = [name for name in _CREDENTIALS if payload.get(name)]
    enrolled = [
        {"backup_number": _CREDENTIALS[name], "enroll_data": f"BIN_{place}"}
        for place, name in enumerate(backups, 1)
    ]
    user = {
        **_user(payload, known),
        "user_name": plain_text(payload.get("name") or ""),
        "user_privilege": write_privilege(payload.get("privilege") or "user"),
        "enroll_data_array": enrolled,
    }
    return Document("SET_USER_INFO", user, [_text(payload[name]) for name in backups])


def rename_user(payload: dict, known: Mapping[str, str]) -> Document:
    fields = {**_user(payload, known), "user_name": plain_text(payload["name"])}
    return Document("SET_USER_NAME", fields)


def set_privilege(payload: dict, known: Mapping[str, str]) -> Document:
    privilege = {"user_privilege": write_privilege(payload["privilege"])}
    return Document("SET_USER_PRIVILEGE", {**_user(payload, known), **privilege})


def set_credential(payload: dict, known: Mapping[str, str]) -> Document:
    """A password or a card, beside whatever else is enrolled."""
    if payload["kind"] not in _CREDENTIALS:
        raise ProtocolError("credential_kind")
    backup = _CREDENTIALS[payload["kind"]]
    return _enrolled(payload, known, backup, _text(payload["value"]))


def delete_user(payload: dict, known: Mapping[str, str]) -> Document:
    return Document("DELETE_USER", _user(payload, known))


def grant_access(payload: dict, known: Mapping[str, str]) -> Document:
    return Document("ENABLE_USER", {**_user(payload, known), "enable_flag": "ON"})


def deny_access(payload: dict, known: Mapping[str, str]) -> Document:
    return Document("ENABLE_USER", {**_user(payload, known), "enable_flag": "OFF"})


def set_template(payload: dict, known: Mapping[str, str]) -> Document:
    """Terminals convert nothing: the version has to be that of the one it came from."""
    kind = SAME_KINDS.get(payload["kind"], payload["kind"])
    version = whole_number(payload, "major", None, maximum=2**31)
    own = known.get(VERSIONS.get(kind, ""))
    if version is not None and own and str(version) != own:
        raise Unsupported("template_version", version=version, own=own)
    try:
        b64decode(payload["blob"], validate=True)
    except (Error, ValueError):
        raise ProtocolError("template_not_base64") from None
    backup = backup_number(kind, whole_number(payload, "slot", 0))
    return _enrolled(payload, known, backup, payload["blob"])


def _enrolled(
    payload: dict, known: Mapping[str, str], backup: int, blob: str
) -> Document:
    param = {"backup_number": backup, "enroll_data": "BIN_1"}
    return Document("SET_ENROLL_DATA", {**_user(payload, known), **param}, [blob])


def query_users(payload: dict, known: Mapping[str, str]) -> Document:
    if payload.get("pin") in (None, ""):
        return Document("GET_USER_ID_LIST")
    return Document("GET_USER_INFO", _user(payload, known))


def query_punches(payload: dict, known: Mapping[str, str]) -> Document:
    span = {
        "begin_time": write_time(local_time(payload["since"])),
        "end_time": write_time(local_time(payload["until"], end_of_day=True)),
    }
    return Document("GET_LOG_DATA", span)


def enroll(payload: dict, known: Mapping[str, str]) -> Document:
    """It asks for the finger on its screen; what is enrolled is pushed later."""
    kind = SAME_KINDS.get(payload["kind"], payload["kind"])
    backup = _CREDENTIALS.get(kind)
    if backup is None:
        backup = backup_number(kind, whole_number(payload, "slot", 0))
    place = {**_user(payload, known), "backup_number": backup}
    return Document("SET_COMMAND", {"cmd": "enter_enroll", "param": place})


def set_clock(payload: dict, known: Mapping[str, str]) -> Document:
    return Document("SET_TIME", {"time": write_time(local_time(payload["time"]))})


def information(payload: dict, known: Mapping[str, str]) -> Document:
    return Document("GET_DEVICE_STATUS")


def restart(payload: dict, known: Mapping[str, str]) -> Document:
    """There is no result: it restarts at once."""
    return Document("RESET_FK")


def _user(payload: dict, known: Mapping[str, str]) -> dict[str, str]:
    """Return the PIN of a command as the field of a document.

    :raises Forbidden: for a PIN this terminal cannot have.
    """
    pin = plain_text(payload["pin"])
    if not pin or len(pin) > PIN_LENGTH or pin != pin.strip() or not pin.strip("0"):
        raise Forbidden("pin_format", maximum=PIN_LENGTH)
    numbered = known.get("fk_bin_data_lib", "").upper().endswith(_NUMBERED)
    if numbered and not (pin.isascii() and pin.isdecimal() and len(pin) <= 9):
        raise Forbidden("pin_nine_digits")
    return {"user_id": pin}


def _text(value: object) -> str:
    """Return a password or card as base64 text.

    :raises Forbidden: for letters a terminal's keys and readers do not have.
    """
    text = plain_text(value)
    if not text.isascii():
        raise Forbidden("credential_letters")
    return b64encode(text.encode()).decode()

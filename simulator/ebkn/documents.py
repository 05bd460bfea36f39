"""What a terminal writes: passages, people, itself, and records of its memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from struct import pack

from ..entries import StoredPunch
from ..memory import Terminal
from ..people import Place, User
from .firmware import Firmware

PRIVILEGES = {0: "USER", 2: "REGISTER", 6: "OPERATOR", 14: "MANAGER"}
_IN_RECORDS = {0: 0, 14: 1}
PASSWORD, CARD = 10, 11
_BACKUPS = {"face": 12, "visible_face": 12, "palm": 13, "vein": 20}


def stamp(at: datetime, dashed: bool = False) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S" if dashed else "%Y%m%d%H%M%S")


def planned_punch(punch: StoredPunch, firmware: Firmware) -> dict:
    modes = {
        "io_mode": firmware.io(punch.status),
        "verify_mode": firmware.verify(punch.verify),
    }
    if firmware.as_text:
        modes = {name: str(mode) for name, mode in modes.items()}
    document = {
        "fk_bin_data_lib": firmware.library,
        "io_time": stamp(punch.local, firmware.dashed),
        "user_id": punch.pin,
        **modes,
    }
    return document if firmware.as_text else {**document, "log_image": None}


def itself(terminal: Terminal, firmware: Firmware, now: datetime) -> dict:
    reported = {
        "firmware": firmware.version,
        "fk_bin_data_lib": firmware.library,
        "supported_enroll_data": ["FP", "PASSWORD", "IDCARD", "FACE"],
    }
    for name, kind in (("fp_data_ver", "finger"), ("face_data_ver", "face")):
        if firmware.algorithms[kind].major:
            reported[name] = firmware.algorithms[kind].major
    wall = terminal.clock.wall(now)
    name = terminal.settings.get("fk_name", "")
    return {"fk_name": name, "fk_time": stamp(wall), "fk_info": reported}


def counts(terminal: Terminal) -> dict:
    return {
        "total_user_count": str(len(terminal.users)),
        "fp_count": str(terminal.count("finger")),
        "face_count": str(terminal.count("face")),
        "total_log_count": str(len(terminal.punches)),
    }


def backup_of(place: Place) -> int:
    return place.slot if place.kind == "finger" else _BACKUPS[place.kind] + place.slot


def person(terminal: Terminal, user: User) -> tuple[dict, list[bytes]]:
    """A user with all there is of them, and the blocks that go with it."""
    blocks: list[bytes] = []
    values = {"user_id": user.pin, "user_name": user.name}
    values["user_privilege"] = PRIVILEGES.get(user.privilege, "USER")
    enrolled = []

    def add(blob: bytes) -> str:
        blocks.append(blob)
        return f"BIN_{len(blocks)}"

    for place in terminal.places(user.pin):
        blob = terminal.templates[place].blob
        if place.kind == "portrait":
            values["user_photo"] = add(blob)
        elif place.kind == "finger" or place.kind in _BACKUPS:
            entry = {"backup_number": backup_of(place), "enroll_data": add(blob)}
            enrolled.append(entry)
    for backup, text in ((PASSWORD, user.password), (CARD, user.card)):
        if text:
            entry = {"backup_number": backup, "enroll_data": add(text.encode())}
            enrolled.append(entry)
    return {**values, "enroll_data_array": enrolled or None}, blocks


def log(punches: Iterable[StoredPunch], firmware: Firmware) -> tuple[dict, list[bytes]]:
    records = [_log(punch, firmware) for punch in punches]
    return _table(
        "log_count", "one_log_size", "log_array", records, firmware.log, firmware
    )


def users(terminal: Terminal, firmware: Firmware) -> tuple[dict, list[bytes]]:
    records = []
    for user in terminal.users.values():
        fingers = len(list(terminal.places(user.pin, "finger")))
        if not fingers and firmware.fingers_only:
            continue
        records.append(
            _user(user, fingers, bool(terminal.rights.get(user.pin)), firmware)
        )
    names = ("user_id_count", "one_user_id_size", "user_id_array")
    return _table(*names, records, firmware.user, firmware)


def _table(
    count: str,
    size: str,
    array: str,
    records: Sequence[bytes],
    width: int,
    firmware: Firmware,
) -> tuple[dict, list[bytes]]:
    document = {count: len(records), size: width}
    if firmware.as_text:
        document = {name: str(value) for name, value in document.items()}
    if firmware.names_array:
        document[array] = "BIN_1"
    return document, [b"".join(records)]


def _log(punch: StoredPunch, firmware: Firmware) -> bytes:
    at = punch.local
    when = 1 | at.year - 1900 << 2 | at.month << 12 | at.day << 16
    when |= at.hour << 21 | at.minute << 26
    io, verify = firmware.io(punch.status), firmware.verify(punch.verify)
    if firmware.log == 12:
        return pack("<IBBBBI", int(punch.pin), 1, io, verify, at.second, when)
    width = 16 if firmware.log == 32 else 32
    ident = punch.pin.encode().ljust(width, b"\0")[:width]
    return ident + pack("<BxxBIII", 1, at.second, when, io, verify)


def _user(user: User, fingers: int, enabled: bool, firmware: Firmware) -> bytes:
    flags = bool(user.password) | bool(user.card) << 1 | fingers << 3
    right = _IN_RECORDS.get(user.privilege, 2)
    width = firmware.user - 4
    if width == 4:
        return pack("<IBBH", int(user.pin), right, enabled, flags)
    ident = user.pin.encode().ljust(width, b"\0")[:width]
    return ident + pack("<BBH", right, enabled, flags)

"""Calls of the third generation: raw JSON, answered once, when the device has done it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from ..people import Refused, UnknownPin
from . import actions, statuses
from .aes import Unreadable, seal, unseal
from .calls import check_token
from .moments import from_stamp, instant
from .pages import load
from .spelling import compact, first_and_last
from .statuses import Refusal
from .words import USER, USER_TYPE

if TYPE_CHECKING:
    from .calls import Call
    from .desk import Desk
    from .face import CamsFace

Said = dict[str, object]
Fulfil = Callable[["CamsFace", object, datetime], Said]


def serial(call: Call) -> str:
    return call.query.get("stgid", "")


def answer(desk: Desk, call: Call, at: datetime) -> bytes:
    """A call that could not be opened is refused in plain text."""
    echo: Said = {}
    key = ""
    try:
        face = desk.device(call, serial(call))
        whole = _open(face, call.body)
        key = face.registration.key
        echo = {"OperationID": whole.get("OperationID", "")}
        if call.busy:
            raise Refusal(statuses.BUSY)
        check_token(face, whole.get("AuthToken"))
        said = {"Status": "done", "StatusCode": 0, **echo, **_fulfil(face, whole, at)}
    except Refusal as refusal:
        word = statuses.third_word(refusal.code)
        said = {"Status": word, "StatusCode": refusal.code, **echo}
    text = compact(said)
    return seal(text, key).encode() if key else text


def _open(face: CamsFace, body: bytes) -> dict:
    if face.registration.generation != "v3":
        raise Refusal(statuses.OTHER_VERSION)
    if face.registration.key:
        try:
            body = unseal(body.strip(), face.registration.key)
        except Unreadable as error:
            raise Refusal(statuses.INVALID_RAW_DATA) from error
    try:
        whole = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Refusal(statuses.INVALID_REQUEST_DATA) from error
    if not isinstance(whole, dict):
        raise Refusal(statuses.INVALID_REQUEST_DATA)
    return whole


def _fulfil(face: CamsFace, whole: dict, at: datetime) -> Said:
    for (verb, noun), fulfil in OPERATIONS.items():
        said = whole.get(verb)
        if isinstance(said, dict) and noun in said:
            if verb != "Load" and not face.registration.manages:
                raise Refusal(statuses.NOT_ALLOWED)
            return fulfil(face, said, at)
    raise Refusal(statuses.INVALID_OPERATION)


def _at_once(face: CamsFace, act: actions.Act, at: datetime) -> Said:
    """The answer is the device's; which code means what it says is not published."""
    if not face.online:
        raise Refusal(statuses.UNKNOWN_ERROR)
    try:
        act(at)
    except UnknownPin as refusal:
        raise Refusal(statuses.INVALID_USERID) from refusal
    except Refused as refusal:
        raise Refusal(statuses.INVALID_TEMPLATE) from refusal
    face.wake()
    return {}


def _fields(said: object, code: int = statuses.INVALID_OPERATION_DATA) -> dict:
    if not isinstance(said, dict):
        raise Refusal(code)
    return said


def _add(face: CamsFace, said: dict, at: datetime) -> Said:
    user, templates = _fields(said["User"]), said.get("Template") or []
    pin = actions.needed_pin(user.get("UserID"), statuses.INVALID_USERID)
    names = [user.get(key) or "" for key in ("FirstName", "LastName")]
    levels = {word: level for level, word in USER_TYPE.items()}
    level = user.get("UserType") or ""
    if (level and level not in levels) or not all(
        isinstance(name, str) for name in names
    ):
        raise Refusal(statuses.INVALID_OPERATION_DATA)
    if not isinstance(templates, list):
        raise Refusal(statuses.INVALID_TEMPLATE)
    parts = [
        tuple(_fields(part, statuses.INVALID_TEMPLATE).get(k) for k in ("Type", "Data"))
        for part in templates
    ]
    own = {"name": " ".join(filter(None, names)), "privilege": levels.get(level)}
    act = actions.add_user(face, pin, own, [(*part, None) for part in parts])
    return _at_once(face, act, at)


def _delete(face: CamsFace, said: dict, at: datetime) -> Said:
    pin = _fields(said["User"]).get("UserID")
    pin = actions.needed_pin(pin, statuses.INVALID_USERID)
    return _at_once(face, actions.delete_user(face, pin), at)


def _load(face: CamsFace, said: dict, at: datetime) -> Said:
    """Counts are texts, ``OffSet`` is there when more follows."""
    wanted = _fields(_fields(said["PunchLog"]).get("Filter"))
    try:
        since, until = (from_stamp(wanted.get(k)) for k in ("StartTime", "EndTime"))
    except ValueError as error:
        raise Refusal(statuses.INVALID_START_TIME) from error
    page = load(
        face,
        since,
        until,
        wanted.get("OffSet"),
        lambda punch: instant(face.terminal, punch),
    )
    rows = [face.spelling.words(punch, "UserID") for punch in page.punches]
    found: Said = {"ReturnRowCount": str(len(rows)), "ActualRowCount": str(page.count)}
    found |= {"OffSet": page.offset} if page.offset else {}
    return {"PunchLog": {**found, "Log": rows}}


def _device_information(face: CamsFace, said: dict, at: datetime) -> Said:
    return {"DeviceInformation": {"DeviceModel": face.registration.model}}


def _load_users(face: CamsFace, said: dict, at: datetime) -> Said:
    """The shape of an answer was never published; this is the callbacks' for users."""
    if not face.registration.loads_users:
        raise Refusal(statuses.NO_USER_LOADING)
    found = []
    for user in face.terminal.users.values():
        first, last = first_and_last(user.name)
        level = USER_TYPE.get(user.privilege, USER_TYPE[USER])
        own = {"UserID": user.pin, "FirstName": first, "LastName": last}
        found.append({**own, "UserType": level})
    return {"UserInfo": found}


OPERATIONS: dict[tuple[str, str], Fulfil] = {
    ("Load", "PunchLog"): _load,
    ("Load", "DeviceInformation"): _device_information,
    ("Load", "UserInfo"): _load_users,
    ("Add", "User"): _add,
    ("Delete", "User"): _delete,
}

"""Calls of the third generation: raw JSON, answered once, when the device has done it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from ..people import Refused, UnknownPin
from . import actions, statuses
from .aes import Unreadable, decrypt, encrypt
from .callbacks import compact, first_and_last
from .calls import check_token
from .codes import USER, USER_TYPE
from .pages import load
from .statuses import Refusal
from .times import from_stamp, instant

if TYPE_CHECKING:
    from .calls import Call
    from .endpoint import CamsEndpoint
    from .rest_api import RestApi

Values = dict[str, object]
Fulfil = Callable[["CamsEndpoint", object, datetime], Values]


def serial(call: Call) -> str:
    return call.query.get("stgid", "")


def answer(desk: RestApi, call: Call, at: datetime) -> bytes:
    """A call that could not be opened is refused in plain text."""
    echo: Values = {}
    key = ""
    try:
        endpoint = desk.device(call, serial(call))
        whole = _open(endpoint, call.body)
        key = endpoint.registration.key
        echo = {"OperationID": whole.get("OperationID", "")}
        if call.busy:
            raise Refusal(statuses.BUSY)
        check_token(endpoint, whole.get("AuthToken"))
        values = {
            "Status": "done",
            "StatusCode": 0,
            **echo,
            **_fulfil(endpoint, whole, at),
        }
    except Refusal as refusal:
        word = statuses.third_word(refusal.code)
        values = {"Status": word, "StatusCode": refusal.code, **echo}
    text = compact(values)
    return encrypt(text, key).encode() if key else text


def _open(endpoint: CamsEndpoint, body: bytes) -> dict:
    if endpoint.registration.generation != "v3":
        raise Refusal(statuses.OTHER_VERSION)
    if endpoint.registration.key:
        try:
            body = decrypt(body.strip(), endpoint.registration.key)
        except Unreadable as error:
            raise Refusal(statuses.INVALID_RAW_DATA) from error
    try:
        whole = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Refusal(statuses.INVALID_REQUEST_DATA) from error
    if not isinstance(whole, dict):
        raise Refusal(statuses.INVALID_REQUEST_DATA)
    return whole


def _fulfil(endpoint: CamsEndpoint, whole: dict, at: datetime) -> Values:
    for (verb, noun), fulfil in OPERATIONS.items():
        values = whole.get(verb)
        if isinstance(values, dict) and noun in values:
            if verb != "Load" and not endpoint.registration.manages:
                raise Refusal(statuses.NOT_ALLOWED)
            return fulfil(endpoint, values, at)
    raise Refusal(statuses.INVALID_OPERATION)


def _at_once(endpoint: CamsEndpoint, act: actions.Act, at: datetime) -> Values:
    """The answer is the device's; which code means what it says is not published."""
    if not endpoint.online:
        raise Refusal(statuses.UNKNOWN_ERROR)
    try:
        act(at)
    except UnknownPin as refusal:
        raise Refusal(statuses.INVALID_USERID) from refusal
    except Refused as refusal:
        raise Refusal(statuses.INVALID_TEMPLATE) from refusal
    endpoint.resume()
    return {}


def _fields(values: object, code: int = statuses.INVALID_OPERATION_DATA) -> dict:
    if not isinstance(values, dict):
        raise Refusal(code)
    return values


def _add(endpoint: CamsEndpoint, values: dict, at: datetime) -> Values:
    user, templates = _fields(values["User"]), values.get("Template") or []
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
    act = actions.add_user(endpoint, pin, own, [(*part, None) for part in parts])
    return _at_once(endpoint, act, at)


def _delete(endpoint: CamsEndpoint, values: dict, at: datetime) -> Values:
    pin = _fields(values["User"]).get("UserID")
    pin = actions.needed_pin(pin, statuses.INVALID_USERID)
    return _at_once(endpoint, actions.delete_user(endpoint, pin), at)


def _load(endpoint: CamsEndpoint, values: dict, at: datetime) -> Values:
    """Counts are texts, ``OffSet`` is there when more follows."""
    wanted = _fields(_fields(values["PunchLog"]).get("Filter"))
    try:
        since, until = (from_stamp(wanted.get(k)) for k in ("StartTime", "EndTime"))
    except ValueError as error:
        raise Refusal(statuses.INVALID_START_TIME) from error
    page = load(
        endpoint,
        since,
        until,
        wanted.get("OffSet"),
        lambda punch: instant(endpoint.terminal, punch),
    )
    rows = [endpoint.spelling.words(punch, "UserID") for punch in page.punches]
    found: Values = {
        "ReturnRowCount": str(len(rows)),
        "ActualRowCount": str(page.count),
    }
    found |= {"OffSet": page.offset} if page.offset else {}
    return {"PunchLog": {**found, "Log": rows}}


def _device_information(endpoint: CamsEndpoint, values: dict, at: datetime) -> Values:
    return {"DeviceInformation": {"DeviceModel": endpoint.registration.model}}


def _load_users(endpoint: CamsEndpoint, values: dict, at: datetime) -> Values:
    """The shape of an answer was never published; this is the callbacks' for users."""
    if not endpoint.registration.loads_users:
        raise Refusal(statuses.NO_USER_LOADING)
    found = []
    for user in endpoint.terminal.users.values():
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

"""Calls of the first generation: a form, answered ``OK`` without a check of any kind."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from . import actions
from .statuses import INVALID_OPERATION, INVALID_USERID, OTHER_VERSION, Refusal

if TYPE_CHECKING:
    from .calls import Call
    from .desk import Desk


def serial(call: Call) -> str:
    return call.form.get("stgid", "")


def answer(desk: Desk, call: Call, at: datetime) -> bytes:
    """How it says no is not published; anything but ``OK`` is."""
    try:
        _carry_out(desk, call, at)
    except Refusal as refusal:
        return f"ERROR {refusal.code}".encode()
    return b"OK"


def _carry_out(desk: Desk, call: Call, at: datetime) -> None:
    face = desk.device(call, serial(call))
    if face.registration.generation != "v1":
        raise Refusal(OTHER_VERSION)
    form = call.form
    pin = actions.needed_pin(form.get("uid"), INVALID_USERID)
    verb = urlsplit(call.path).path.rsplit("/", 1)[-1]
    if verb in ("add", "update"):
        face.order(at, actions.add_user(face, pin, {"name": form.get("uname", "")}, ()))
    elif verb == "delete":
        face.order(at, actions.delete_user(face, pin))
    else:
        raise Refusal(INVALID_OPERATION)

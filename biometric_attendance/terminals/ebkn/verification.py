"""Whether what was read back shows what was asked.

A terminal's word is no proof: one says OK and creates nothing, one deletes and says
Error, one says OK to a right it does not have and makes a plain user. Names are cut to
what fits (8 letters on some). Source: measurements of HS101 (WS535BW1).
"""

from collections.abc import Callable, Mapping
from typing import Any

from ..people import DeviceUser
from ..records import Upload
from .commands.documents import ALIKE

_Unlike = Callable[[Mapping[str, Any], DeviceUser, Upload], str | None]


def unlike(kind: str, payload: Mapping[str, Any], upload: Upload) -> str | None:
    """Why it does not show that a command was carried out; ``None`` if it does.

    :param kind: one that :func:`.results.is_doubtful` of.
    :param payload: of the command; a template's blob may be missing.
    :param upload: what came of the command that ``steps`` names last.
    """
    if kind == "delete_user":
        return _still_there(payload, upload)
    user = _find(payload, upload)
    if user is None:
        return "The terminal does not have the user."
    return _UNLIKE.get(kind, _no_doubt)(payload, user, upload)


def _still_there(payload: Mapping[str, Any], upload: Upload) -> str | None:
    if _find(payload, upload):
        return "The terminal still has the user."
    # Not there is only shown by a list that is whole.
    return "The list of its users was cut." if upload.refused else None


def _find(payload: Mapping[str, Any], upload: Upload) -> DeviceUser | None:
    """The user, however many zeros the terminal writes before a number."""
    pin = str(payload["pin"]).lstrip("0")
    return next((u for u in upload.users if u.pin.lstrip("0") == pin), None)


def _no_doubt(payload: Mapping[str, Any], user: DeviceUser, upload: Upload) -> None:
    return None


def _name(payload: Mapping[str, Any], user: DeviceUser, upload: Upload) -> str | None:
    told = (user.name or "").strip()
    taken = told and payload["name"].strip().startswith(told)
    return None if taken else f"The terminal has another name: {told[:40]!r}."


def _right(payload: Mapping[str, Any], user: DeviceUser, upload: Upload) -> str | None:
    if user.privilege == payload["privilege"]:
        return None
    return f"The terminal made it the privilege {str(user.privilege)[:40]!r}."


def _credential(
    payload: Mapping[str, Any], user: DeviceUser, upload: Upload
) -> str | None:
    told, asked = getattr(user, payload["kind"]), str(payload["value"])
    hidden = told is None and payload["kind"] == "password"
    if hidden or (told or "").lstrip("0") == asked.lstrip("0"):
        return None
    return f"The terminal has another {payload['kind']}, or none."


def _template(
    payload: Mapping[str, Any], user: DeviceUser, upload: Upload
) -> str | None:
    kind = ALIKE.get(payload["kind"], payload["kind"])
    place = kind, payload.get("slot") or 0
    found = any((each.kind, each.slot) == place for each in upload.templates)
    return None if found else "The terminal does not have the template."


_UNLIKE: dict[str, _Unlike] = {
    "rename_user": _name,
    "set_privilege": _right,
    "set_credential": _credential,
    "set_template": _template,
}

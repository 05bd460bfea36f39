"""Verify a command by comparing the records read afterwards with what it asked for.

The result a terminal returns is not reliable: some return OK and create nothing, some
delete and return ERROR, some return OK for a privilege they do not have and create a plain
user. Names are cut to what fits (8 letters on some). Source: measurements of HS101 (WS535BW1).
"""

from collections.abc import Callable, Mapping
from typing import Any

from ..reasons import Reason
from ..records import DeviceUser, Upload
from .templates import SAME_KINDS

_Verify = Callable[[Mapping[str, Any], DeviceUser, Upload], Reason | None]


def difference(kind: str, payload: Mapping[str, Any], upload: Upload) -> Reason | None:
    """Return why the records do not show that a command succeeded, ``None`` if they do.

    :param kind: for which :func:`.results.is_unverified` is true.
    :param payload: of the command; a template's blob may be missing.
    :param upload: records returned for the last of the command's ``steps``.
    """
    if kind == "delete_user":
        return _verify_deletion(payload, upload)
    user = _find(payload, upload)
    if user is None:
        return Reason("user_absent")
    verify = _VERIFY.get(kind)
    return verify(payload, user, upload) if verify else None


def _verify_deletion(payload: Mapping[str, Any], upload: Upload) -> Reason | None:
    if _find(payload, upload):
        return Reason("user_still_present")
    # Only a complete list shows that the user is gone.
    return Reason("user_list_cut") if upload.refused else None


def _find(payload: Mapping[str, Any], upload: Upload) -> DeviceUser | None:
    """Return the user with the payload's PIN, ignoring leading zeros; ``None`` for none."""
    pin = str(payload["pin"]).lstrip("0")
    return next((u for u in upload.users if u.pin.lstrip("0") == pin), None)


def _verify_name(
    payload: Mapping[str, Any], user: DeviceUser, upload: Upload
) -> Reason | None:
    name = (user.name or "").strip()
    same = name and payload["name"].strip().startswith(name)
    return None if same else Reason("name_differs", {"name": name[:40]})


def _verify_privilege(
    payload: Mapping[str, Any], user: DeviceUser, upload: Upload
) -> Reason | None:
    if user.privilege == payload["privilege"]:
        return None
    return Reason("privilege_differs", {"privilege": str(user.privilege)[:40]})


def _verify_credential(
    payload: Mapping[str, Any], user: DeviceUser, upload: Upload
) -> Reason | None:
    found, wanted = getattr(user, payload["kind"]), str(payload["value"])
    hidden = found is None and payload["kind"] == "password"
    if hidden or (found or "").lstrip("0") == wanted.lstrip("0"):
        return None
    return Reason("credential_differs", {"kind": payload["kind"]})


def _verify_template(
    payload: Mapping[str, Any], user: DeviceUser, upload: Upload
) -> Reason | None:
    kind = SAME_KINDS.get(payload["kind"], payload["kind"])
    place = kind, payload.get("slot") or 0
    found = any((each.kind, each.slot) == place for each in upload.templates)
    return None if found else Reason("template_absent")


_VERIFY: dict[str, _Verify] = {
    "rename_user": _verify_name,
    "set_privilege": _verify_privilege,
    "set_credential": _verify_credential,
    "set_template": _verify_template,
}

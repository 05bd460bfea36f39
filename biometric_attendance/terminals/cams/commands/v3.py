"""Commands of Web API 3.0, as far as public clients are known to use them."""

from collections.abc import Mapping
from datetime import tzinfo

from ...errors import ProtocolError
from ...times import zone
from ..times import payload_time, write_time
from .values import (
    list_credentials,
    make_names,
    read_privilege,
    read_type,
    refuse_limits,
)

_USER_TYPES = {"user": "User", "admin": "Admin"}


def _user(payload: dict, **fields: str) -> dict:
    return {"UserID": str(payload["pin"]), **fields}


def set_user(payload: dict, known: Mapping[str, str]) -> dict:
    refuse_limits(payload)
    names = make_names(payload)
    names.pop("Name", None)
    user_type = read_privilege(payload, _USER_TYPES)
    if user_type is not None:
        names["UserType"] = user_type
    items = [
        _template(payload, type_, value) for type_, value in list_credentials(payload)
    ]
    return _add(_user(payload, **names), items)


def set_template(payload: dict, known: Mapping[str, str]) -> dict:
    """Which finger it is has no place in what is known of v3."""
    item = _template(payload, read_type(payload), payload["blob"])
    return _add(_user(payload), [item])


def _add(user: dict, items: list[dict]) -> dict:
    return {"Add": {"User": user, **({"Template": items} if items else {})}}


def _template(payload: dict, type_: str, value: str) -> dict:
    return {"Type": type_, "UserID": str(payload["pin"]), "Data": value}


def delete_user(payload: dict, known: Mapping[str, str]) -> dict:
    return {"Delete": {"User": _user(payload)}}


def query_punches(payload: dict, known: Mapping[str, str], *, offset: str = "") -> dict:
    zone = _zone(known)
    wanted = {
        "StartTime": write_time(payload_time(payload["since"], zone)),
        "EndTime": write_time(payload_time(payload["until"], zone, end_of_day=True)),
    }
    if offset:
        wanted["OffSet"] = offset
    return {"Load": {"PunchLog": {"Filter": wanted}}}


def _zone(known: Mapping[str, str]) -> tzinfo | None:
    """Return the time zone of the device.

    :raises ProtocolError: for a name that is no zone's.
    """
    if not known.get("tz"):
        return None
    try:
        return zone(known["tz"])
    except ValueError as error:
        raise ProtocolError("zone_unknown", zone=known["tz"]) from error


def query_users(payload: dict, known: Mapping[str, str]) -> dict:
    """There is no asking for one user: all come, the one among them."""
    return {"Load": {"UserInfo": []}}


def information(payload: dict, known: Mapping[str, str]) -> dict:
    return {"Load": {"DeviceInformation": "All"}}

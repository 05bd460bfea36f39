"""Values of a user or template, as far as the gateway can be sent them.

What it cannot be sent is refused, never left out in silence: a limit that was not
written would let somebody in.
"""

from collections.abc import Iterator, Mapping

from ...errors import Unsupported
from .. import photos, templates

_TYPES = {**templates.TYPES, **photos.TYPES}


def make_names(payload: Mapping) -> dict[str, str]:
    """Return the name whole and in two; the two together are the whole again."""
    name = " ".join(str(payload.get("name") or "").split())
    first, _, last = name.rpartition(" ")
    if not name:
        return {}
    return {"Name": name, "FirstName": first or last, "LastName": last if first else ""}


def read_privilege(payload: Mapping, names: Mapping[str, str]) -> str | None:
    """Return the gateway's name of a privilege.

    :raises Unsupported: for anything between user and administrator.
    """
    privilege = payload.get("privilege")
    if privilege in (None, ""):
        return None
    if privilege not in names:
        raise Unsupported("privilege_unsupported")
    return names[privilege]


def list_credentials(payload: Mapping) -> Iterator[tuple[str, str]]:
    """Yield card and password with their types, as they stand among templates.

    :raises Unsupported: for one that is to be removed.
    """
    for name, type_ in (("card", "Card"), ("password", "Password")):
        value = payload.get(name)
        if value == "":
            raise Unsupported("credential_removal", name=name)
        if value is not None:
            yield type_, str(value)


def refuse_limits(payload: Mapping) -> None:
    """Refuse a command with values the gateway has no place for.

    :raises Unsupported: for an access group or a first or last time.
    """
    if any(payload.get(name) for name in ("group", "valid_from", "valid_until")):
        raise Unsupported("limits_unsupported")


def read_type(payload: Mapping) -> str:
    """Return the gateway's name of a kind of template.

    :raises Unsupported: for a kind the gateway does not name.
    """
    type_ = _TYPES.get(payload["kind"])
    if type_ is None:
        raise Unsupported("template_kind_unsupported")
    return type_

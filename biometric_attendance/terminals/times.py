"""Time zones by name."""

from zoneinfo import ZoneInfo


def zone(name: str) -> ZoneInfo:
    """Return the zone of an IANA name.

    :raises ValueError: for a name that is none.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        raise ValueError(f"{name!r} is not the name of a time zone.") from None

"""Times and time zones."""

from datetime import time
from zoneinfo import ZoneInfo

#: The last second of a day.
END_OF_DAY = time(23, 59, 59)


def zone(name: str) -> ZoneInfo:
    """Return the zone of an IANA name.

    :raises ValueError: for a name that is none.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        raise ValueError(f"{name!r} is not the name of a time zone.") from None

"""Times: six bytes for the clock, and seconds since 2 January 2000 in records.

Both are the terminal's wall clock. Source: two public implementations, of which one has found
by experience that the count begins with the second day of the year.
"""

from datetime import datetime, timedelta

from ..errors import ProtocolError

_EPOCH = datetime(2000, 1, 2)
_CENTURY = 2000


def decode_seconds(seconds: int) -> datetime:
    """Return the wall clock of a record."""
    return _EPOCH + timedelta(seconds=seconds)


def decode_clock(data: bytes) -> datetime | None:
    """Return what the clock shows, ``None`` for a day that does not exist."""
    if len(data) < 6:
        return None
    year, month, day, hour, minute, second = data[:6]
    try:
        return datetime(_CENTURY + year, month, day, hour, minute, second)
    except ValueError:
        return None


def encode_clock(wall: datetime) -> bytes:
    """Return the six bytes of a wall clock.

    :raises ProtocolError: the year does not fit.
    """
    year = wall.year - _CENTURY
    if not 0 <= year <= 99:
        raise ProtocolError("time_year")
    parts = (year, wall.month, wall.day, wall.hour, wall.minute, wall.second)
    return bytes(parts)

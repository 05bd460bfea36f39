"""Times as terminals read them."""

from datetime import datetime, timedelta

from ..errors import ProtocolError
from ..zk_times import encode_zk_time

_MAX_OFFSET_MINUTES = 14 * 60


def write_time(time: datetime) -> str:
    """``YYYY-MM-DD HH:MM:SS``."""
    return time.isoformat(" ")


def write_zk_time(time: datetime) -> str:
    """Return a time packed into the protocol's number.

    :raises ProtocolError: outside the years 2000 to 2099.
    """
    return str(encode_zk_time(time))


def write_offset(minutes: int) -> str:
    """``+0800``.

    :raises ProtocolError: beyond fourteen hours.
    """
    if abs(minutes) > _MAX_OFFSET_MINUTES:
        raise ProtocolError("offset_too_large", minutes=minutes)
    hours, rest = divmod(abs(timedelta(minutes=minutes)), timedelta(hours=1))
    return f"{'-' if minutes < 0 else '+'}{hours:02}{rest.seconds // 60:02}"

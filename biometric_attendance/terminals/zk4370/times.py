"""Encode and decode times: 32 bits in rows, six bytes in events; naive wall clock."""

from datetime import datetime, timedelta
from functools import lru_cache

from ..errors import ProtocolError
from ..zk_times import DAY, decode_zk_time, encode_zk_time

_CENTURY = 2000


@lru_cache(maxsize=1024)
def _midnight(day: int) -> datetime:
    return decode_zk_time(day * DAY)


def decode_time(packed: int) -> datetime:
    """Decode a packed time.

    :raises ProtocolError: for a day its month does not have, such as 31 February.
    """
    day, second = divmod(packed, DAY)
    return _midnight(day) + timedelta(seconds=second)


def encode_time(moment: datetime) -> int:
    """Encode a time as the protocol's number.

    :raises ProtocolError: outside the years 2000 to 2099.
    """
    return encode_zk_time(moment)


def decode_six(raw: bytes) -> datetime:
    """``YY MM DD hh mm ss``, one byte each.

    :raises ProtocolError: for a date or time that does not exist, or another length.
    """
    try:
        year, *rest = raw
        month, day, hour, minute, second = rest
        return datetime(_CENTURY + year, month, day, hour, minute, second)
    except ValueError:
        raise ProtocolError("six_bytes_invalid") from None

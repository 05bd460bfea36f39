"""ZK's packed time: seconds of a calendar in which every month has 31 days.

``((year - 2000) * 372 + (month - 1) * 31 + (day - 1)) * 86400 + second of the day``.
Used by the push protocol (``SET OPTIONS DateTime``, old stamps) and by port 4370.
Source: appendix of the vendor's security push document; its two examples are in the
tests.
"""

from datetime import datetime

from .errors import ProtocolError

DAY = 86_400
YEAR = 12 * 31
#: Stand for "no limit" next to a limit: a 0 there might be read as long past.
NEVER_BEFORE = datetime(2000, 1, 1)
NEVER_AFTER = datetime(2099, 12, 31, 23, 59, 59)


def encode_zk_time(time: datetime) -> int:
    """Pack a naive time, to the second, years 2000 to 2099.

    :raises ProtocolError: outside those years.
    """
    if not 2000 <= time.year <= 2099:
        raise ProtocolError("time_year")
    days = (time.year - 2000) * YEAR + (time.month - 1) * 31 + time.day - 1
    return days * DAY + time.hour * 3600 + time.minute * 60 + time.second


def decode_zk_time(packed: int) -> datetime:
    """Unpack to a naive time.

    :raises ProtocolError: for a day its month does not have, and outside 2000 to 2099.
    """
    days, second = divmod(packed, DAY)
    years, day_of_year = divmod(days, YEAR)
    if not 0 <= years <= 99:
        raise ProtocolError("time_year")
    month, day = divmod(day_of_year, 31)
    minutes, second = divmod(second, 60)
    hour, minute = divmod(minutes, 60)
    try:
        return datetime(2000 + years, month + 1, day + 1, hour, minute, second)
    except ValueError:
        raise ProtocolError("time_day") from None

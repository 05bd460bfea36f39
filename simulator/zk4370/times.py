"""Moments of the terminal's clock: 32 bits in rows and requests, six bytes in events."""

from datetime import datetime

SECONDS_A_DAY = 24 * 60 * 60


def pack_date(year: int, month: int, day: int, seconds: int = 0) -> int:
    """Return the number of a moment; every month has 31 days, so 31 February has one."""
    days = (year % 100) * 12 * 31 + (month - 1) * 31 + (day - 1)
    return days * SECONDS_A_DAY + seconds


def pack_time(moment: datetime) -> int:
    """Return the number of a moment, to the second."""
    seconds = (moment.hour * 60 + moment.minute) * 60 + moment.second
    return pack_date(moment.year, moment.month, moment.day, seconds)


def unpack_time(number: int) -> datetime:
    """Return the time packed into a number.

    :raises ValueError: the day does not exist.
    """
    number, second = divmod(number, 60)
    number, minute = divmod(number, 60)
    number, hour = divmod(number, 24)
    number, day = divmod(number, 31)
    year, month = divmod(number, 12)
    return datetime(2000 + year, month + 1, day + 1, hour, minute, second)


def six_bytes(moment: datetime) -> bytes:
    """Return year of the century, month, day, hour, minute and second."""
    clock = moment.hour, moment.minute, moment.second
    return bytes([moment.year % 100, moment.month, moment.day, *clock])

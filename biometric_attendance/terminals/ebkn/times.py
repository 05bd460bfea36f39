"""Times as terminals write them."""

import re
from datetime import datetime

from ..text import wall_clock

_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)", re.ASCII).fullmatch


def read_time(text: str | None) -> datetime | None:
    """``YYYYMMDDhhmmss`` or ``YYYY-MM-DD HH:MM:SS``, ``None`` for all else."""
    text = (text or "").strip()
    found = _TIME(text)
    if found:
        year, month, day, hour, minute, second = found.groups()
        text = f"{year}-{month}-{day} {hour}:{minute}:{second}"
    return wall_clock(text)


def write_time(time: datetime) -> str:
    """``YYYYMMDDhhmmss``."""
    return time.strftime("%Y%m%d%H%M%S").rjust(14, "0")

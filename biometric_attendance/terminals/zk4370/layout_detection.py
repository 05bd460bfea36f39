"""Detect the layout of a log from its rows, as the protocol does not name it.

The terminal's count of punches alone is not enough: with a punch during the reading, or a
wrong count, every row would be read wrongly. So the row width of a layout has to divide the
log's size, and the rows have to decode to likely punches. The count only decides between
several such layouts, or for one whose times are unlikely because the clock was wrong.
"""

from datetime import datetime, timedelta
from functools import lru_cache

from ..errors import ProtocolError
from .punch_layouts import LAYOUTS, Layout
from .times import encode_time

#: Share of the rows that have to be likely punches; and where the count agrees.
LIKELY = 0.99
LIKELY_AND_COUNTED = 0.5

_AHEAD = timedelta(days=2)
#: Packed time before which a punch is unlikely: no such terminal is older.
OLDEST = encode_time(datetime(2005, 1, 1))
#: Packed time to use instead where the PIN is text, which already shows the layout: a
#: terminal whose clock was reset begins at 2000.
_RESET = 1
#: State keys known are 0 to 5; own ones may follow. The highest byte of a time since 2005
#: is 9 and above, which tells the two layouts of eight bytes apart.
_LAST_STATE = 8
_NONE = 255
#: Work codes have eight digits at the most. Two rows of eight bytes read as one of sixteen
#: have a time in that place, which is more since 2005.
_LAST_WORKCODE = 99_999_999
_PRINTABLE = range(0x20, 0x7F)


def detect_layout(
    raw: bytes,
    *,
    now: datetime,
    counters: tuple[int, int] | None = None,
    total: int | None = None,
) -> Layout:
    """Return the layout of a log.

    :param raw: rows from the first one on, as many as were read; an incomplete row at the
        end is ignored.
    :param now: wall clock of the terminal, or of the server.
    :param counters: the terminal's count of punches before and after the reading.
    :param total: bytes of the whole log, those of ``raw`` unless given.
    :raises ProtocolError: where no layout fits, or more than one.
    """
    total = len(raw) if total is None else total
    fitting = [x for x in LAYOUTS.values() if total and total % x.width == 0]
    counted = [x for x in fitting if counters and _counts(total // x.width, counters)]
    named = [x for x in fitting if x.text]
    likely = (
        _likely(fitting, raw, now, LIKELY)
        or _likely(named, raw, now, LIKELY, oldest=_RESET)
        or _likely(counted, raw, now, LIKELY_AND_COUNTED)
    )
    if len(likely) > 1:
        likely = [x for x in likely if x in counted]
    if len(likely) != 1:
        raise ProtocolError("punch_layout_unknown", size=total)
    return likely[0]


def _likely(
    layouts: list[Layout],
    raw: bytes,
    now: datetime,
    enough: float,
    oldest: int = OLDEST,
) -> list[Layout]:
    return [
        x for x in layouts if share_of_likely_rows(x, raw, now, oldest=oldest) >= enough
    ]


def _counts(rows: int, counters: tuple[int, int]) -> bool:
    return min(counters) <= rows <= max(counters)


def share_of_likely_rows(
    layout: Layout, raw: bytes, now: datetime, *, oldest: int = OLDEST
) -> float:
    """Return the share of the rows that are likely punches, 0 to 1; 0 without a whole row.

    :param oldest: packed time before which no punch is likely.
    """
    rows = len(raw) // layout.width
    whole = memoryview(raw)[: rows * layout.width]
    last = encode_time(now + _AHEAD)
    read = layout.read
    good = 0
    for values in layout.struct.iter_unpack(whole):
        who, packed, state, _verify, workcode = read(*values)
        good += (
            oldest <= packed <= last
            and (state <= _LAST_STATE or state == _NONE)
            and workcode <= _LAST_WORKCODE
            and (not layout.zero or values[layout.zero] == 0)
            and (_is_text(who) if layout.text else who > 0)
        )
    return good / rows if rows else 0.0


@lru_cache(maxsize=4096)
def _is_text(field: bytes) -> bool:
    pin = field.partition(b"\0")[0]
    return bool(pin.strip()) and all(byte in _PRINTABLE for byte in pin)

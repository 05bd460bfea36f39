"""How wrong a terminal's clock is, told from the punches that arrive.

A punch that was made just now shows by how much the clock is ahead of the server's. One
that waited in the terminal looks like that of a clock which is behind. What tells them
apart:

- A punch of the future did not wait: its clock is ahead, at least as far as it shows.
- A terminal that is in contact sends what waits. So a punch made before a while without
  any, in which the terminal was in contact all the time, is one made just now (``live``).
- A terminal that calls with punches alone is never known to be idle: a doubt about it ends
  when its punches look right for ten minutes.
- A clock that is behind shows the same offset again. A backlog does not, and none of its
  punches is live, as they follow one another or the moment of contact.

Offsets are seconds the clock is ahead of the server's, negative when it is behind.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from statistics import median_low
from typing import NamedTuple
from zoneinfo import ZoneInfo

#: From this offset on a clock is doubted, in seconds.
DOUBT_SECONDS = 300
#: How much offsets of one clock differ, as punches take some time to arrive.
SAME_SECONDS = 60
#: How near a multiple of 15 minutes an offset is that comes from another zone.
ZONE_SECONDS = 120
QUARTER_SECONDS = 900
#: Zones there are, in seconds east of UTC.
WESTERNMOST, EASTERNMOST = -12 * 3600, 14 * 3600
#: How long a terminal in contact may take to send what waits.
IDLE_SPAN = timedelta(minutes=2)
#: How inexact the time of the last upload is: it is written once a minute.
UPLOAD_STEP = timedelta(minutes=1)
#: For how long a clock that was doubted has to be right where nothing can be live.
STEADY_SPAN = timedelta(minutes=10)
#: How many samples are kept.
MAX_SAMPLES = 5

ZONE, SUMMER_OFF, SUMMER_ON, CLOCK = "zone", "summer_off", "summer_on", "clock"


class Sample(NamedTuple):
    """What one punch showed when it arrived.

    :param at: when it arrived, naive UTC.
    :param offset: seconds its time was ahead of that.
    :param live: nothing can have waited in the terminal.
    """

    at: datetime
    offset: int
    live: bool = False


class Estimate(NamedTuple):
    """How wrong a clock is.

    :param offset: in seconds.
    :param since: when the first of the samples arrived that show it, naive UTC.
    """

    offset: int
    since: datetime


def is_live(
    at: datetime, contact_since: datetime | None, upload: datetime | None
) -> bool:
    """Whether nothing can have waited in the terminal before an upload.

    :param at: when the upload arrived.
    :param contact_since: since when the terminal is in contact without a longer pause.
    :param upload: when punches were uploaded before, ``None`` for never.
    """
    idle = at - IDLE_SPAN - UPLOAD_STEP
    return bool(contact_since and contact_since <= idle) and not (
        upload and upload > idle
    )


def newest_offset(instants: Sequence[datetime], received: datetime) -> int | None:
    """Return what the punches of one upload show of the clock, ``None`` for nothing.

    Of many, the newest counts if it is the last recorded, and only if it is of the future:
    the clock was set back where it lies in between.
    """
    if not instants:
        return None
    newest = max(instants)
    seconds = _seconds(newest - received)
    if len(instants) == 1:
        return seconds
    is_last = newest in (instants[0], instants[-1])
    return seconds if is_last and seconds >= DOUBT_SECONDS else None


def estimate(samples: Sequence[Sample], known: int = 0) -> Estimate | None:
    """Return what the last sample shows, with those before it; ``None`` for nothing new.

    :param samples: oldest first.
    :param known: the offset the clock is taken to have.
    """
    last = samples[-1]
    if max(abs(last.offset), abs(known)) < DOUBT_SECONDS:
        return Estimate(last.offset, last.at)
    agreeing = [last]
    for earlier in reversed(samples[:-1]):
        ahead = earlier.offset - last.offset
        if ahead > SAME_SECONDS or (earlier.live and ahead < -SAME_SECONDS):
            break  # then the clock was another one
        if earlier.offset >= last.offset - SAME_SECONDS:
            agreeing.append(earlier)
    proved = (
        last.offset > known + SAME_SECONDS
        or abs(last.offset - known) <= SAME_SECONDS
        or (len(agreeing) > 1 and any(sample.live for sample in agreeing))
        or (
            abs(last.offset) < DOUBT_SECONDS
            and last.at - agreeing[-1].at >= STEADY_SPAN
        )
    )
    if not proved:
        return None
    return Estimate(median_low(sample.offset for sample in agreeing), agreeing[-1].at)


def doubt(offset: int, zone: ZoneInfo, at: datetime) -> str | None:
    """Return what an offset looks like: one of the codes above, ``None`` where it is small.

    :param zone: the one the device is set to.
    :param at: naive UTC.
    """
    if abs(offset) < DOUBT_SECONDS:
        return None
    local = at.replace(tzinfo=timezone.utc).astimezone(zone)
    change = _summer_change(zone, local)
    if change and abs(offset + change) <= ZONE_SECONDS:
        return SUMMER_OFF if change > 0 else SUMMER_ON
    return CLOCK if shown_offset(offset, zone, at) is None else ZONE


def shown_offset(offset: int, zone: ZoneInfo, at: datetime) -> int | None:
    """Return the seconds east of UTC a clock shows, ``None`` where no zone has them."""
    quarters = round(offset / QUARTER_SECONDS) * QUARTER_SECONDS
    local = at.replace(tzinfo=timezone.utc).astimezone(zone).utcoffset()
    shown = quarters + _seconds(local or timedelta())
    near = quarters and abs(offset - quarters) <= ZONE_SECONDS
    return shown if near and WESTERNMOST <= shown <= EASTERNMOST else None


def offset_name(seconds: int) -> str:
    """Return the name of an offset from UTC, such as ``UTC+05:30``."""
    hours, minutes = divmod(abs(seconds) // 60, 60)
    return f"UTC{'-' if seconds < 0 else '+'}{hours:02d}:{minutes:02d}"


def _summer_change(zone: ZoneInfo, local: datetime) -> int:
    """Return the seconds by which the zone's summer time changes the clock.

    Positive in summer time, negative in the time of the year without, 0 where there is none.
    """
    now = _seconds(local.utcoffset() or timedelta())
    offsets = [
        _seconds(local.replace(month=month, day=1).utcoffset() or timedelta())
        for month in range(1, 13)
    ]
    others = [each for each in offsets if each != now]
    return now - others[0] if others else 0


def _seconds(span: timedelta) -> int:
    return max(-(2**31), min(2**31 - 1, round(span.total_seconds())))

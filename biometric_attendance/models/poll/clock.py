"""When the clock of a terminal is set."""

from datetime import datetime, timedelta

from ...rules import clock

# A clock is only set when it is wrong by more than this, and not near midnight, where
# setting it would move punches to another day.
TOLERANCE = timedelta(seconds=60)
MIDNIGHT_MARGIN = timedelta(minutes=15)


def compare(device, wall, now):
    """Store how wrong a terminal's clock is, and have it set by the rule.

    :param wall: what it showed at ``now``, naive UTC.
    """
    right = clock.wall(now, clock.zone(device.tz))
    drift = wall - right
    seconds = max(-(2**31), min(2**31 - 1, int(drift.total_seconds())))
    if seconds != device.clock_drift:
        device.clock_drift = seconds
    device._judge_clock(seconds, now)
    since_midnight = right - datetime.combine(right.date(), datetime.min.time())
    away = MIDNIGHT_MARGIN < since_midnight < timedelta(days=1) - MIDNIGHT_MARGIN
    ahead = drift > TOLERANCE and _has_future_punches(device, now)
    if device.correct_clock and abs(drift) > TOLERANCE and away and not ahead:
        _queue_set_clock(device, right)


def _queue_set_clock(device, right):
    """Queue setting the clock, unless that is pending; the time is filled in when sent."""
    commands = device.env["biometric.command"].sudo()
    if not commands._get_pending(device, "set_clock"):
        commands._queue(device, "set_clock", {"time": str(right)})


def _has_future_punches(device, now):
    """Whether punches are stored that are yet to happen.

    A clock set back would let the terminal record the same times once more.
    """
    future = [("device_id", "=", device.id), ("instant", ">", now)]
    return bool(device.env["biometric.punch"].sudo().search_count(future, limit=1))

"""Finders of causes that are written on the device itself."""

from datetime import timedelta

from odoo.tools import SQL

from ..push.contact import CLOCK_TOLERANCE_SECONDS
from .finding import Finding, select_devices
from .silence import ANSWERS_AS_ANOTHER

# A refused call is over when no other came for so long.
REFUSED_WITHIN = timedelta(hours=1)
# How full a memory is when somebody is told, and when that is over, in percent.
FULL, FULL_NO_MORE = 80, 75
# A clock is told of beyond this error, as the correction of a clock takes a moment.
CLOCK_SECONDS = 2 * CLOCK_TOLERANCE_SECONDS
# How long a log that shrank is an open alert.
SHRUNK_WITHIN = timedelta(days=7)
MEMORIES = ("user", "finger", "face", "punch")


def find_refused(moment):
    """Find devices in whose name calls were refused lately."""
    lately = SQL("d.refused_at > %s", moment.now - REFUSED_WITHIN)
    rows = select_devices(moment, SQL("d.refused_at"), lately)
    return [Finding(device, since) for device, since in rows]


def find_replaced(moment):
    """Find devices of which another terminal seems to call or to answer."""
    another = SQL("d.poll_failures > 0 AND %s", ANSWERS_AS_ANOTHER)
    condition = SQL("d.contradicted_at IS NOT NULL OR %s", another)
    columns = SQL("coalesce(d.contradicted_at, d.poll_error_at, %s)", moment.now)
    rows = select_devices(moment, columns, condition)
    return [Finding(device, since) for device, since in rows]


def find_clock(moment):
    """Find terminals whose clock is wrong, or the zone of whose device seems to be."""
    wrong = SQL(
        "d.clock_doubt IS NOT NULL OR abs(d.clock_drift) > %s", CLOCK_TOLERANCE_SECONDS
    )
    columns = SQL(
        "coalesce(d.clock_doubt_since, %s), d.clock_doubt, d.clock_drift", moment.now
    )
    return [
        Finding(device, since, due=bool(doubt) or abs(drift) > CLOCK_SECONDS)
        for device, since, doubt, drift in select_devices(moment, columns, wrong)
    ]


def find_memory(moment):
    """Find terminals of which one memory is nearly full; the number is in percent."""
    percent = SQL("greatest(%s)", SQL(", ").join(map(_percent, MEMORIES)))
    rows = select_devices(moment, percent, SQL("%s > %s", percent, FULL_NO_MORE))
    return [
        Finding(device, moment.now, number, due=number > FULL)
        for device, number in rows
    ]


def _percent(memory):
    used = SQL.identifier("d", "punches" if memory == "punch" else f"{memory}s")
    return SQL(
        "100 * %s::bigint / nullif(%s, 0)",
        used,
        SQL.identifier("d", f"{memory}_capacity"),
    )


def find_shrunk(moment):
    """Find terminals that lost punches without having been told to; a number of them.

    Whoever has this server clear a terminal knows it.
    """
    condition = SQL(
        """d.shrunk_at > %s AND NOT EXISTS (
              SELECT FROM biometric_command k
               WHERE k.device_id = d.id AND k.kind = 'clear_punches'
                     AND k.sent_at BETWEEN d.shrunk_at - interval '1 day'
                                       AND d.shrunk_at)""",
        moment.now - SHRUNK_WITHIN,
    )
    rows = select_devices(moment, SQL("d.shrunk_at, d.shrunk_by"), condition)
    return [Finding(*row) for row in rows]


def find_failed(moment):
    """Find devices on which work of this server failed."""
    failed = SQL("jsonb_typeof(d.failures) = 'array'")
    rows = select_devices(moment, SQL("d.failures"), failed)
    return [Finding(device, moment.now) for device, failures in rows if failures]


def find_pending(moment):
    """Find terminals that call and that nobody has approved."""
    return [
        Finding(*row)
        for row in moment.env.execute_query(
            SQL(
                """SELECT id, create_date FROM biometric_device
                    WHERE state = 'pending' AND active AND last_seen IS NOT NULL
                 ORDER BY id"""
            )
        )
    ]

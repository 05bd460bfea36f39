"""The first outcome of a punch: by its time, and in SQL by its owner and the days of access."""

from datetime import datetime, timezone

from odoo.tools import SQL

from ...rules import clock
from ...rules.repeated_hour import MAX_CLOCK_LEAD

# First outcomes of punches whose person is known.
MAPPED_OUTCOMES = ("waiting", "denied", "visit")


def outcome_by_time(instant, received, since):
    """Return the outcome, reason and detail that the time of a punch alone decides.

    They are ``waiting`` where the owner decides.

    :param instant: when it was made, by the terminal; all three are naive UTC.
    :param received: when it came.
    :param since: what is older does not count; :class:`CountedSince`.
    """
    if instant > received + MAX_CLOCK_LEAD:
        hours, rest = divmod(int((instant - received).total_seconds()), 3600)
        return "clock_error", "clock_ahead", f"+{hours}:{rest // 60:02} h"
    if instant < since.instant:
        return "before_start", "too_old", since.text
    return "waiting", "queued", None


class CountedSince:
    """Since when the punches of a device count.

    :ivar instant: naive UTC.
    :ivar text: the same on the clock of the device, as its punches have it.
    """

    def __init__(self, device):
        self.instant = device.import_since or datetime.min
        self.text = None
        if device.import_since:
            utc = self.instant.replace(tzinfo=timezone.utc)
            self.text = f"{utc.astimezone(clock.zone(device.tz)):%Y-%m-%d %H:%M}"


def first_outcome(punch):
    """SQL of the first outcome of a punch by its owner, ``o``; see :func:`~.owner.join_owner`.

    Days are compared as text, which in this format is their order.

    :param punch: name of the relation that has the ``device_time``.
    """
    return SQL(
        """CASE WHEN o.employee_id IS NULL AND o.partner_id IS NULL THEN 'unmapped'
                WHEN o.windows IS NOT NULL AND NOT EXISTS (
                     SELECT FROM jsonb_array_elements(o.windows) AS w
                      WHERE left(%(time)s, 10) >= coalesce(w->>0, '0001-01-01')
                        AND left(%(time)s, 10) <= coalesce(w->>1, '9999-12-31'))
                THEN 'denied'
                WHEN o.employee_id IS NULL THEN 'visit'
                ELSE 'waiting' END""",
        time=SQL.identifier(punch, "device_time"),
    )


def first_reason(punch):
    """SQL of the reason of the :func:`first_outcome`."""
    return SQL(
        """CASE %(outcome)s
                WHEN 'unmapped' THEN 'nobody' WHEN 'visit' THEN 'visit'
                WHEN 'denied' THEN %(denied)s ELSE 'queued' END""",
        outcome=first_outcome(punch),
        denied=_by_access(punch, SQL("'access_ended'"), SQL("'access_begins'")),
    )


def denied_day(punch):
    """SQL of the day that belongs to the reason, NULL unless ``denied``.

    It is the last day of access where access ended, the next first day where it begins.
    """
    begins = SQL(
        "min(w->>0) FILTER (WHERE w->>0 > left(%s, 10))",
        SQL.identifier(punch, "device_time"),
    )
    return SQL(
        "CASE WHEN %s = 'denied' THEN %s END",
        first_outcome(punch),
        _by_access(punch, SQL("max(w->>1)"), begins),
    )


def _by_access(punch, ended, begins):
    """SQL of one of two values of a denied punch: where access ended, or has yet to begin."""
    return SQL(
        """(SELECT CASE WHEN max(coalesce(w->>1, '9999-12-31')) < left(%(time)s, 10)
                        THEN %(ended)s ELSE %(begins)s END
              FROM jsonb_array_elements(o.windows) AS w)""",
        time=SQL.identifier(punch, "device_time"),
        ended=ended,
        begins=begins,
    )

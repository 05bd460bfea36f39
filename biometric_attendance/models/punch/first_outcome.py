"""SQL of the first outcome of a punch, by its owner and the days of access."""

from odoo.tools import SQL

# First outcomes of punches whose person is known.
MAPPED_OUTCOMES = ("waiting", "denied", "visit")


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


def denied_reason(punch):
    """SQL of the reason, NULL unless :func:`first_outcome` is ``denied``."""
    return _denied(punch, SQL("'access_ended'"), SQL("'access_begins'"))


def denied_day(punch):
    """SQL of the day that belongs to the reason, NULL unless ``denied``.

    It is the last day of access where access ended, the next first day where it begins.
    """
    begins = SQL(
        "min(w->>0) FILTER (WHERE w->>0 > left(%s, 10))",
        SQL.identifier(punch, "device_time"),
    )
    return _denied(punch, SQL("max(w->>1)"), begins)


def _denied(punch, ended, begins):
    return SQL(
        """CASE WHEN %(first_outcome)s = 'denied' THEN (
                SELECT CASE WHEN max(coalesce(w->>1, '9999-12-31')) < left(%(time)s, 10)
                            THEN %(ended)s ELSE %(begins)s END
                  FROM jsonb_array_elements(o.windows) AS w) END""",
        first_outcome=first_outcome(punch),
        time=SQL.identifier(punch, "device_time"),
        ended=ended,
        begins=begins,
    )

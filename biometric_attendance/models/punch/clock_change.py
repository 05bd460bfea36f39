"""SQL that gives stored punches the instants that another zone or clock makes of them.

The terminal's wall clock, by which a punch is known, stays; its instant, outcome and owner
become what they were if it came now for the first time.

What is in a closed period of its owner, or would get there, stays as it is.
"""

from odoo.tools import SQL

from ...rules.assignments import BEGINNING
from ...rules.repeated_hour import MAX_CLOCK_LEAD
from .changes import change_punches
from .clock_numbers import give_numbers_back, set_numbers_aside
from .clock_readings import get_picked, get_shift, get_wall
from .first_outcome import CountedSince, denied_day, first_outcome, first_reason
from .owner import join_owner

# Outcomes that the time, the owner or the days of access decide.
DECIDED_AT_FIRST = ("clock_error", "before_start", "unmapped", "denied", "visit")


def count_changes(change, readings):
    """Return how many punches, people and clock errors would change, and what stays."""
    [row] = change.device.env.execute_query(
        SQL(
            """SELECT count(*) FILTER (WHERE changed AND NOT closed),
                      count(DISTINCT former_owner) FILTER (WHERE changed AND NOT closed),
                      count(*) FILTER (WHERE former_outcome = 'clock_error'),
                      count(*) FILTER (WHERE CASE WHEN closed THEN former_outcome
                                             ELSE outcome END = 'clock_error'),
                      count(*) FILTER (WHERE changed AND closed)
                 FROM (%s) AS became""",
            _judge(change, readings),
        )
    )
    names = ("punches", "people", "errors_before", "errors_after", "closed")
    return dict(zip(names, row, strict=True))


def apply_change(change, readings, pins, counter=None):
    """Read the punches of some PINs again, and queue their people for pairing.

    It may be repeated: what is read already does not change.

    :param counter: the record whose ``count`` is raised by the punches that changed.
    """
    env = change.device.env
    if change.device.numbers_events:
        set_numbers_aside(change.device, _judge(change, readings, pins))
    statement = SQL(
        """
        became AS (%(became)s), changed AS (
            UPDATE biometric_punch p
               SET instant = j.instant, ambiguous_hour = j.ambiguous,
                   employee_id = j.owner, partner_id = j.guest,
                   clock_shift = nullif(j.shift, 0), doubted_time = FALSE,
                   outcome = j.outcome,
                   reason = CASE WHEN j.stays THEN p.reason ELSE j.reason END,
                   detail = CASE WHEN j.stays THEN p.detail ELSE j.detail END,
                   attendance_id = CASE WHEN j.stays THEN p.attendance_id END
              FROM became j
             WHERE p.id = j.id AND j.changed AND NOT j.closed
         RETURNING p.id, j.former_owner, j.owner, least(j.former, j.instant) AS since
        ), discards AS (
            UPDATE biometric_correction c SET instant = j.instant
              FROM became j JOIN changed ON changed.id = j.id
             WHERE c.punch_id = j.id AND c.kind = 'discard'
        ), counted AS (
            UPDATE biometric_clock_change
               SET count = coalesce(count, 0) + (SELECT count(*) FROM changed)
             WHERE id = %(counter)s
        )
        """,
        became=_judge(change, readings, pins),
        counter=counter.id if counter else None,
    )
    queue = SQL(
        """INSERT INTO biometric_pairing (employee_id, since)
           SELECT person, min(since)
             FROM changed, unnest(ARRAY[former_owner, owner]) AS person
            WHERE person IS NOT NULL GROUP BY person"""
    )
    env.flush_all()
    change_punches(
        env,
        statement,
        queue,
    )
    if change.device.numbers_events:
        give_numbers_back(change.device, pins)
    env["biometric.punch"].invalidate_model(flush=False)
    env["biometric.correction"].invalidate_model(["instant"], flush=False)
    if counter:
        counter.invalidate_recordset(["count"], flush=False)


def _judge(change, readings, pins=None):
    """SQL of what each punch becomes: one row each."""
    since = CountedSince(change.device)
    return SQL(
        """
        SELECT s.*, o.employee_id AS owner, o.partner_id AS guest, f.outcome,
               f.stays, f.reason, f.detail,
               coalesce(least(s.former, s.instant) < former_closed.until
                        OR s.instant < closed.until, FALSE) AS closed,
               (s.instant, s.ambiguous, s.shift, f.outcome, o.employee_id, o.partner_id,
                FALSE)
               IS DISTINCT FROM
               (s.former, s.former_ambiguous, s.former_shift, s.former_outcome,
                s.former_owner, s.former_guest, s.doubted) AS changed
          FROM (%(read)s) AS s
               %(join_owner)s
         CROSS JOIN LATERAL (
               SELECT %(first_outcome)s AS outcome, %(first_reason)s AS reason,
                      %(denied_day)s AS detail) first
         CROSS JOIN LATERAL (
               SELECT CASE WHEN s.former_outcome = 'discarded' THEN 'discarded'
                           WHEN s.ahead > %(lead)s THEN 'clock_error'
                           WHEN s.instant < %(since)s THEN 'before_start'
                           ELSE first.outcome END AS outcome) t
         CROSS JOIN LATERAL (
               SELECT t.outcome = 'discarded' OR t.outcome = 'waiting'
                      AND s.former_outcome <> ALL(%(decided)s)
                      AND s.former_owner = o.employee_id AS stays) k
         CROSS JOIN LATERAL (
               SELECT k.stays,
                      CASE WHEN k.stays THEN s.former_outcome ELSE t.outcome
                           END AS outcome,
                      CASE t.outcome WHEN 'clock_error' THEN 'clock_ahead'
                           WHEN 'before_start' THEN 'too_old'
                           ELSE first.reason END AS reason,
                      CASE t.outcome WHEN 'clock_error' THEN s.lead
                           WHEN 'before_start' THEN %(since_text)s
                           ELSE first.detail END AS detail) f
          LEFT JOIN json_to_recordset(%(closed)s)
               AS former_closed(employee int, until timestamp)
               ON former_closed.employee = s.former_owner
          LEFT JOIN json_to_recordset(%(closed)s)
               AS closed(employee int, until timestamp)
               ON closed.employee = o.employee_id
        """,
        read=_read(change, readings, pins),
        join_owner=join_owner("s", change.device.id),
        first_outcome=first_outcome("s"),
        first_reason=first_reason("s"),
        denied_day=denied_day("s"),
        lead=MAX_CLOCK_LEAD.total_seconds(),
        since=change.device.import_since or BEGINNING,
        since_text=since.text,
        decided=list(DECIDED_AT_FIRST),
        closed=readings.closed,
    )


def _read(change, readings, pins):
    """SQL of the new instant of each punch, and of what it was.

    Where somebody chose the hour, that is put right before, by itself.
    """
    return SQL(
        """
        SELECT q.*, extract(epoch FROM q.instant - q.received_at) AS ahead,
               '+' || floor(extract(epoch FROM q.instant - q.received_at) / 3600) || ':'
               || to_char(floor(mod(extract(epoch FROM q.instant - q.received_at)::bigint,
                                    3600) / 60), 'FM00') || ' h' AS lead
          FROM (
            SELECT p.id, p.pin, p.device_time, p.number, p.received_at,
                   p.instant AS former, p.employee_id AS former_owner,
                   p.partner_id AS former_guest, p.outcome AS former_outcome,
                   coalesce(p.ambiguous_hour, FALSE) AS former_ambiguous,
                   coalesce(p.clock_shift, 0) AS former_shift,
                   coalesce(p.doubted_time, FALSE) AS doubted,
                   %(shift)s AS shift,
                   CASE WHEN p.own_offset
                        THEN p.instant + make_interval(
                             secs => %(shift)s - coalesce(p.clock_shift, 0))
                        WHEN chosen.instant IS NOT NULL THEN chosen.instant
                        ELSE coalesce(x.instant, least(greatest(
                             %(wall)s - make_interval(secs => d.seconds), '0001-01-01'),
                             '9999-12-31 23:59:59'::timestamp)) END AS instant,
                   coalesce(x.ambiguous AND chosen.instant IS NULL, FALSE) AS ambiguous
              FROM %(source)s
              LEFT JOIN json_to_recordset(%(days)s) AS d(day date, seconds int)
                   ON d.day = %(wall)s::date
              LEFT JOIN json_to_recordset(%(rows)s)
                   AS x(id int, instant timestamp, ambiguous boolean) ON x.id = p.id
              LEFT JOIN biometric_correction chosen
                   ON chosen.punch_id = p.id AND chosen.kind = 'hour'
                      AND chosen.state = 'active'
             WHERE %(pins)s) AS q
        """,
        shift=get_shift(change),
        wall=get_wall(change),
        source=SQL("(SELECT p.* FROM %s) AS p", get_picked(change)),
        days=readings.days,
        rows=readings.rows,
        pins=SQL("TRUE") if pins is None else SQL("p.pin = ANY(%s)", list(pins)),
    )

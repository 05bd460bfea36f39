"""SQL that gives stored punches the instants that another zone or clock makes of them.

The terminal's wall clock, by which a punch is known, stays; its instant, outcome and owner
become what they were if it came now for the first time. Days on which the zone has one
offset are worked out by SQL; punches of the others one by one, as when they come.

What is in a closed period of its owner, or would get there, stays as it is.
"""

import json
from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import NamedTuple

from odoo.tools import SQL

from ...rules import clock
from ...rules.assignments import BEGINNING
from ...rules.repeated_hour import MAX_CLOCK_LEAD
from .changes import change_punches
from .first_outcome import CountedSince, denied_day, first_outcome, first_reason
from .owner import join_owner

# By which punches come in the order recorded, unless they show another one.
ORDERED_ROUTES = ("push", "poll", "live")
# Outcomes that the time, the owner or the days of access decide.
DECIDED_AT_FIRST = ("clock_error", "before_start", "unmapped", "denied", "visit")
# What is before the number of a punch while it is moved: this, and its id.
ASIDE = "~%~%"
ASIDE_PATTERN = "^~[0-9]+~"


class ClockChange(NamedTuple):
    """Which punches of a device are read again, and how.

    :param zone: of the terminal's clock.
    :param since: from which day on, by that clock; ``None`` for all.
    :param shift: seconds to add to the clock of those with a doubted time, the only ones
        read then; ``None`` to leave each its own.
    """

    device: object
    zone: object
    since: date | None = None
    shift: int | None = None


class Readings(NamedTuple):
    """What a zone makes of the wall clocks of a device, as JSON for the SQL.

    :param days: the offset of each day on which it does not change.
    :param rows: the instants of the punches of the other days.
    :param closed: until when each employee's closed period is.
    """

    days: str
    rows: str
    closed: str


def load_readings(change):
    """Return the :class:`Readings` of all punches that are read again."""
    days = [
        day
        for (day,) in change.device.env.execute_query(
            SQL("SELECT DISTINCT %s::date FROM %s", _wall(change), _picked(change))
        )
    ]
    offsets = {day: clock.constant_offset(change.zone, day.toordinal()) for day in days}
    return Readings(
        json.dumps(
            [
                {"day": str(day), "seconds": int(offset.total_seconds())}
                for day, offset in offsets.items()
                if offset is not None
            ]
        ),
        json.dumps(
            _read_changing_days(
                change, [day for day, offset in offsets.items() if offset is None]
            )
        ),
        json.dumps(_get_closed_ends(change.device)),
    )


def _read_changing_days(change, days):
    """Read the punches of days on which the zone changes its clock, upload by upload."""
    if not days:
        return []
    rows = change.device.env.execute_query(
        SQL(
            """SELECT p.id, p.pin, %(wall)s, %(wall)s::date = ANY(%(days)s),
                      p.received_at, p.route
                 FROM %(picked)s AND NOT coalesce(p.own_offset, FALSE)
                  AND p.received_at IN (SELECT p.received_at FROM %(picked)s
                                           AND %(wall)s::date = ANY(%(days)s))
                ORDER BY p.received_at, p.route, p.id""",
            wall=_wall(change),
            days=days,
            picked=_picked(change),
        )
    )
    uploads = defaultdict(list)
    for *row, received, route in rows:
        uploads[received, route].append(row)
    read = []
    for (received, route), upload in uploads.items():
        instants, ambiguous = clock.instants(
            [(pin, wall, None) for _id, pin, wall, _changing in upload],
            change.zone,
            received,
            in_order=route in ORDERED_ROUTES,
        )
        read += [
            {"id": id_, "instant": str(instants[n]), "ambiguous": n in ambiguous}
            for n, (id_, _pin, _wall_clock, changing) in enumerate(upload)
            if changing
        ]
    return read


def _get_closed_ends(device):
    """Return where the closed period of each employee with punches here ends."""
    env = device.env
    rows = env.execute_query(
        SQL(
            """SELECT employee_id FROM biometric_punch
                WHERE device_id = %(device)s AND employee_id IS NOT NULL
                UNION SELECT employee_id FROM biometric_device_user
                WHERE device_id = %(device)s AND employee_id IS NOT NULL
                UNION SELECT employee_id FROM biometric_assignment
                WHERE device_id = %(device)s AND employee_id IS NOT NULL""",
            device=device.id,
        )
    )
    employees = env["hr.employee"].sudo().with_context(active_test=False)
    ends = []
    for employee in employees.browse(id_ for (id_,) in rows).exists():
        closed = employee.company_id.biometric_closed_until
        if closed:
            try:
                zone = clock.zone(employee._get_tz())
            except ValueError:  # one this server lacks
                zone = clock.zone("UTC")
            end = clock.midnight(closed + timedelta(days=1), zone)
            ends.append({"employee": employee.id, "until": str(end)})
    return ends


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
                 FROM (%s) AS judged""",
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
        _set_numbers_aside(change, readings, pins)
    statement = SQL(
        """
        judged AS (%(judged)s), changed AS (
            UPDATE biometric_punch p
               SET instant = j.instant, ambiguous_hour = j.ambiguous,
                   employee_id = j.owner, partner_id = j.guest,
                   clock_shift = nullif(j.shift, 0), doubted_time = FALSE,
                   outcome = j.outcome,
                   reason = CASE WHEN j.stays THEN p.reason ELSE j.reason END,
                   detail = CASE WHEN j.stays THEN p.detail ELSE j.detail END,
                   attendance_id = CASE WHEN j.stays THEN p.attendance_id END
              FROM judged j
             WHERE p.id = j.id AND j.changed AND NOT j.closed
         RETURNING p.id, j.former_owner, j.owner, least(j.former, j.instant) AS since
        ), discards AS (
            UPDATE biometric_correction c SET instant = j.instant
              FROM judged j JOIN changed ON changed.id = j.id
             WHERE c.punch_id = j.id AND c.kind = 'discard'
        ), counted AS (
            UPDATE biometric_clock_change
               SET count = coalesce(count, 0) + (SELECT count(*) FROM changed)
             WHERE id = %(counter)s
        )
        """,
        judged=_judge(change, readings, pins),
        counter=counter.id if counter else None,
    )
    queue = SQL(
        """INSERT INTO biometric_pairing (employee_id, since)
           SELECT person, min(since)
             FROM changed, unnest(ARRAY[former_owner, owner]) AS person
            WHERE person IS NOT NULL GROUP BY person"""
    )
    env.flush_all()
    change_punches(env, statement, queue)
    if change.device.numbers_events:
        _give_numbers_back(change, pins)
    env["biometric.punch"].invalidate_model(flush=False)
    env["biometric.correction"].invalidate_model(["instant"], flush=False)
    if counter:
        counter.invalidate_recordset(["count"], flush=False)


def _picked(change):
    """SQL of the punches that are read again, ``p``, with their ``WHERE``."""
    return SQL(
        """biometric_punch p WHERE p.device_id = %s AND p.device_time >= %s
           AND (%s::int IS NULL OR p.doubted_time)""",
        change.device.id,
        str(change.since or ""),
        change.shift,
    )


def _shift(change):
    return SQL("coalesce(%s::int, p.clock_shift, 0)", change.shift)


def _wall(change):
    """SQL of the wall clock put right, within what Python knows as a date."""
    return SQL(
        """least(greatest(p.device_time::timestamp + make_interval(secs => %s),
                          '0001-01-01'), '9999-12-31 23:59:59'::timestamp)""",
        _shift(change),
    )


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
        shift=_shift(change),
        wall=_wall(change),
        source=SQL("(SELECT p.* FROM %s) AS p", _picked(change)),
        days=readings.days,
        rows=readings.rows,
        pins=SQL("TRUE") if pins is None else SQL("p.pin = ANY(%s)", list(pins)),
    )


def _set_numbers_aside(change, readings, pins):
    """Take the number from punches that would meet another one's while they are moved.

    An event is known by its number and instant, too. Terminals count anew now and then, so
    another punch may have the number at the very instant that this one gets.
    """
    change.device.env.cr.execute(
        SQL(
            """
            WITH judged AS (%(judged)s)
            UPDATE biometric_punch p SET number = '~' || p.id || '~' || p.number
              FROM judged j
             WHERE p.id = j.id AND j.number IS NOT NULL AND NOT j.closed
               AND j.instant <> j.former
               AND EXISTS (SELECT FROM judged other
                            WHERE other.number = j.number AND other.pin = j.pin
                              AND other.id <> j.id
                              AND j.instant IN (other.former, other.instant))
            """,
            judged=_judge(change, readings, pins),
        )
    )


def _give_numbers_back(change, pins):
    """Give the numbers back; where two became one event, the first keeps it.

    For the other one it is among what else the terminal sent of the event.
    """
    change.device.env.cr.execute(
        SQL(
            """
            WITH aside AS (
                SELECT p.id, p.bare AS number,
                       row_number() OVER (PARTITION BY p.pin, p.bare, p.instant
                                              ORDER BY p.id) = 1
                       AND NOT EXISTS (
                           SELECT FROM biometric_punch other
                            WHERE other.device_id = p.device_id AND other.pin = p.pin
                              AND other.number = p.bare
                              AND other.instant = p.instant) AS keeps
                  FROM (SELECT *, regexp_replace(number, %(pattern)s, '') AS bare
                          FROM biometric_punch
                         WHERE device_id = %(device)s AND pin = ANY(%(pins)s)
                           AND number LIKE %(aside)s) AS p
            )
            UPDATE biometric_punch p
               SET number = CASE WHEN a.keeps THEN a.number END,
                   other_tellings = CASE WHEN a.keeps THEN p.other_tellings ELSE
                       '{"tellings": []}' || coalesce(p.other_tellings, '{}')
                       || jsonb_build_object('numbers',
                          coalesce(p.other_tellings->'numbers', '[]')
                          || jsonb_build_array(a.number)) END
              FROM aside a WHERE a.id = p.id
            """,
            device=change.device.id,
            pins=list(pins),
            aside=ASIDE,
            pattern=ASIDE_PATTERN,
        )
    )


def move_chosen_hours(change, former_zone):
    """Keep what people chose of the hour that happens twice: the first or the second.

    Where that hour is another one in the new zone, there is nothing to choose any more, and
    the correction is withdrawn.

    :param former_zone: by which they chose.
    """
    env = change.device.env
    rows = env.execute_query(
        SQL(
            """SELECT c.id, c.employee_id, c.instant, %(wall)s,
                      p.device_time::timestamp
                      + make_interval(secs => coalesce(p.clock_shift, 0))
                 FROM (SELECT p.* FROM %(picked)s) AS p
                 JOIN biometric_correction c ON c.punch_id = p.id AND c.kind = 'hour'
                WHERE c.state = 'active' AND NOT coalesce(p.own_offset, FALSE)""",
            wall=_wall(change),
            picked=_picked(change),
        )
    )
    ends = {
        each["employee"]: datetime.fromisoformat(each["until"])
        for each in _get_closed_ends(change.device)
    }
    moot = []
    for id_, employee, instant, wall, former_wall in rows:
        if instant < ends.get(employee, instant):
            continue
        before, after = clock.offsets(wall, change.zone)
        is_second = former_wall - instant == min(
            clock.offsets(former_wall, former_zone)
        )
        if before <= after:
            moot.append(id_)
        env.cr.execute(
            SQL(
                """UPDATE biometric_correction SET instant = %s, former_instant = %s
                    WHERE id = %s""",
                wall - (after if is_second else before),
                wall - before,
                id_,
            )
        )
    corrections = env["biometric.correction"].sudo()
    corrections.invalidate_model(["instant", "former_instant"], flush=False)
    corrections.browse(moot)._withdraw()
    corrections.flush_model()

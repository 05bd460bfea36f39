"""Storing a batch of punches with one SQL statement."""

import json

from odoo.tools import SQL

from ...rules.numbered_events import NO_STATUS
from ..push.biometric_message import REPLAYED
from . import numbered
from .file_punches import get_file_import, release_from_files
from .first_outcome import (
    CountedSince,
    denied_day,
    first_outcome,
    first_reason,
    outcome_by_time,
)
from .hooks import AFTER_INGEST, is_followed
from .owner import join_owner

ROWS_PER_STATEMENT = 10_000


def store_punches(device, punches, instants, ambiguous, received, route):
    """Store the punches that are new, map their PINs, and queue their employees for pairing.

    :param instants: when each punch was made, naive UTC.
    :param ambiguous: indexes of those in the hour that happens twice, undecided.
    :param received: when they arrived, naive UTC.
    :param route: how they arrived, such as ``push``, ``poll``, ``live`` or ``file``.
    :return: ``(pin, outcome)`` of each punch that is new, and its id where the hook is used.
    """
    rows = _prepare_rows(device, punches, instants, ambiguous, received)
    if device.has_file_punches:
        release_from_files(device, rows, route)
    if device.numbers_events or any(punch.number for punch in punches):
        rows = numbered.unite_with_stored(device, rows, route)
    stored = []
    for start in range(0, len(rows), ROWS_PER_STATEMENT):
        part = rows[start : start + ROWS_PER_STATEMENT]
        stored += _insert(device, json.dumps(part), received, route)
    return stored


def _prepare_rows(device, punches, instants, ambiguous, received):
    """Return the rows for the SQL, each punch with its first outcome."""
    directions = device._directions()
    since = CountedSince(device)
    rows = []
    for index, (punch, instant) in enumerate(zip(punches, instants, strict=True)):
        outcome, reason, detail = outcome_by_time(instant, received, since)
        rows.append(
            {
                "pin": punch.pin,
                "device_time": str(punch.time),
                "instant": str(instant),
                "ambiguous": index in ambiguous,
                "direction": directions[punch.status],
                "status": NO_STATUS if punch.status is None else punch.status,
                "verify": punch.verify,
                "workcode": punch.workcode,
                "line": punch.line,
                "uid": punch.uid,
                "number": punch.number,
                "own_offset": punch.offset is not None,
                "outcome": outcome,
                "reason": reason,
                "detail": detail,
            }
        )
    return rows


def _insert(device, rows, received, route):
    """Insert the rows, JSON; return what :func:`store_punches` does."""
    new_id = SQL(", id" if is_followed(device.env, AFTER_INGEST) else "")
    device.env.cr.execute(
        SQL(
            """
            WITH stored AS (
                INSERT INTO biometric_punch (
                       device_id, employee_id, partner_id, pin, device_time,
                       instant, ambiguous_hour, received_at, direction, status,
                       verify, workcode, line, user_uid, number, other_tellings,
                       route, message_id, file_import_id, doubted_time, own_offset,
                       outcome, reason, detail)
                SELECT %(device)s, o.employee_id, o.partner_id, s.pin,
                       s.device_time, s.instant, s.ambiguous, %(received)s, s.direction,
                       s.status, s.verify, s.workcode, s.line, s.uid, s.number,
                       s.others, %(route)s,
                       %(message)s, %(file_import)s, %(doubted)s, s.own_offset,
                       CASE WHEN s.outcome = 'waiting' THEN %(first_outcome)s
                            ELSE s.outcome END,
                       CASE WHEN s.outcome = 'waiting' THEN %(reason)s
                            ELSE s.reason END,
                       CASE WHEN s.outcome = 'waiting' THEN %(day)s
                            ELSE s.detail END
                  FROM json_to_recordset(%(rows)s) AS s(
                       pin text, device_time text, instant timestamp,
                       ambiguous boolean, direction text, status int, verify int, workcode text,
                       line text, uid int, number text, others jsonb,
                       own_offset boolean, outcome text, reason text, detail text)
                       %(owner)s
                    ON CONFLICT DO NOTHING
             RETURNING pin, employee_id, instant, outcome%(new_id)s
            ), queued AS (
                INSERT INTO biometric_pairing (employee_id, since)
                SELECT employee_id, min(instant) FROM stored
                 WHERE outcome = 'waiting' GROUP BY employee_id
            )
            SELECT pin, outcome%(new_id)s FROM stored
            """,
            new_id=new_id,
            rows=rows,
            device=device.id,
            received=received,
            route=route,
            message=device.env.context.get(REPLAYED) if route == "replay" else None,
            doubted=bool(device.clock_doubt) and route != "file",
            file_import=get_file_import(device, route),
            owner=join_owner("s", device.id),
            first_outcome=first_outcome("s"),
            reason=first_reason("s"),
            day=denied_day("s"),
        ),
        log_exceptions=False,  # another server storing the same is no error
    )
    return device.env.cr.fetchall()

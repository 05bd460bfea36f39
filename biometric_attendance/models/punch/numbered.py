"""Storing punches of terminals that number their events: one event is one punch.

Read :mod:`~.rules.numbered_events` for what is one event, and which telling counts.
"""

import json
from datetime import datetime

from odoo.tools import SQL

from ...rules.numbered_events import Content, Event, Key, unite
from .changes import change_punches


def unite_with_stored(device, rows, route):
    """Unite the rows of a batch with each other and with the stored punches.

    :param rows: as the SQL takes them, in the order in which they came.
    :return: those to be stored as new punches.
    """
    directions = device._directions()

    def is_direction(status):
        return bool(directions[status])

    stored = _load(device, rows)
    came = [_make_event(row, index) for index, row in enumerate(rows)]
    new, changes, gone = [], [], []
    for event in unite([*(punch.event for punch in stored.values()), *came]):
        if not event.ids:
            new.append(_make_row(event, rows, is_direction))
        elif event.numbers and event.sources:
            parts = [stored[id_] for id_ in event.ids]
            kept = min(parts, key=lambda punch: (not punch.corrected, punch.id))
            others = [punch for punch in parts if punch is not kept]
            if any(punch.corrected for punch in others):
                continue  # people said something about each of them
            change = _make_change(event, kept, rows, is_direction)
            if change["values"] != kept.values:
                changes.append(change)
                gone += [punch.id for punch in others]
    if changes:
        _delete(device, gone)
        _update(device, changes, directions, route)
        device.env["biometric.pairing"]._trigger_cron()
    if not device.numbers_events:
        device.sudo().numbers_events = True
    return new


class _Stored:
    """A stored punch as an event, with the values that a richer telling may change."""

    def __init__(self, id_, pin, instant, ambiguous, own, others, corrected):
        wall, status, verify, workcode, event_number = own
        others = others or {}
        self.id, self.corrected = id_, corrected
        tellings = {Key(wall, status): Content(verify, workcode or "")}
        for *key, other_verify, other_workcode in others.get("tellings", ()):
            tellings[Key(*key)] = Content(other_verify, other_workcode)
        numbers = [event_number, *others.get("numbers", ())]
        self.event = Event(
            pin,
            instant,
            tellings,
            frozenset(filter(None, numbers)),
            bool(ambiguous),
            ids=(id_,),
        )
        self.values = {
            "device_time": wall,
            "status": status,
            "verify": verify,
            "workcode": workcode or "",
            "number": event_number,
            "instant": str(instant),
            "ambiguous": bool(ambiguous),
            "others": others or None,
        }


def _load(device, rows):
    """Return the stored punches that may be of the same events: ``{id: _Stored}``."""
    found = device.env.execute_query(
        SQL(
            """
            WITH came AS (
                SELECT * FROM json_to_recordset(%(rows)s)
                       AS s(pin text, device_time text, instant timestamp)
            ), alike AS (
                SELECT p.id FROM came JOIN biometric_punch p
                    ON p.device_id = %(device)s AND p.pin = came.pin
                       AND p.device_time = came.device_time
                 UNION
                SELECT p.id FROM came JOIN biometric_punch p
                    ON p.device_id = %(device)s AND p.number IS NOT NULL
                       AND p.instant = came.instant AND p.pin = came.pin
            )
            SELECT p.id, p.pin, p.instant, p.ambiguous_hour,
                   p.device_time, p.status, p.verify, p.workcode, p.number,
                   p.other_tellings,
                   EXISTS (SELECT FROM biometric_correction m WHERE m.punch_id = p.id)
              FROM alike JOIN biometric_punch p ON p.id = alike.id
             ORDER BY p.id
            """,
            rows=json.dumps(rows),
            device=device.id,
        )
    )
    return {
        id_: _Stored(id_, pin, instant, ambiguous, own, others, corrected)
        for id_, pin, instant, ambiguous, *own, others, corrected in found
    }


def _make_event(row, index):
    key = Key(row["device_time"], row["status"])
    return Event(
        row["pin"],
        datetime.fromisoformat(row["instant"]),
        {key: Content(row["verify"], row["workcode"])},
        frozenset([row["number"]] if row["number"] else []),
        row["ambiguous"],
        sources={key: index},
    )


def _make_row(event, rows, is_direction):
    """Return the row of a new punch: its richest telling, with what others add."""
    row = rows[event.sources[event.best(is_direction)]]
    came = {rows[index]["instant"]: rows[index] for index in event.sources.values()}
    timely = came.get(str(event.instant), row)
    return {
        **row,
        **_make_values(event, is_direction),
        **{key: timely[key] for key in ("outcome", "reason", "detail")},
    }


def _make_values(event, is_direction):
    best = event.best(is_direction)
    content = event.content(is_direction)
    others = {
        "numbers": sorted(event.numbers - {event.number}),
        # Of the richest one, too, where another one says what it leaves out.
        "tellings": sorted(
            [*key, *values]
            for key, values in event.tellings.items()
            if key != best or values != content
        ),
    }
    return {
        "device_time": best.wall,
        "status": best.status,
        "verify": content.verify,
        "workcode": content.workcode,
        "number": event.number,
        "instant": str(event.instant),
        "ambiguous": event.ambiguous,
        "others": others if any(others.values()) else None,
    }


def _make_change(event, kept, rows, is_direction):
    values = _make_values(event, is_direction)
    index = event.sources.get(event.best(is_direction))
    richer = values["status"] != kept.values["status"]
    moved = richer or values["instant"] != kept.values["instant"]
    line = rows[index]["line"] if richer and index is not None else None
    return {"id": kept.id, "line": line, "moved": moved, "values": values}


def _delete(device, punches):
    """Delete punches that turned out to be of an event that is another punch."""
    device.env.cr.execute(
        SQL(
            """WITH gone AS (
                   DELETE FROM biometric_punch WHERE id = ANY(%s)
                RETURNING employee_id, instant
               )
               INSERT INTO biometric_pairing (employee_id, since)
               SELECT employee_id, min(instant) FROM gone
                WHERE employee_id IS NOT NULL GROUP BY employee_id""",
            punches,
        )
    )


def _update(device, changes, directions, route):
    """Write the richer tellings, and queue the people for pairing."""
    rows = [
        {
            "id": change["id"],
            "line": change["line"],
            "moved": change["moved"],
            **change["values"],
            "direction": directions[change["values"]["status"]],
        }
        for change in changes
    ]
    change_punches(
        device.env,
        SQL(
            """
            changed AS (
                UPDATE biometric_punch p
                   SET device_time = s.device_time, status = s.status,
                       direction = s.direction, verify = s.verify,
                       workcode = s.workcode, number = s.number,
                       instant = s.instant, ambiguous_hour = s.ambiguous,
                       other_tellings = s.others, line = coalesce(s.line, p.line),
                       route = CASE WHEN s.line IS NULL THEN p.route
                                    ELSE %(route)s END
                  FROM json_to_recordset(%(rows)s) AS s(
                       id int, line text, moved boolean, device_time text,
                       status int, direction text, verify int, workcode text,
                       number text, instant timestamp, ambiguous boolean, others jsonb)
                  JOIN biometric_punch former ON former.id = s.id
                 WHERE p.id = s.id
             RETURNING p.id, p.employee_id, s.moved,
                       least(p.instant, former.instant) AS since
            )
            """,
            rows=json.dumps(rows),
            route=route,
        ),
        SQL(
            """INSERT INTO biometric_pairing (employee_id, since)
               SELECT employee_id, min(since) FROM changed
                WHERE moved AND employee_id IS NOT NULL GROUP BY employee_id"""
        ),
    )

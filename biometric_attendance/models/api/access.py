"""Whether the people of punches may come in on that day, and which punches are known."""

import json

from odoo.tools import SQL

from ...rules.numbered_events import NO_STATUS
from ..punch.first_outcome import denied_day, first_outcome, first_reason
from ..punch.owner import join_owner

# First outcome by the owner to the word a reader gets.
ACCESS = {"unmapped": "unknown", "denied": "denied"}
ALLOWED = "allowed"
COLUMNS = SQL(
    "index int, pin text, device_time text, instant timestamp, status int, number text"
)


def prepare_rows(punches, instants):
    """Return punches as the SQL here takes them.

    :param instants: when each was made, naive UTC.
    """
    return json.dumps(
        [
            {
                "index": index,
                "pin": punch.pin,
                "device_time": str(punch.time),
                "instant": str(instant),
                "status": NO_STATUS if punch.status is None else punch.status,
                "number": punch.number,
            }
            for index, (punch, instant) in enumerate(
                zip(punches, instants, strict=True)
            )
        ]
    )


def find_known(device, rows):
    """Return the indexes of punches that are stored already, or come twice in the batch.

    :rtype: set[int]
    """
    found = device.env.execute_query(
        SQL(
            """
            WITH s AS (SELECT * FROM json_to_recordset(%(rows)s) AS s(%(columns)s))
            SELECT s.index FROM s JOIN biometric_punch p
                ON p.device_id = %(device)s AND p.pin = s.pin
                   AND p.device_time = s.device_time AND p.status = s.status
             UNION
            SELECT s.index FROM s JOIN biometric_punch p
                ON p.device_id = %(device)s AND p.number = s.number
                   AND p.instant = s.instant AND p.pin = s.pin
             UNION
            SELECT s.index FROM s JOIN s AS first
                ON first.index < s.index AND first.pin = s.pin
                   AND (first.device_time = s.device_time AND first.status = s.status
                        OR first.number = s.number AND first.instant = s.instant)
            """,
            rows=rows,
            columns=COLUMNS,
            device=device.id,
        )
    )
    return {index for (index,) in found}


def get_access(device, rows):
    """Return what a reader shows for each punch: ``{index: {"access", "reason", "last_day"}}``.

    ``last_day`` is the last day of the span that the punch is in, or of the one before it
    where access has ended; ``None`` for no end.
    """
    found = device.env.execute_query(
        SQL(
            """
            SELECT s.index, %(outcome)s, %(reason)s, %(day)s,
                   (SELECT max(w->>1) FROM jsonb_array_elements(o.windows) AS w
                     WHERE left(s.device_time, 10) >= coalesce(w->>0, '0001-01-01')
                       AND left(s.device_time, 10) <= coalesce(w->>1, '9999-12-31'))
              FROM json_to_recordset(%(rows)s) AS s(%(columns)s)
                   %(owner)s
            """,
            outcome=first_outcome("s"),
            reason=first_reason("s"),
            day=denied_day("s"),
            rows=rows,
            columns=COLUMNS,
            owner=join_owner("s", device.id),
        )
    )
    return {
        index: _describe(outcome, reason, day, last)
        for index, outcome, reason, day, last in found
    }


def _describe(outcome, reason, day, last):
    word = ACCESS.get(outcome, ALLOWED)
    if word == "denied":
        last = day if reason == "access_ended" else None
    return {
        "access": word,
        "reason": None if word == ALLOWED else reason,
        "last_day": last,
    }

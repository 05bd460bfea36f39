"""The PINs of rows that name a place in the terminal's list of users instead.

A place that becomes free is given to the next who comes, and the terminal's memory is read
as a whole now and then. So a row is of whoever was there when it first came; and one
that came when nobody was there is of nobody who came later.
"""

from odoo.tools import SQL

from ...terminals.reasons import PLACE_FREE
from .ingest import NO_STATUS

# Reasons of messages that hold such rows: of one row, of many together.
_WAITING_REASONS = (PLACE_FREE, "many_lines")


def give_first_pins(device, table, punches, refused, route):
    """Give each known row that names a place the PIN it had first.

    New rows that wait as messages are left out. This costs nothing where rows name PINs;
    else one query, and one more if there are new rows.

    :param table: under which refused rows are kept.
    :return: the punches, and the refused rows that are not known as punches.
    """
    placed = [punch for punch in punches if punch.uid is not None]
    placed += [each.punch for each in refused if each.punch]
    if not placed:
        return punches, refused
    first_pins = _get_first_pins(device, placed)
    refused = [
        each for each in refused if not (each.punch and _key(each.punch) in first_pins)
    ]
    new = any(
        punch.uid is not None and _key(punch) not in first_pins for punch in punches
    )
    waiting = set()
    if new and route != "replay":
        waiting = _get_waiting_lines(device, table)
    settled = []
    for punch in punches:
        if punch.uid is None:
            settled.append(punch)
            continue
        pin = first_pins.get(_key(punch))
        if pin is not None:
            settled.append(punch._replace(pin=pin))
        elif punch.line.removesuffix(f" {punch.pin}") not in waiting:
            settled.append(punch)
    return settled, refused


def _key(punch):
    status = NO_STATUS if punch.status is None else punch.status
    return punch.uid, str(punch.time), status


def _get_first_pins(device, punches):
    """Return the PIN of the rows that came before, by place, time and state."""
    uids, times, statuses = zip(*map(_key, punches), strict=True)
    rows = device.env.execute_query(
        SQL(
            """SELECT p.user_uid, p.device_time, p.status, p.pin
                 FROM unnest(%s, %s, %s) AS s(uid, device_time, status)
                 JOIN biometric_punch p
                   ON p.device_id = %s AND p.user_uid = s.uid
                      AND p.device_time = s.device_time AND p.status = s.status
                ORDER BY p.id DESC""",
            list(uids),
            list(times),
            list(statuses),
            device.id,
        )
    )
    return {tuple(key): pin for *key, pin in rows}


def _get_waiting_lines(device, table):
    """Return the rows that came when nobody was at their place, and still wait."""
    rows = device.env.execute_query(
        SQL(
            """SELECT line FROM biometric_message
                WHERE device_id = %s AND state = 'new' AND "table" = %s
                  AND reason_code = ANY(%s)""",
            device.id,
            table,
            list(_WAITING_REASONS),
        )
    )
    return {line for (lines,) in rows for line in (lines or "").splitlines()}

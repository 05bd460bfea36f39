"""Values of a device that a worker writes at most once a minute."""

import time

from psycopg2.errors import SerializationFailure

from odoo.tools import SQL

INTERVAL_SECONDS = 60

# When this worker last wrote: {(database, device id, kind): monotonic seconds}.
_last_written = {}


def is_first_in_a_minute(device, kind):
    """Whether this worker has not been here with the device within the minute."""
    key = (device.env.cr.dbname, device.id, kind)
    now = time.monotonic()
    if now - _last_written.get(key, -INTERVAL_SECONDS) < INTERVAL_SECONDS:
        return False
    _last_written[key] = now
    return True


def update_once_a_minute(device, kind, assignment):
    """Write, unless this worker or another one did within the minute.

    Two workers may still meet: the later one then gives way instead of having the whole
    request repeated for the sake of a time stamp.

    :param assignment: SQL of what is written.
    """
    if not is_first_in_a_minute(device, kind):
        return
    device.flush_recordset()  # what waits to be written must not be forgotten below
    cr = device.env.cr
    try:
        with cr.savepoint(flush=False):
            cr.execute(
                SQL(
                    "UPDATE biometric_device SET %s WHERE id = %s",
                    assignment,
                    device.id,
                )
            )
    except SerializationFailure:
        return
    device.invalidate_recordset(flush=False)

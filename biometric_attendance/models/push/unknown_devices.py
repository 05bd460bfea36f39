"""Pending devices: made of unknown serial numbers that call, up to a limit."""

import re

from psycopg2.errors import SerializationFailure

from odoo import fields
from odoo.tools import SQL

from ...terminals import BRANDS
from ..retry import expect_conflicts

# Most pending devices there may be, against floods of invented serial numbers.
MAX_PENDING = 1000
SERIAL_SHAPE = re.compile(r"[\w.:+-]{1,64}")


def record_unknown_device(env, brand, serial, address, dialect=None, encoding=None):
    """Record a serial nobody approved as a pending device, once, while there is room.

    That it still calls is written once an hour.

    :param dialect: it called in, ``None`` for the usual one of its brand.
    :param encoding: of its language, ``None`` where it does not tell.
    """
    if not SERIAL_SHAPE.fullmatch(serial):
        return
    try:
        with expect_conflicts(), env.cr.savepoint(flush=False):
            env.cr.execute(
                SQL(
                    """INSERT INTO biometric_device (
                              name, serial, brand, active, state, direction_source, dialect,
                              enforcement, encoding, address, last_seen, create_date, write_date)
                       SELECT %(serial)s, %(serial)s, %(brand)s, TRUE, 'pending', 'keys',
                              %(dialect)s, 'removal', %(encoding)s,
                              %(address)s, %(now)s, %(now)s, %(now)s
                        WHERE (SELECT count(*) FROM biometric_device
                                WHERE state = 'pending' AND active) < %(cap)s
                           OR EXISTS (SELECT FROM biometric_device
                                       WHERE brand = %(brand)s AND serial = %(serial)s)
                           ON CONFLICT (brand, serial) DO UPDATE
                          SET last_seen = excluded.last_seen, address = excluded.address
                        WHERE biometric_device.last_seen
                              < excluded.last_seen - interval '1 hour'
                       RETURNING id""",
                    serial=serial,
                    brand=brand,
                    dialect=dialect or BRANDS[brand].dialect,
                    encoding=encoding or "utf-8",
                    address=address,
                    now=fields.Datetime.now(),
                    cap=MAX_PENDING,
                )
            )
    except SerializationFailure:
        return  # another worker was first

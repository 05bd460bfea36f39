"""Serials nobody approved: kept for a person to look at, while there is room."""

import re

from odoo import api, fields, models
from odoo.tools import SQL

from ...terminals import BRANDS

# A flood of made-up serials stops here.
PENDING_CAP = 1000
SERIAL_SHAPE = re.compile(r"[\w.:+-]{1,64}")


class BiometricDevice(models.Model):
    _inherit = "biometric.device"

    @api.model
    def _note_stranger(self, brand, serial, address, dialect=None):
        """Record a serial nobody approved, once, while there is room.

        That it still calls is written once an hour, see ``_gc_strangers``.

        :param dialect: it called in, ``None`` for the usual one of its brand.
        """
        if not SERIAL_SHAPE.fullmatch(serial):
            return
        self.env.execute_query(
            SQL(
                """INSERT INTO biometric_device (
                          name, serial, brand, active, state, direction_source, dialect,
                          enforcement, encoding, address, last_seen, create_date, write_date)
                   SELECT %(serial)s, %(serial)s, %(brand)s, TRUE, 'pending', 'keys',
                          %(dialect)s, 'removal', 'utf-8',
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
                address=address,
                now=fields.Datetime.now(),
                cap=PENDING_CAP,
            )
        )

    @api.autovacuum
    def _gc_strangers(self):
        """Forget strangers that have not called for a week."""
        week_ago = fields.Datetime.subtract(fields.Datetime.now(), days=7)
        self.search([("state", "=", "pending"), ("last_seen", "<", week_ago)]).unlink()

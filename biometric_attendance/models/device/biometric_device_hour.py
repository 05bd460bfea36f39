"""How often a device was in touch in each hour, and the picture of its last day."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

HOURS_SHOWN = 24
HOURS_KEPT = 48


class BiometricDeviceHour(models.Model):
    """Contacts and failures of a device in an hour, counted once a minute at most."""

    _name = "biometric.device.hour"
    _description = "Contacts of a Device in an Hour"
    _inherit = ["biometric.rights"]
    _log_access = False
    _order = "hour desc, id"

    device_id = fields.Many2one(
        "biometric.device",
        required=True,
        readonly=True,
        ondelete="cascade",
        help="The terminal.",
    )
    hour = fields.Datetime(
        required=True, readonly=True, index=True, help="When the hour began."
    )
    contacts = fields.Integer(
        required=True,
        readonly=True,
        default=0,
        help="Minutes of the hour in which the terminal was in touch.",
    )
    failures = fields.Integer(
        required=True,
        readonly=True,
        default=0,
        help="Minutes of the hour in which a call was refused, or reading it failed.",
    )

    _device_hour_uniq = models.Constraint(
        "UNIQUE(device_id, hour)", "The hour of the device is counted already."
    )

    @api.autovacuum
    def _gc_old_hours(self):
        until = fields.Datetime.now() - timedelta(hours=HOURS_KEPT)
        self.search([("hour", "<", until)]).unlink()


def count_in_hour(device, column):
    """Return the statement that counts one more contact or failure of a device.

    :param column: ``contacts`` or ``failures``.
    """
    name = SQL.identifier(column)
    other = SQL.identifier({"contacts": "failures", "failures": "contacts"}[column])
    return SQL(
        """INSERT INTO biometric_device_hour AS h (device_id, hour, %(name)s, %(other)s)
           VALUES (%(device)s, date_trunc('hour', %(now)s::timestamp), 1, 0)
               ON CONFLICT (device_id, hour) DO UPDATE SET %(name)s = h.%(name)s + 1""",
        name=name,
        other=other,
        device=device.id,
        now=fields.Datetime.now(),
    )


class BiometricDeviceLastDay(models.AbstractModel):
    """The contacts, failures and punches of a device in each of the last 24 hours."""

    _name = "biometric.device.last.day"
    _description = "The Last Day of a Device"

    last_day = fields.Json(
        string="Last 24 Hours",
        compute="_compute_last_day",
        help="Each hour: how often the terminal was in touch, how many punches were made "
        "at it, and how often a call was refused or reading it failed.",
    )

    def _compute_last_day(self):
        this_hour = fields.Datetime.now().replace(minute=0, second=0, microsecond=0)
        hours = [
            this_hour - timedelta(hours=back) for back in reversed(range(HOURS_SHOWN))
        ]
        counted = self._read_hours(hours[0])
        made = self._count_punches(hours[0])
        for device in self:
            device.last_day = [
                {
                    "hour": str(hour),
                    "contacts": counted.get((device.id, hour), (0, 0))[0],
                    "failures": counted.get((device.id, hour), (0, 0))[1],
                    "punches": made.get((device.id, hour), 0),
                }
                for hour in hours
            ]

    def _read_hours(self, since):
        """Return ``{(device id, hour): (contacts, failures)}``."""
        rows = self.env["biometric.device.hour"].search_fetch(
            [("device_id", "in", self.ids), ("hour", ">=", since)],
            ["device_id", "hour", "contacts", "failures"],
        )
        return {
            (row.device_id.id, row.hour): (row.contacts, row.failures) for row in rows
        }

    def _count_punches(self, since):
        """Return ``{(device id, hour): punches}``, of those the reader may see."""
        punches = self.env["biometric.punch"]
        domain = [("device_id", "in", self.ids), ("instant", ">=", since)]
        query = punches._search(domain)
        rows = self.env.execute_query(
            SQL(
                """SELECT device_id, date_trunc('hour', instant), count(*)
                     FROM biometric_punch WHERE id IN %s GROUP BY 1, 2""",
                query.subselect(),
            )
        )
        return {(device, hour): count for device, hour, count in rows}

"""Punches that came while the clock of their terminal, or its zone, was doubtful."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

# How far from what the clock showed punches of the doubt may be.
MARGIN = timedelta(minutes=5)


class BiometricPunch(models.Model):
    _inherit = "biometric.punch"

    doubted_time = fields.Boolean(
        readonly=True,
        help="It came while the terminal's clock or the zone of the device was doubtful. "
        "It counts all the same.",
    )
    own_offset = fields.Boolean(
        string="Distance from UTC",
        readonly=True,
        help="The terminal sent how far its clock is from UTC: the zone of the device does "
        "not matter.",
    )
    clock_shift = fields.Integer(
        string="Clock Corrected (s)",
        readonly=True,
        aggregator=None,
        help="Seconds that were added to the terminal's clock, because it was wrong then.",
    )

    _doubted_idx = models.Index("(device_id) WHERE doubted_time")

    @api.model
    def _mark_doubted(self, device, since, offset):
        """Mark the punches that showed that a clock is wrong.

        :param since: when the first of them came, naive UTC.
        :param offset: seconds the clock is ahead.
        """
        shift = timedelta(seconds=offset)
        now = fields.Datetime.now()
        try:
            span = [since + shift - MARGIN, now + shift + MARGIN]
        except OverflowError:  # at the end of the calendar
            return
        self.env.cr.execute(
            SQL(
                """UPDATE biometric_punch SET doubted_time = TRUE
                    WHERE device_id = %s AND received_at >= %s
                      AND instant BETWEEN %s AND %s AND route <> 'file'""",
                device.id,
                since,
                *span,
            )
        )
        self.invalidate_model(["doubted_time"], flush=False)

    @api.model
    def _accept_times(self, device):
        """Believe all punches of a device; return of how many the time was doubtful."""
        self.env.cr.execute(
            SQL(
                """UPDATE biometric_punch SET doubted_time = FALSE
                    WHERE device_id = %s AND doubted_time""",
                device.id,
            )
        )
        self.invalidate_model(["doubted_time"], flush=False)
        return self.env.cr.rowcount

    @api.model
    def _clear_false_alarm(self, device, since, most):
        """Believe the punches of a doubt that is contradicted, if there are few of them."""
        self.env.cr.execute(
            SQL(
                """UPDATE biometric_punch SET doubted_time = FALSE
                    WHERE device_id = %(device)s AND doubted_time
                      AND received_at >= %(since)s
                      AND (SELECT count(*) FROM biometric_punch
                            WHERE device_id = %(device)s AND doubted_time
                              AND received_at >= %(since)s) <= %(most)s""",
                device=device.id,
                since=since,
                most=most,
            )
        )
        self.invalidate_model(["doubted_time"], flush=False)

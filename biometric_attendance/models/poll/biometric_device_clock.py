"""The clock of a terminal that tells its time, and when it is set."""

from datetime import datetime, timedelta

from odoo import fields, models

from ...rules import clock

# A clock is only set when it is wrong by more than this, and not near midnight, where
# setting it would move punches to another day.
TOLERANCE = timedelta(seconds=60)
MIDNIGHT = timedelta(minutes=15)


class BiometricDevice(models.Model):
    _inherit = "biometric.device"

    correct_clock = fields.Boolean(
        default=True,
        help="Set the terminal's clock when it is wrong by more than a minute.",
    )

    def _compare_clock(self, wall, now):
        """Note how wrong the terminal's clock is, and have it set by the rule.

        :param wall: what it showed at ``now``, naive UTC.
        """
        right = clock.wall(now, clock.zone(self.tz))
        drift = wall - right
        seconds = max(-(2**31), min(2**31 - 1, int(drift.total_seconds())))
        if seconds != self.clock_drift:
            self.clock_drift = seconds
        midnight = datetime.combine(right.date(), datetime.min.time())
        away = MIDNIGHT < right - midnight < timedelta(days=1) - MIDNIGHT
        ahead = drift > TOLERANCE and self._has_future_punches(now)
        if self.correct_clock and abs(drift) > TOLERANCE and away and not ahead:
            self._set_clock(right)

    def _set_clock(self, right):
        """Have it set, unless that is under way; which time it is, is said then."""
        commands = self.env["biometric.command"].sudo()
        pending = [
            ("device_id", "=", self.id),
            ("kind", "=", "set_clock"),
            ("state", "in", ("queued", "sent")),
        ]
        if not commands.search_count(pending, limit=1):
            commands._queue(self, "set_clock", {"time": str(right)})

    def _has_future_punches(self, now):
        """Whether punches are stored that are yet to happen.

        A clock set back would let the terminal record the same times once more.
        """
        future = [("device_id", "=", self.id), ("instant", ">", now)]
        return bool(self.env["biometric.punch"].sudo().search_count(future, limit=1))

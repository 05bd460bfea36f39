"""Punches of the hour that happens twice: both readings, and the choice of one."""

from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...rules import clock
from .changes import change_punches


class BiometricPunch(models.Model):
    _inherit = "biometric.punch"

    ambiguous_hour = fields.Boolean(
        readonly=True,
        help="It was made in the hour that happens twice when the clock is set back, and "
        "nothing tells which time.",
    )
    ambiguity = fields.Char(
        string="Both Readings",
        compute="_compute_ambiguity",
        help="The two times at which it may have been made.",
    )

    _ambiguous_idx = models.Index("(instant) WHERE ambiguous_hour")

    @api.depends("ambiguous_hour", "instant", "device_time")
    @api.depends_context("lang")
    def _compute_ambiguity(self):
        for punch in self:
            punch.ambiguity = punch.ambiguous_hour and punch._describe_readings()

    def _describe_readings(self):
        first, second = self._get_readings()
        if first == second:
            return False
        values = {
            "wall": self.device_time[11:16],
            "first": f"{first:%H:%M}",
            "second": f"{second:%H:%M}",
        }
        if self.instant == second:
            return self.env._(
                "%(wall)s came twice that night: at %(first)s UTC, before the clock was "
                "set back, and at %(second)s UTC, after it. The later one is assumed.",
                **values,
            )
        return self.env._(
            "%(wall)s came twice that night: at %(first)s UTC, before the clock was set "
            "back, and at %(second)s UTC, after it. The earlier one is assumed.",
            **values,
        )

    def _get_readings(self):
        """Return both instants the terminal's clock may mean, naive UTC.

        They are the same where the clock was not set back then, by the device's zone.
        """
        # People may read their own punches, but not the devices.
        zone = clock.zone(self.sudo().device_id.tz)
        wall = datetime.fromisoformat(self.device_time)
        before, after = clock.offsets(wall, zone)
        return wall - before, wall - min(before, after)

    def action_choose_other_reading(self):
        """Count these punches at the other of the two times they may have been made."""
        chosen = {}
        for punch in self:
            first, second = punch._get_readings()
            if not punch.ambiguous_hour or first == second:
                raise UserError(
                    self.env._(
                        "%s can have been made at one time only: there is nothing to choose.",
                        punch.display_name,
                    )
                )
            chosen[punch] = first if punch.instant == second else second
        self._choose_readings(chosen)
        return True

    def action_confirm_reading(self):
        """Confirm that these punches were made when it is assumed."""
        ambiguous = self.filtered("ambiguous_hour")
        self._choose_readings({punch: punch.instant for punch in ambiguous})
        return True

    def _choose_readings(self, chosen):
        """Record the choice of a reading.

        :param chosen: ``{punch: instant}``.
        """
        for punch in chosen:
            if not punch.employee_id:
                raise UserError(
                    self.env._(
                        "Nobody has the PIN of %s yet: map it first.",
                        punch.display_name,
                    )
                )
        corrections = self.env["biometric.correction"]
        # Nobody names a punch but by being allowed to see it here.
        made = corrections.sudo().create(
            [
                {
                    "kind": "hour",
                    "punch_id": punch.id,
                    "employee_id": punch.employee_id.id,
                    "instant": instant,
                    "former_instant": punch.instant,
                }
                for punch, instant in chosen.items()
            ]
        )
        made.with_env(self.env).check_access("create")

    def _set_reading(self, instant, ambiguous):
        """Set when the punch was, as somebody chose."""
        change_punches(
            self.env,
            SQL(
                """changed AS (
                       UPDATE biometric_punch SET instant = %s, ambiguous_hour = %s
                        WHERE id = ANY(%s)
                    RETURNING id)""",
                instant,
                ambiguous,
                self.ids,
            ),
        )

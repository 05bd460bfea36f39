"""What an officer can do about punches: recompute, correct, discard, map, open."""

from datetime import timedelta

import pytz

from odoo import api, models
from odoo.exceptions import UserError

from ..actions import open_record
from .file_punches import WITHDRAWN
from .first_outcome import CountedSince, outcome_by_time

# Outcomes with a missing counterpart, and the direction of that.
MISSING_DIRECTIONS = {"missing_check_in": "in", "missing_check_out": "out"}


class BiometricPunch(models.Model):
    _inherit = "biometric.punch"

    @api.model
    def _open_groups(self, *, auto_unfold, **options):
        """Open inner groups, too, for the list that asks for it.

        Odoo opens the outer groups alone, and one by one a person's days would have to
        be opened to reach what is wrong on them.
        """
        unfold = auto_unfold or self.env.context.get("biometric_unfold_days", False)
        return super()._open_groups(auto_unfold=unfold, **options)

    def action_recompute(self):
        """Recompute the outcomes of these punches and of those around them."""
        self.env["biometric.pairing"]._queue(
            (punch.employee_id, punch.instant) for punch in self if punch.employee_id
        )
        return True

    def action_type_time(self):
        """Ask when the person came or went, and add that.

        The work schedule's time is proposed; where it has none, the punch's own, so that
        at least the day need not be typed.
        """
        self.ensure_one()
        direction = MISSING_DIRECTIONS.get(self.outcome)
        scheduled = direction and self._get_scheduled_time(direction)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Missing Punch"),
            "res_model": "biometric.correction",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_employee_id": self.employee_id.id,
                "default_direction": direction,
                "default_instant": scheduled or self._get_proposed_time(),
            },
        }

    def _get_proposed_time(self):
        """When the punch was, or was received, if its clock was ahead."""
        if self.outcome == "clock_error" and self.received_at:
            return min(self.instant, self.received_at)
        return self.instant

    def action_scheduled_end(self):
        """Add the missing punch at the time of the person's work schedule."""
        corrections = self.env["biometric.correction"]
        for punch in self:
            direction = MISSING_DIRECTIONS.get(punch.outcome)
            instant = direction and punch._get_scheduled_time(direction)
            if not instant:
                raise UserError(
                    self.env._(
                        "%s has no scheduled time that fits: type the time instead.",
                        punch.employee_id.name or punch.display_name,
                    )
                )
            corrections += corrections.create(
                {
                    "employee_id": punch.employee_id.id,
                    "direction": direction,
                    "instant": instant,
                    "note": self.env._("By the work schedule."),
                }
            )
        return True

    def _get_scheduled_time(self, direction):
        """The scheduled time of coming or going nearest around this punch, naive UTC.

        :return: ``None`` where the schedule has none on the right side of the punch.
        """
        day = timedelta(days=1)
        around = [pytz.utc.localize(self.instant + shift) for shift in (-day, day)]
        intervals = self.employee_id.sudo()._employee_attendance_intervals(*around)
        edges = [
            start if direction == "in" else stop for start, stop, _rest in intervals
        ]
        naive = [edge.astimezone(pytz.utc).replace(tzinfo=None) for edge in edges]
        if direction == "out":
            same_day = [at for at in naive if at > self.instant]
            return self._get_last_of_day(same_day)
        before = sorted((at for at in naive if at < self.instant), reverse=True)
        return self._get_last_of_day(before)

    def _get_last_of_day(self, instants):
        """The farthest of the instants that lie on the local day of the nearest one."""
        if not instants:
            return None
        rules = self.employee_id._get_pairing_rules()
        day = rules.workday(self.instant)
        same = [at for at in instants if rules.workday(at) == day]
        return same[-1] if same else None

    def action_discard(self):
        """Discard these punches: they do not count any more."""
        self._discard(None)
        return True

    def _discard(self, note, **values):
        """Discard those of these punches that count, and return the corrections.

        :param values: more fields of the corrections.
        """
        free = self.filtered(
            lambda punch: punch.employee_id and punch.outcome != "discarded"
        )
        corrections = self.env["biometric.correction"]
        # Nobody names a punch to discard but by being allowed to see it here.
        made = corrections.sudo().create(
            [
                {
                    "kind": "discard",
                    "punch_id": punch.id,
                    "employee_id": punch.employee_id.id,
                    "instant": punch.instant,
                    "note": note,
                    **values,
                }
                for punch in free
            ]
        )
        made = made.with_env(self.env)
        made.check_access("create")
        return made

    def _restore(self):
        """Give discarded punches the outcome again that they had when they came."""
        # What was withdrawn with its file comes back with the file alone.
        counting = self.filtered(
            lambda punch: punch.sudo().file_import_id.state != "withdrawn"
        )
        (self - counting)._set_outcome("discarded", WITHDRAWN)
        for punch in counting:
            since = CountedSince(punch.sudo().device_id)
            first = outcome_by_time(punch.instant, punch.received_at, since)
            if first[0] == "waiting" and not punch.employee_id:
                first = "unmapped", "nobody"
            punch._set_outcome(*first)
        users = self.env["biometric.device.user"].sudo()
        for device, punches in counting.sudo().grouped("device_id").items():
            users |= users._with_pins(device, punches.mapped("pin"))
        self.sudo()._recompute_denied(users)

    def action_open_passes(self):
        """Show the access passes of the person, who may need a new one."""
        self.ensure_one()
        return (self.employee_id or self.partner_id).action_open_biometric_passes()

    def action_open_day(self):
        """Show the person's day around this punch."""
        self.ensure_one()
        return self.env["biometric.day"]._open(self.employee_id, self.instant)

    def action_open_device_user(self):
        """Open the device user of this PIN, where it is linked to an employee."""
        return self._open_device_user("current")

    def action_map(self):
        """Ask whose PIN it is, in a dialog."""
        return self._open_device_user("new")

    def _open_device_user(self, target):
        self.ensure_one()
        users = self.env["biometric.device.user"]
        user = users._with_pins(self.device_id, [self.pin])
        return open_record(user, self.env._("Device User"), target)

"""Where the day view is opened from."""

from odoo import models


class BiometricPunch(models.Model):
    _inherit = "biometric.punch"

    def action_open_day(self):
        """Show the person's day around this punch."""
        self.ensure_one()
        return self.env["biometric.day"]._open(self.employee_id, self.instant)


class HrAttendance(models.Model):
    _inherit = "hr.attendance"

    def action_open_day(self):
        """Show the person's day this attendance began on."""
        self.ensure_one()
        return self.env["biometric.day"]._open(self.employee_id, self.check_in)


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    def action_open_biometric_day(self):
        """Show the person's day, today to begin with."""
        self.ensure_one()
        return self.env["biometric.day"]._open(self)

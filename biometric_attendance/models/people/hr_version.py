from datetime import date, datetime, time

from odoo import api, models

from ..crons import trigger_cron
from ..pairing.load import FIRST_INSTANT

# Fields that decide on which terminals the employee belongs, and until when.
SYNCED_FIELDS = {
    "department_id",
    "contract_date_start",
    "contract_date_end",
    "departure_date",
}
# Fields that decide which punches are from a time of employment.
EMPLOYMENT_FIELDS = {"contract_date_start", "contract_date_end", "departure_date"}


class HrVersion(models.Model):
    """Updates access and pairing when an employee's contract or departure changes."""

    _inherit = "hr.version"

    @api.model_create_multi
    def create(self, vals_list):
        versions = super().create(vals_list)
        changes = versions._get_pairing_changes(EMPLOYMENT_FIELDS)
        self.env["biometric.pairing"].sudo()._queue(changes)
        return versions

    def unlink(self):
        changes = self._get_pairing_changes(EMPLOYMENT_FIELDS)
        result = super().unlink()
        self.env["biometric.pairing"].sudo()._queue(changes)
        return result

    def write(self, vals):
        changes = self._get_pairing_changes(vals)
        result = super().write(vals)
        if SYNCED_FIELDS & set(vals):
            trigger_cron(self.env, "cron_sync")
        if EMPLOYMENT_FIELDS & set(vals):
            changes += self._get_pairing_changes(vals)
            self.env["biometric.pairing"].sudo()._queue(changes)
        return result

    def _get_pairing_changes(self, vals):
        """Return from when on these values change pairing: ``[(employee, naive UTC)]``."""
        if EMPLOYMENT_FIELDS.isdisjoint(vals):
            return []
        return [
            change for version in self.sudo() for change in version._get_edges(vals)
        ]

    def _get_edges(self, names):
        """Return the employee and from when on these of the dates matter."""
        days = [self.departure_date]
        if "contract_date_start" in names:
            days.append(self.contract_date_start or date.min)
        if "contract_date_end" in names and self.contract_date_start:
            days.append(self.contract_date_end)
        return [
            (self.employee_id, max(datetime.combine(day, time.min), FIRST_INSTANT))
            for day in days
            if day and self.employee_id
        ]

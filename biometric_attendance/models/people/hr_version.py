from datetime import datetime, time

from odoo import models

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
EMPLOYMENT_FIELDS = {"contract_date_start", "departure_date"}


class HrVersion(models.Model):
    """Updates access and pairing when an employee's contract or departure changes."""

    _inherit = "hr.version"

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
        days = []
        for version in self.sudo():
            if "contract_date_start" in vals:
                days.append((version.employee_id, version.contract_date_start))
            if version.departure_date:
                days.append((version.employee_id, version.departure_date))
        return [
            (person, datetime.combine(day, time.min) if day else FIRST_INSTANT)
            for person, day in days
            if person
        ]

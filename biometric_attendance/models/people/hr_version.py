from datetime import date, datetime, time

from odoo import api, models

from ...rules.assignments import BEGINNING
from ..crons import trigger_cron

# Fields that decide on which terminals the employee belongs, and until when.
SYNCED_FIELDS = {
    "department_id",
    "contract_date_start",
    "contract_date_end",
    "departure_date",
}
# Fields that decide which punches are from a time of employment.
DATES = {"contract_date_start", "contract_date_end", "departure_date"}
# Those that decide whether these dates of a version count, and as what.
COUNTING = {"active", "date_version"}
EMPLOYMENT_FIELDS = DATES | COUNTING


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
        names = names if COUNTING.isdisjoint(names) else DATES
        days = [self.departure_date]
        if "contract_date_start" in names:
            days.append(self.contract_date_start or date.min)
        if "contract_date_end" in names and self.contract_date_start:
            days.append(self.contract_date_end)
        instants = [datetime.combine(day, time.min) for day in days if day]
        archived = (
            not self.employee_id.active and self.employee_id.biometric_archived_at
        )
        if "departure_date" in names and archived:
            # Without a departure, the employment ends at that moment.
            instants.append(archived)
        return [
            (self.employee_id, max(instant, BEGINNING))
            for instant in instants
            if self.employee_id
        ]

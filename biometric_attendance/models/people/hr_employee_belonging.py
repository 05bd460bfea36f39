"""What of an employee decides on which terminals the person belongs, and until when."""

from collections import defaultdict

from odoo import api, models

from ...rules.validity import Window

OF_EMPLOYEES = {"active", "name", "company_id", "biometric_pin"}
OF_VERSIONS = {
    "department_id",
    "contract_date_start",
    "contract_date_end",
    "departure_date",
}


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    @api.model_create_multi
    def create(self, vals_list):
        employees = super().create(vals_list)
        self.env["biometric.device.group"]._trigger_sync()
        return employees

    def write(self, vals):
        result = super().write(vals)
        if OF_EMPLOYEES & set(vals):
            self.env["biometric.device.group"]._trigger_sync()
        return result

    def _contract_windows(self):
        """Nobody is kept out for having no contract recorded.

        :return: ``{employee: [Window]}`` of the companies that want it.
        """
        mine = self.filtered("company_id.biometric_contract_access")
        found = defaultdict(set)
        versions = self.env["hr.version"].sudo().with_context(active_test=False)
        for version in versions.search(
            [("employee_id", "in", mine.ids), ("contract_date_start", "!=", False)]
        ):
            last = version.contract_date_end or None
            found[version.employee_id].add(Window(version.contract_date_start, last))
        return {person.sudo(False): sorted(found[person], key=str) for person in found}

    def _has_left(self, day):
        left = self.sudo().departure_date
        return super()._has_left(day) or bool(left and left < day)


class HrVersion(models.Model):
    _inherit = "hr.version"

    def write(self, vals):
        result = super().write(vals)
        if OF_VERSIONS & set(vals):
            self.env["biometric.device.group"]._trigger_sync()
        return result

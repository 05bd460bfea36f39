from odoo import api, fields, models


class HrDepartment(models.Model):
    _inherit = "hr.department"

    biometric_policy_id = fields.Many2one(
        "biometric.policy",
        string="Pairing Policy",
        check_company=True,
        groups="hr_attendance.group_hr_attendance_user",
        help="Only where this department's punches are read differently. It holds for "
        "the departments below, too.",
    )

    @api.constrains("biometric_policy_id", "company_id")
    def _check_biometric_policy_company(self):
        self._check_company(["biometric_policy_id"])

    def _biometric_policy(self):
        """The policy of the nearest department above that has one."""
        department = self
        while department and not department.biometric_policy_id:
            department = department.parent_id
        return department.biometric_policy_id

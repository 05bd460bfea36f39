from odoo import fields, models


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    biometric_user_ids = fields.One2many(
        "biometric.device.user",
        "employee_id",
        string="Device Users",
        groups="hr_attendance.group_hr_attendance_officer",
        help="The identities of this person on biometric terminals.",
    )
    biometric_punch_count = fields.Integer(
        string="Punches",
        compute="_compute_biometric_punch_count",
        groups="hr_attendance.group_hr_attendance_officer",
        help="How many punches of this person are stored.",
    )

    def _compute_biometric_punch_count(self):
        counts = dict(
            self.env["biometric.punch"]._read_group(
                [("employee_id", "in", self.ids)], ["employee_id"], ["__count"]
            )
        )
        for employee in self:
            employee.biometric_punch_count = counts.get(employee, 0)

    def action_open_biometric_punches(self):
        action = self.env["ir.actions.actions"]._for_xml_id(
            "biometric_attendance.biometric_punch_action"
        )
        action["domain"] = [("employee_id", "in", self.ids)]
        action["context"] = {}
        return action

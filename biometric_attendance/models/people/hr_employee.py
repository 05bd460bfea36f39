from odoo import fields, models


class HrEmployee(models.Model):
    _name = "hr.employee"
    _inherit = ["hr.employee", "biometric.person"]

    biometric_user_ids = fields.One2many(
        "biometric.device.user",
        "employee_id",
        string="Device Users",
        groups="hr_attendance.group_hr_attendance_officer",
        help="The identities of this person on biometric terminals.",
    )
    biometric_policy_id = fields.Many2one(
        "biometric.policy",
        string="Pairing Policy",
        check_company=True,
        groups="hr_attendance.group_hr_attendance_user",
        help="Only where this person's punches are read differently.",
    )
    biometric_punch_count = fields.Integer(
        string="Punches",
        compute="_compute_biometric_punch_count",
        groups="hr_attendance.group_hr_attendance_officer",
        help="How many punches of this person are stored.",
    )
    biometric_user_count = fields.Integer(
        string="On Terminals",
        compute="_compute_biometric_user_count",
        groups="hr_attendance.group_hr_attendance_officer",
        help="How many terminals know this person.",
    )

    def _compute_biometric_punch_count(self):
        counts = dict(
            self.env["biometric.punch"]._read_group(
                [("employee_id", "in", self.ids)], ["employee_id"], ["__count"]
            )
        )
        for employee in self:
            employee.biometric_punch_count = counts.get(employee, 0)

    def _compute_biometric_user_count(self):
        for employee in self:
            employee.biometric_user_count = len(employee.biometric_user_ids)

    def action_open_biometric_users(self):
        """Show the person's identities on terminals, and how each of them stands."""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "biometric_attendance.biometric_device_user_action"
        )
        action["domain"] = [("employee_id", "in", self.ids)]
        action["context"] = {"default_employee_id": self.id} if len(self) == 1 else {}
        return action

    def action_open_biometric_punches(self):
        action = self.env["ir.actions.actions"]._for_xml_id(
            "biometric_attendance.biometric_punch_action"
        )
        action["domain"] = [("employee_id", "in", self.ids)]
        action["context"] = {}
        return action

    def action_recompute(self):
        """Pair these people again from a day to be chosen, seeing first what changes."""
        return self.env["biometric.recompute"]._open(employees=self)

    def _biometric_policies(self):
        """Whose rules hold for each person: ``{employee: policy}``.

        The nearest counts: the person's own, the department's, the one of the devices
        the person uses if they agree, the company's.
        """
        self.company_id._ensure_biometric_policy()
        of_devices = self._device_policies()
        return {
            employee: employee.biometric_policy_id
            or employee.department_id._biometric_policy()
            or of_devices.get(employee)
            or employee.company_id.biometric_policy_id
            for employee in self
        }

    def _device_policies(self):
        """The policy of each person's devices, where they all have the same one."""
        groups = self.env["biometric.device.user"]._read_group(
            [("employee_id", "in", self.ids)], ["employee_id"], ["device_id:recordset"]
        )
        policies = {
            employee: {device.policy_id for device in devices}
            for employee, devices in groups
        }
        return {
            employee: found.pop()
            for employee, found in policies.items()
            if len(found) == 1
        }

from odoo import fields, models
from odoo.tools import SQL


class HrEmployee(models.Model):
    _inherit = "hr.employee"

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
    biometric_pin = fields.Char(
        string="PIN on Terminals",
        copy=False,
        groups="hr_attendance.group_hr_attendance_officer",
        help="The number this person has on terminals that are managed from here. Empty: "
        "the next free one when it is first needed.",
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

    def action_pair_again(self):
        """Pair these people again from a day to be chosen, seeing first what changes."""
        return self.env["biometric.repair"]._open(employees=self)

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

    def _biometric_pin_on(self, device):
        """The PIN to use on a terminal: one everywhere.

        :return: ``None`` where the terminal has it for somebody else, whose entry then
            says so.
        """
        self.ensure_one()
        if not self.biometric_pin:
            self.biometric_pin = self._next_biometric_pin()
        taken = self.env["biometric.device.user"].search(
            [("device_id", "=", device.id), ("pin", "=", self.biometric_pin)], limit=1
        )
        if taken and taken.employee_id != self:
            taken.problem = self.env._(
                "%s should have this PIN here. Map it, or give one of them another PIN.",
                self.name,
            )
            return None
        return self.biometric_pin

    def _next_biometric_pin(self):
        """The person's PIN on a terminal already, else the lowest number above all."""
        if self.biometric_user_ids:
            return self.biometric_user_ids[0].pin
        ((highest,),) = self.env.execute_query(
            SQL(
                """SELECT max(pin::bigint) FROM (
                          SELECT pin FROM biometric_device_user
                           UNION ALL SELECT biometric_pin FROM hr_employee) AS used
                    WHERE pin ~ '^[0-9]{1,8}$'"""
            )
        )
        return str((highest or 0) + 1)

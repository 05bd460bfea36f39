from odoo import api, fields, models
from odoo.fields import Domain


class BiometricDeviceGroup(models.Model):
    """Terminals that belong together, and the people who may use them."""

    _name = "biometric.device.group"
    _description = "Device Group"
    _order = "name"

    name = fields.Char(required=True, help="Such as: Main gate, or Warehouse.")
    active = fields.Boolean(
        default=True, help="An archived group wants nobody anywhere."
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        help="The company of the people and terminals.",
    )
    site_ids = fields.Many2many(
        "biometric.site",
        string="Sites",
        check_company=True,
        help="All terminals of these sites.",
    )
    device_ids = fields.Many2many(
        "biometric.device",
        string="Further Devices",
        check_company=True,
        help="Terminals picked by hand.",
    )
    everybody = fields.Boolean(help="All employees of the company.")
    department_ids = fields.Many2many(
        "hr.department",
        string="Departments",
        check_company=True,
        help="Everybody of these departments and those below.",
    )
    employee_ids = fields.Many2many(
        "hr.employee",
        string="Further Employees",
        check_company=True,
        help="People picked by hand.",
    )
    pass_ids = fields.Many2many(
        "biometric.access.pass",
        string="Access Passes",
        help="Who may use these terminals for a time.",
    )
    people_count = fields.Integer(
        string="People",
        compute="_compute_counts",
        help="Employees who belong here by these rules.",
    )
    device_count = fields.Integer(
        string="Devices", compute="_compute_counts", help="Terminals of the group."
    )
    pending_count = fields.Integer(
        string="Under Way",
        compute="_compute_progress",
        help="Changes of people that its terminals have not confirmed yet.",
    )
    failed_count = fields.Integer(
        string="Failed",
        compute="_compute_progress",
        help="Changes of people that its terminals refused, or never heard of.",
    )

    @api.depends(
        "site_ids", "device_ids", "everybody", "department_ids", "employee_ids"
    )
    def _compute_counts(self):
        for group in self:
            group.people_count = len(group.sudo()._people())
            group.device_count = len(group.sudo()._devices())

    @api.depends("site_ids", "device_ids")
    def _compute_progress(self):
        counts = {
            (device, sync_state): count
            for device, sync_state, count in self.env[
                "biometric.device.user"
            ]._read_group(
                [("sync_state", "in", ("pending", "failed"))],
                ["device_id", "sync_state"],
                ["__count"],
            )
        }
        for group in self:
            for name in ("pending", "failed"):
                group[f"{name}_count"] = sum(
                    counts.get((device, name), 0) for device in group._devices()
                )

    @api.model_create_multi
    def create(self, vals_list):
        groups = super().create(vals_list)
        groups._trigger_sync()
        return groups

    def write(self, vals):
        result = super().write(vals)
        self._trigger_sync()
        return result

    def unlink(self):
        self._trigger_sync()
        return super().unlink()

    @api.model
    def _trigger_sync(self):
        """Have the differences worked out soon."""
        cron = self.env.ref("biometric_attendance.cron_sync", raise_if_not_found=False)
        if cron:
            cron.sudo()._trigger()

    def _devices(self):
        """The approved terminals of the group that take users."""
        devices = self.device_ids | self.site_ids.device_ids
        return devices.filtered(
            lambda device: (
                device._is_approved() and "set_user" in device._capabilities()
            )
        )

    def _people(self):
        """The employees of the group who work here."""
        people = self.employee_ids.filtered("active")
        domain = Domain.FALSE
        if self.everybody:
            domain |= Domain("company_id", "=", self.company_id._origin.id)
        if self.department_ids:
            domain |= Domain(
                "department_id", "child_of", self.department_ids._origin.ids
            )
        return people | self.env["hr.employee"].search(domain)

    def action_open_devices(self):
        return self._open("biometric_device_action", self._devices())

    def action_open_people(self):
        action = self._open("biometric_device_user_action", self.env[self._name])
        action["domain"] = [
            ("device_id", "in", self._devices().ids),
            ("employee_id", "in", self.sudo()._people().ids),
        ]
        action["context"] = {"search_default_group_employee": 1}
        return action

    def action_open_pending(self):
        return self._open_users("pending")

    def action_open_failed(self):
        return self._open_users("failed")

    def _open_users(self, sync_state):
        action = self._open("biometric_device_user_action", self.env[self._name])
        action["domain"] = [("device_id", "in", self._devices().ids)]
        action["context"] = {f"search_default_{sync_state}": 1}
        return action

    def _open(self, name, records):
        action = self.env["ir.actions.actions"]._for_xml_id(
            f"biometric_attendance.{name}"
        )
        action["domain"] = [("id", "in", records.ids)]
        action["context"] = {}
        return action

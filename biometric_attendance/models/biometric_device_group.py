"""Who belongs on which terminals. The difference to what is there makes commands."""

from collections import defaultdict

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
        "biometric.site", check_company=True, help="All terminals of these sites."
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
        check_company=True,
        help="Everybody of these departments and those below.",
    )
    employee_ids = fields.Many2many(
        "hr.employee",
        string="Further Employees",
        check_company=True,
        help="People picked by hand.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        groups = super().create(vals_list)
        groups._wake()
        return groups

    def write(self, vals):
        result = super().write(vals)
        self._wake()
        return result

    def unlink(self):
        self._wake()
        return super().unlink()

    @api.model
    def _wake(self):
        """Have the differences worked out soon."""
        cron = self.env.ref("biometric_attendance.cron_sync", raise_if_not_found=False)
        if cron:
            cron.sudo()._trigger()

    def _devices(self):
        """The approved terminals of the group that take users."""
        devices = self.device_ids | self.site_ids.device_ids
        return devices.filtered(
            lambda device: (
                device.state == "approved" and "set_user" in device._capabilities()
            )
        )

    def _people(self):
        """The employees of the group who work here."""
        people = self.employee_ids.filtered("active")
        domain = Domain.FALSE
        if self.everybody:
            domain |= Domain("company_id", "=", self.company_id.id)
        if self.department_ids:
            domain |= Domain("department_id", "child_of", self.department_ids.ids)
        return people | self.env["hr.employee"].search(domain)

    @api.model
    def _cron_sync(self):
        self._sync()

    @api.model
    def _sync(self):
        """Queue what brings every terminal to what the groups want."""
        wanted = defaultdict(lambda: self.env["hr.employee"])
        for group in self.search([]):
            people = group._people()
            for device in group._devices():
                wanted[device] |= people
        devices = self.env["biometric.device"].search([("state", "=", "approved")])
        for device in devices:
            device._sync_people(wanted[device])

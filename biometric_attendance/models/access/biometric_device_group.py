import logging
from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from ...rules import clock
from ...rules.validity import ALWAYS, Window
from ..actions import open_action
from ..crons import trigger_cron
from ..retry import CONFLICTS, expect_conflicts

_logger = logging.getLogger(__name__)


class BiometricDeviceGroup(models.Model):
    """Terminals that belong together, and the people who may use them."""

    _name = "biometric.device.group"
    _description = "Device Group"
    _order = "name"

    _inherit = ["biometric.rights"]
    name = fields.Char(required=True, help="Such as: Main gate, or Warehouse.")
    active = fields.Boolean(
        default=True, help="An archived group wants nobody anywhere."
    _check_company_auto = True
    _editable_fields = {
        "name",
        "active",
        "company_id",
        "site_ids",
        "device_ids",
        "everybody",
        "department_ids",
        "employee_ids",
    }

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
            group.people_count = len(group.sudo()._employees())
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
        trigger_cron(self.env, "cron_sync")
        return groups

    def write(self, vals):
        result = super().write(vals)
        trigger_cron(self.env, "cron_sync")
        return result

    def unlink(self):
        trigger_cron(self.env, "cron_sync")
        return super().unlink()

    def _devices(self):
        """The approved terminals of the group that take users."""
        devices = self.device_ids | self.site_ids.device_ids
        return devices.filtered(
            lambda device: (
                device._is_approved() and "set_user" in device._capabilities()
            )
        )

    def _employees(self):
        """The employees of the group who work here."""
        picked = self.employee_ids.filtered("active")
        domain = Domain.FALSE
        if self.everybody:
            domain |= Domain("company_id", "=", self.company_id._origin.id)
        if self.department_ids:
            domain |= Domain(
                "department_id", "child_of", self.department_ids._origin.ids
            )
        return picked | self.env["hr.employee"].search(domain)

    def action_open_devices(self):
        shown = [("id", "in", self._devices().ids)]
        return open_action(self.env, "biometric_device_action", shown)

    def action_open_people(self):
        shown = [
            ("device_id", "in", self._devices().ids),
            ("employee_id", "in", self.sudo()._employees().ids),
        ]
        return self._open_users(shown, "group_employee")

    def action_open_pending(self):
        return self._open_users([("device_id", "in", self._devices().ids)], "pending")

    def action_open_failed(self):
        return self._open_users([("device_id", "in", self._devices().ids)], "failed")

    def _open_users(self, domain, default):
        name, context = "biometric_device_user_action", {f"search_default_{default}": 1}
        return open_action(self.env, name, domain, context)

    @api.model
    def _cron_sync(self):
        """Bring every terminal to what the groups want, each in its own transaction."""
        entitlements, again = self._entitlements(), False
        devices = self.env["biometric.device"].search([("state", "=", "approved")])
        for device in devices:
            try:
                with expect_conflicts(*CONFLICTS):
                    device._sync_users(entitlements[device])
                self.env["ir.cron"]._commit_progress(1)
            except CONFLICTS:
                self.env.cr.rollback()
                _logger.info("Another writer was at device %s", device.id)
                again = True
        if again:
            trigger_cron(self.env, "cron_sync")
        self._trigger_sync_at_midnight(devices)

    @api.model
    def _entitlements(self):
        """Who may use which terminal, and when: ``{device: {person: [Window]}}``.

        Passes that are over count too: they tell which punches were made in vain.
        """
        entitlements = defaultdict(lambda: defaultdict(list))
        for group in self.search([("active", "=", True)]):
            employees = group._employees()
            limits = employees._contract_windows()
            for device in group._devices():
                for person in employees:
                    entitlements[device][person] += limits.get(person, [ALWAYS])
        passes = self.env["biometric.access.pass"].with_context(active_test=False)
        for each in passes.search([("first_day", "!=", False)]):
            window = Window(each.first_day, each.last_day or None)
            for device in each.group_ids._devices():
                entitlements[device][each._person()].append(window)
        return entitlements

    @api.model
    def _trigger_sync_at_midnight(self, devices):
        """Sync when passes begin or end: at the midnight of each terminal's own zone."""
        cron = self.env.ref("biometric_attendance.cron_sync").sudo()
        now = fields.Datetime.now()
        zones = {clock.zone(name) for name in devices.mapped("tz")}
        at = {clock.midnight_after(now, zone) for zone in zones}
        known = self.env["ir.cron.trigger"].sudo()
        known = known.search([("cron_id", "=", cron.id), ("call_at", "in", list(at))])
        at -= set(known.mapped("call_at"))
        if at:
            cron._trigger(at=at)

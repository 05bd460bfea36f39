import logging
from collections import defaultdict
from contextlib import suppress

from odoo import api, fields, models
from odoo.fields import Domain

from ...rules import clock
from ...rules.validity import ALWAYS
from ..actions import open_action
from ..crons import trigger_cron
from ..device.failures import SYNC
from ..isolation import isolate
from ..retry import CONFLICTS

_logger = logging.getLogger(__name__)


class BiometricDeviceGroup(models.Model):
    """Terminals that belong together, and the people who may use them."""

    _name = "biometric.device.group"
    _inherit = ["biometric.rights"]
    _description = "Device Group"
    _order = "name"

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
        return self._get_listed_devices().filtered(
            lambda device: (
                device._is_approved()
                and device.company_id in self.company_id  # it may have moved since
                and "set_user" in device._capabilities()
            )
        )

    def _get_listed_devices(self):
        """Return the terminals of the group, whether they take users or not."""
        return self.device_ids | self.site_ids.device_ids

    def _get_entitlements(self):
        """Return whom these groups let use their terminals; see :meth:`_entitlements`."""
        entitlements = defaultdict(lambda: defaultdict(list))
        for group in self:
            employees = group._employees()
            limits = employees._contract_windows()
            for device in group._devices():
                for person in employees:
                    entitlements[device][person] += limits.get(person, [ALWAYS])
        return entitlements

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
        """Bring every terminal to what the groups want, each in its own transaction.

        Where this fails for one terminal, it is left as it is; so are the terminals of a
        group or pass that cannot be read.
        """
        self.env["biometric.device.user"]._change_hands()
        entitlements, again = self._entitlements(), False
        devices = self.env["biometric.device"].search([("state", "=", "approved")])
        for device in devices:
            try:
                isolate(
                    device,
                    lambda each: each._sync_known_users(entitlements[each]),
                    lambda each: each._record_failed_work(SYNC),
                )
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

        It is ``None`` for a terminal where that cannot be known. Passes that are over
        count too: they tell which punches were made in vain.
        """
        entitlements, unknown = defaultdict(lambda: defaultdict(list)), set()

        def add(records):
            for device, people in records._get_entitlements().items():
                for person, windows in people.items():
                    entitlements[device][person] += windows

        passes = self.env["biometric.access.pass"].with_context(active_test=False)
        for records in (
            self.search([("active", "=", True)]),
            passes.search([("first_day", "!=", False)]),
        ):
            isolate(records, add, lambda one: unknown.update(one._get_listed_devices()))
        entitlements.update(dict.fromkeys(unknown))
        return entitlements

    @api.model
    def _trigger_sync_at_midnight(self, devices):
        """Sync when passes begin or end: at the midnight of each terminal's own zone."""
        cron = self.env.ref("biometric_attendance.cron_sync").sudo()
        now = fields.Datetime.now()
        zones = set()
        for name in set(devices.mapped("tz")):
            with suppress(ValueError):  # the sync of the terminal itself says so
                zones.add(clock.zone(name))
        at = {clock.midnight_after(now, zone) for zone in zones}
        known = self.env["ir.cron.trigger"].sudo()
        known = known.search([("cron_id", "=", cron.id), ("call_at", "in", list(at))])
        at -= set(known.mapped("call_at"))
        if at:
            cron._trigger(at=at)

from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...rules.validity import Window
from ..actions import open_action
from ..crons import trigger_cron
from ..isolation import isolate


class BiometricAccessPass(models.Model):
    """Leave to use some terminals from one day to another.

    The days are those of each terminal's own calendar, both included. Whoever has only
    passes for a terminal may not use it on other days.
    """

    _name = "biometric.access.pass"
    _description = "Access Pass"
    _inherit = ["mail.thread", "mail.activity.mixin", "biometric.rights"]
    _order = "last_day desc, id desc"

    _check_company_auto = True
    _editable_fields = {
        "active",
        "employee_id",
        "partner_id",
        "company_id",
        "group_ids",
        "first_day",
        "last_day",
        "reason",
    }

    active = fields.Boolean(
        default=True, help="Archive what is over to have it out of the way."
    )
    employee_id = fields.Many2one(
        "hr.employee",
        check_company=True,
        index="btree_not_null",
        ondelete="cascade",
        tracking=True,
        help="The employee who may pass.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        check_company=True,
        index="btree_not_null",
        ondelete="cascade",
        tracking=True,
        help="The person who may pass, if no employee: a member, a visitor, a supplier.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        help="The company of the terminals.",
    )
    group_ids = fields.Many2many(
        "biometric.device.group",
        string="Device Groups",
        required=True,
        check_company=True,
        help="Where the person may pass.",
    )
    first_day = fields.Date(
        required=True,
        tracking=True,
        default=fields.Date.context_today,
        help="The first day the person may pass.",
    )
    last_day = fields.Date(
        tracking=True,
        help="The last day the person may pass, until its midnight. Empty: for good.",
    )
    reason = fields.Char(
        required=True, tracking=True, help="Such as: membership 2026, or lift service."
    )
    state = fields.Selection(
        [("upcoming", "Upcoming"), ("valid", "Valid"), ("expired", "Expired")],
        compute="_compute_state",
        search="_search_state",
        help="Whether the pass holds today.",
    )
    expires_soon = fields.Boolean(
        compute="_compute_state",
        help="Its last day is near, as set in the settings.",
    )
    warning = fields.Char(
        compute="_compute_warning", help="What to know before the pass ends."
    )
    reminded_of = fields.Date(
        readonly=True,
        copy=False,
        help="The last day somebody was reminded of; a renewal is reminded of anew.",
    )
    user_count = fields.Integer(
        string="Terminals",
        compute="_compute_user_count",
        help="On how many terminals the person is or shall be.",
    )

    _in_order = models.Constraint(
        # One that is ended on its first day holds no day.
        "CHECK(last_day IS NULL OR first_day <= last_day + 1)",
        "A pass cannot end before it begins.",
    )
    _one_person = models.Constraint(
        "CHECK((employee_id IS NULL) <> (partner_id IS NULL))",
        "A pass is for one employee or for one contact.",
    )

    @api.depends("employee_id", "partner_id", "reason")
    def _compute_display_name(self):
        for each in self:
            names = (each._person().display_name, each.reason)
            each.display_name = " · ".join(filter(None, names))

    @api.depends("first_day", "last_day", "company_id")
    def _compute_state(self):
        today = fields.Date.context_today(self)
        for each in self:
            if each.first_day and each.first_day > today:
                each.state = "upcoming"
            elif each.last_day and each.last_day < today:
                each.state = "expired"
            else:
                each.state = "valid"
            soon = fields.Date.add(today, days=each.company_id.biometric_expiry_days)
            each.expires_soon = bool(
                each.state != "expired" and each.last_day and each.last_day <= soon
            )

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        over = Domain("last_day", "<", today)
        coming = Domain("first_day", ">", today)
        domains = {"expired": over, "upcoming": coming, "valid": ~over & ~coming}
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.depends("group_ids", "employee_id", "last_day")
    def _compute_warning(self):
        for each in self:
            devices = each.sudo().group_ids._devices()
            losing = devices.filtered(lambda device: device.enforcement == "removal")
            stored = each.employee_id and each.company_id.biometric_store_templates
            each.warning = (
                self.env._(
                    "After the last day the person is deleted from %s, with fingers and "
                    "face, which have to be enrolled anew if the pass is renewed later. "
                    "Renew it in time, or let the terminal itself heed the dates if its "
                    "model does.",
                    ", ".join(losing.mapped("name")),
                )
                if losing and each.last_day and not stored
                else False
            )

    @api.depends("group_ids", "employee_id", "partner_id")
    def _compute_user_count(self):
        for each in self:
            each.user_count = len(each._users())

    @api.constrains("active", "last_day")
    def _check_archived_is_over(self):
        for each in self:
            if not each.active and each.state != "expired":
                raise ValidationError(
                    self.env._("End the pass first: archiving it does not.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        passes = super().create(vals_list)
        trigger_cron(self.env, "cron_sync")
        return passes

    def write(self, vals):
        result = super().write(vals)
        trigger_cron(self.env, "cron_sync")
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_before_it_begins(self):
        if any(each.state != "upcoming" for each in self):
            raise UserError(
                self.env._("Punches depend on a pass that has begun: end it instead.")
            )
        trigger_cron(self.env, "cron_sync")

    def action_end(self):
        """No access from now on, today included."""
        yesterday = fields.Date.subtract(fields.Date.context_today(self), days=1)
        self.filtered(lambda each: each.state == "valid").last_day = yesterday
        return True

    def action_open_users(self):
        shown = [("id", "in", self._users().ids)]
        return open_action(self.env, "biometric_device_user_action", shown)

    def _person(self):
        """The employee or contact."""
        return self.employee_id or self.partner_id

    def _users(self):
        """The device users of the person on the terminals of the pass."""
        person = self._person()
        if not person:
            return self.env["biometric.device.user"]
        users = self.env["biometric.device.user"]._of(person)
        devices = self.sudo().group_ids._devices()
        return users.filtered(lambda user: user.device_id in devices)

    def _get_listed_devices(self):
        """Return the terminals of the passes, whether they take users or not."""
        return self.group_ids._get_listed_devices()

    def _get_entitlements(self):
        """Return the days these passes give on terminals; see device groups."""
        entitlements = defaultdict(lambda: defaultdict(list))
        for each in self:
            window = Window(each.first_day, each.last_day or None)
            for device in each.group_ids._devices():
                entitlements[device][each._person()].append(window)
        return entitlements

    @api.model
    def _cron_remind(self):
        """Make an activity for each pass that ends soon and is not renewed yet."""
        for company in self.env["res.company"].search([("active", "=", True)]):
            isolate(
                self.with_company(company)._get_ending(company),
                lambda passes: passes._remind(),
                lambda each: each._log_failed_reminder(),
            )

    @api.model
    def _get_ending(self, company):
        """Return the passes of a company of whose end somebody is to be reminded now."""
        today = fields.Date.context_today(self)
        soon = fields.Date.add(today, days=company.biometric_expiry_days)
        return self.search(
            [
                ("company_id", "=", company.id),
                ("last_day", ">=", today),
                ("last_day", "<=", soon),
            ]
        )

    def _remind(self):
        for each in self:
            if each.reminded_of == each.last_day or each._is_renewed():
                continue
            user = each.company_id.biometric_expiry_user_id or each.create_uid
            each.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=each.last_day,
                summary=self.env._("Access pass ends"),
                user_id=user.id,
            )
            each.reminded_of = each.last_day

    def _log_failed_reminder(self):
        self._message_log(
            body=self.env._(
                "Nobody could be reminded of its end: look into the server's log."
            )
        )

    def _is_renewed(self):
        """Whether a later pass of the person takes over in all the same groups."""
        person = "employee_id" if self.employee_id else "partner_id"
        next_day = fields.Date.add(self.last_day, days=1)
        later = self.search(
            [
                ("id", "!=", self.id),
                (person, "=", self[person].id),
                ("first_day", "<=", next_day),
                "|",
                ("last_day", "=", False),
                ("last_day", ">=", next_day),
            ]
        )
        return self.group_ids <= later.group_ids

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ...terminals.commands import check
from ...terminals.errors import ProtocolError
from ...terminals.records import PRIVILEGES
from ..actions import open_action
from ..reason import as_stored, sentence
from . import reports, sync_state
from .requests import prepare_write, stored_desired_state
from .terminal_user import written_values

RETRY_DELAY = timedelta(days=1)
TYPED_FIELDS = ("name", "card", "group")
# Emptied when the device user is linked to somebody else: they are about the person
# it was linked to before.
SYNC_FIELDS = ("windows", "wanted", "to_remove", "access_denied", "synced_values")
# Users who may not pass now, but whose terminal has confirmed neither their deletion
# nor the days of access.
UNCONFIRMED_REVOCATION = (
    Domain("access_denied", "=", True)
    & Domain("sync_state", "!=", "absent")
    & (Domain("to_remove", "=", True) | Domain("sync_state", "!=", "present"))
    & Domain("device_id.state", "=", "approved")
    & Domain("device_id.active", "=", True)
)


class BiometricDeviceUser(models.Model):
    """A user of one device, known by the PIN, and the employee or contact it belongs to.

    The same PIN on two devices may be two people.
    """

    _name = "biometric.device.user"
    _description = "Biometric Device User"
    _order = "device_id, pin"
    _rec_name = "pin"

    device_id = fields.Many2one(
        "biometric.device",
        required=True,
        index=True,
        ondelete="cascade",
        help="The terminal this identity lives on.",
    )
    company_id = fields.Many2one(
        related="device_id.company_id", help="The company of the device."
    )
    pin = fields.Char(
        string="PIN",
        required=True,
        help="The number the person has on the terminal, exactly as shown there: "
        "00017 and 17 are two people.",
    )
    name = fields.Char(help="The name stored on the terminal, if it has one.")
    employee_id = fields.Many2one(
        "hr.employee",
        index="btree_not_null",
        ondelete="set null",
        help="Whose punches these are. Earlier punches of the PIN follow at once.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        index="btree_not_null",
        ondelete="set null",
        help="Who this is, if no employee: a member, a visitor, a supplier. Punches of "
        "contacts make no attendance.",
    )

    wanted = fields.Boolean(
        string="By a Group",
        readonly=True,
        copy=False,
        help="A device group wants the person on this terminal.",
    )
    sync_state = fields.Selection(
        [
            ("unknown", "Not checked"),
            ("pending", "Pending"),
            ("present", "On the terminal"),
            ("failed", "Failed"),
            ("absent", "Not on the terminal"),
        ],
        string="State",
        required=True,
        default="unknown",
        readonly=True,
        copy=False,
        help="Whether the terminal is known to have the person as wanted.",
    )
    problem_reason = fields.Json(
        readonly=True, copy=False, help="Code and values of the problem."
    )
    problem = fields.Char(
        compute="_compute_problem", help="Why the terminal refused the last change."
    )
    privilege = fields.Selection(
        selection=lambda self: [
            (name, self.env._(label)) for name, label in PRIVILEGES.items()
        ],
        help="What the person may do in the terminal's menu.",
    )
    card = fields.Char(help="The number of the person's card, as the terminal has it.")
    group = fields.Char(
        string="Access Group",
        help="The group on the terminal that decides where the person may pass.",
    )
    valid_from = fields.Date(
        string="First Day",
        readonly=True,
        help="First day the terminal says it lets the person in.",
    )
    valid_until = fields.Date(
        string="Last Day",
        readonly=True,
        help="Last day the terminal says it lets the person in.",
    )
    reported_at = fields.Datetime(
        readonly=True, copy=False, help="When the terminal last spoke of the person."
    )

    windows = fields.Json(
        readonly=True,
        copy=False,
        help="The days access is limited to; nothing: it is not limited.",
    )
    access_denied = fields.Boolean(
        string="No Access Now",
        readonly=True,
        copy=False,
        help="The person may not pass here now.",
    )
    access_days = fields.Char(
        string="Days of Access",
        compute="_compute_access_days",
        help="The days the person may pass here. Empty: on all days.",
    )
    unconfirmed_revocation = fields.Boolean(
        string="May Still Get In",
        compute="_compute_unconfirmed_revocation",
        search="_search_unconfirmed_revocation",
        help="The person should not pass here now, but the terminal has not confirmed "
        "it.",
    )

    to_remove = fields.Boolean(
        readonly=True, copy=False, help="The person has to leave this terminal."
    )
    synced_values = fields.Json(
        readonly=True, copy=False, help="What the terminal was last told of the person."
    )
    retry_at = fields.Datetime(
        readonly=True, copy=False, help="When a failed change is tried again."
    )
    pin_conflict = fields.Char(
        string="PIN Also For",
        readonly=True,
        copy=False,
        help="Who should have this PIN here too. Link it to this person, or give one of "
        "the two another PIN.",
    )

    _pin_uniq = models.Constraint(
        "UNIQUE(device_id, pin)", "The device already has a user with this PIN."
    )
    _one_person = models.Constraint(
        "CHECK(employee_id IS NULL OR partner_id IS NULL)",
        "A device user is an employee or a contact, not both.",
    )

    @api.depends("pin", "name")
    def _compute_display_name(self):
        for user in self:
            user.display_name = " ".join(filter(None, [user.pin, user.name]))

    @api.depends("problem_reason")
    @api.depends_context("lang")
    def _compute_problem(self):
        for user in self:
            user.problem = sentence(self.env, user.problem_reason) or False

    @api.depends("windows")
    def _compute_access_days(self):
        for user in self:
            user.access_days = ", ".join(
                user._format_days(*window) for window in user.windows or ()
            )

    def _format_days(self, first, last):
        """Return days of access in words; either day may be ``None`` for no limit."""
        first, last = (day and format_date(self.env, day) for day in (first, last))
        if first and last:
            return self.env._("%(first)s to %(last)s", first=first, last=last)
        return self.env._("from %s", first) if first else self.env._("until %s", last)

    def _compute_unconfirmed_revocation(self):
        found = self.filtered_domain(UNCONFIRMED_REVOCATION)
        for user in self:
            user.unconfirmed_revocation = user in found

    @api.model
    def _search_unconfirmed_revocation(self, operator, value):
        if operator != "in":
            return NotImplemented
        unconfirmed = UNCONFIRMED_REVOCATION
        return Domain.OR(unconfirmed if wanted else ~unconfirmed for wanted in value)

    @api.constrains("pin")
    def _check_pin(self):
        for user in self:
            user._check_values({"pin": user.pin})

    @api.constrains(*TYPED_FIELDS)
    def _check_typed(self):
        """Check what people type, but not the PIN, which a terminal may have sent."""
        for user in self:
            values = {name: user[name] for name in TYPED_FIELDS if user[name]}
            user._check_values({"pin": "1", **values})

    def _check_values(self, values):
        try:
            check("set_user", values)
        except ProtocolError as error:
            raise ValidationError(sentence(self.env, error.reason)) from error

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        self.env["biometric.punch"]._assign_people(users)
        return users

    def write(self, vals):
        if {"pin", "device_id"} & set(vals):
            raise UserError(
                self.env._(
                    "A PIN belongs to its device, and its punches to the PIN: make "
                    "another device user instead."
                )
            )
        if not {"employee_id", "partner_id"} & set(vals):
            return super().write(vals)
        templates = self.env["biometric.template"].sudo()._get_reassigned(self, vals)
        result = super().write({**dict.fromkeys(SYNC_FIELDS, False), **vals})
        self.env["biometric.device.group"]._trigger_sync()
        self.env["biometric.punch"]._assign_people(self)
        templates._reassign(vals.get("employee_id"))
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_takes_punches_back(self):
        self.write({"employee_id": False, "partner_id": False})

    def action_open_punches(self):
        of_users = Domain.OR(
            Domain("device_id", "=", user.device_id.id) & Domain("pin", "=", user.pin)
            for user in self
        )
        return open_action(self.env, "biometric_punch_action", of_users)

    def action_try_again(self):
        """Repeat failed changes now, instead of a day later."""
        self.env["biometric.command"]._check_administrator()
        self.check_access("write")
        failed = self.filtered(lambda user: user.sync_state == "failed")
        failed.sudo().retry_at = False
        self.env["biometric.device.group"]._trigger_sync()

    def _person(self):
        """Return the employee or contact, an empty recordset of employees if nobody."""
        return self.employee_id or self.partner_id or self.employee_id

    @api.model
    def _of(self, persons):
        """Return all device users of employees or of contacts."""
        return self.search([(persons._person_field(), "in", persons.ids)])

    @api.model
    def _ensure(self, device, pins):
        """Create device users for PINs that are new, so that somebody can map them."""
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """INSERT INTO biometric_device_user
                          (device_id, pin, sync_state, create_date, write_date)
                   SELECT %s, pin, 'unknown', now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
                     FROM unnest(%s) AS pin
                       ON CONFLICT DO NOTHING""",
                device.id,
                sorted(pins),
            )
        )
        self.invalidate_model(flush=False)

    @api.model
    def _process_reported(self, device, reported):
        """Store what a terminal reports about its users.

        People are not renamed, and no device user is linked to a person by it.

        :param reported: :class:`~.terminals.records.DeviceUser` in order.
        """
        reports.process_reported(self, device, reported)

    @api.model
    def _process_deleted(self, device, pins):
        """Mark users as deleted at the terminal; those who belong there are written again.

        :param pins: of users the terminal does not have any more.
        """
        reports.process_deleted(self, device, pins)

    @api.model
    def _process_queued(self, commands):
        """Mark the device users of queued commands as pending."""
        sync_state.process_queued(self, commands)

    @api.model
    def _process_finished(self, commands, state, reason):
        """Record on the device users that commands about them have ended.

        :param state: how the commands ended, such as ``done`` or ``failed``.
        """
        sync_state.process_finished(commands, state, reason)

    def _record_sync_state(self, state, reason=None):
        """Record how a change of the user ended: ``present``, ``absent`` or ``failed``."""
        if state == "failed":
            self._record_failure(reason)
        elif state == "absent":
            self.write(
                {"sync_state": state, "problem_reason": False, "to_remove": False}
            )
        elif self.sync_state == "pending":  # else an earlier part of it failed
            self.write({"sync_state": state, "problem_reason": False})

    def _record_failure(self, reason):
        self.write(
            {
                "sync_state": "failed",
                "problem_reason": as_stored(reason),
                "retry_at": fields.Datetime.now() + RETRY_DELAY,
            }
        )

    def _prepare_requests(self):
        """Return the requests that write this user, and its templates stored here."""
        templates = self.env["biometric.template"].sudo()
        return [prepare_write(self), *templates._prepare_requests_for(self)]

    def _prepare_requests_now(self):
        """Return the requests that write this user, because somebody asked for it.

        They are made even if no device group puts the user on the terminal.
        """
        if not self.synced_values:
            values = written_values(self, stored_desired_state(self))
            self.sudo().synced_values = values
        return self._prepare_requests()

    def _update(self, **values):
        """Write those of the values that differ from the stored ones."""
        values = {name: value for name, value in values.items() if self[name] != value}
        if values:
            self.write(values)

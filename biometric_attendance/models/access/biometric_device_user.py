from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...rules.assignments import BEGINNING
from ...terminals.commands import check
from ...terminals.records import PRIVILEGES
from ..actions import open_action
from ..crons import trigger_cron
from ..reason import validating
from ..rights.biometric_rights import ADMINISTRATOR
from .requests import prepare_write, stored_desired_state
from .terminal_user import written_values

TYPED_FIELDS = ("name", "card", "group")


class BiometricDeviceUser(models.Model):
    """A user of one device, known by the PIN, and the employee or contact it belongs to.

    The same PIN on two devices may be two people.
    """

    _name = "biometric.device.user"
    _description = "Biometric Device User"
    _inherit = ["biometric.sync.state", "biometric.rights"]
    _order = "device_id, pin"
    _rec_name = "pin"

    _editable_fields = {"name", "employee_id", "partner_id", "card", "group"}
    _initial_fields = {"device_id", "pin"}
    _administered_fields = {"privilege"}

    device_id = fields.Many2one(
        "biometric.device",
        required=True,
        index=True,
        ondelete="cascade",
        help="The terminal that has the user.",
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
        help="Whose punches these are now. If nobody had the PIN before, all earlier "
        "punches follow at once; else they stay whose they were.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        index="btree_not_null",
        ondelete="set null",
        help="Who this is, if no employee: a member, a visitor, a supplier. Punches of "
        "contacts make no attendance.",
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

    pin_conflict = fields.Char(
        string="PIN Also For",
        readonly=True,
        copy=False,
        help="Who should have this PIN here too. Link it to this person, or give one of "
        "the two another PIN.",
    )

    _unmapped_idx = models.Index(
        "(device_id) WHERE employee_id IS NULL AND partner_id IS NULL"
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

    def _get_write_problem(self, field):
        """Leave to administrators also those who may change the terminal's settings.

        Whoever could link one of them to himself, or type his own card, would be one.
        """
        problem = super()._get_write_problem(field)
        if problem or not self._is_writing_person():
            return problem
        if self._is_privileged() and not self.env.user.has_group(ADMINISTRATOR):
            return self.env._(
                "Only administrators may change users who may do more than punch."
            )
        return None

    def _is_privileged(self):
        """Whether one of these users has rights in the menu of its terminal."""
        return any(user.privilege not in (False, "user") for user in self.sudo())

    def _check_values(self, values):
        with validating(self.env):
            check("set_user", values)

    def write(self, vals):
        if {"pin", "device_id"} & set(vals):
            raise UserError(
                self.env._(
                    "A PIN belongs to its device, and its punches to the PIN: make "
                    "another device user instead."
                )
            )
        return super().write(vals)

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
        trigger_cron(self.env, "cron_sync")
        return True

    def _person(self):
        """Return the employee or contact, an empty recordset of employees if nobody."""
        return self.employee_id or self.partner_id or self.employee_id

    @api.model
    def _of(self, persons):
        """Return all device users of employees or of contacts."""
        return self.search([(persons._person_field(), "in", persons.ids)])

    @api.model
    def _with_pins(self, device, pins):
        """Return the users of a device that have one of these PINs."""
        return self.search([("device_id", "=", device.id), ("pin", "in", list(pins))])

    @api.model
    def _ensure(self, device, pins):
        """Create device users for PINs that are new, so that somebody can map them."""
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """INSERT INTO biometric_device_user
                          (device_id, pin, sync_state, create_date, write_date,
                           employee_id, partner_id, assigned_since, assigned_until)
                   SELECT %(device)s, s.pin, 'unknown', %(now)s, %(now)s,
                          a.employee_id, a.partner_id, nullif(a.since, %(beginning)s),
                          (SELECT min(n.since) FROM biometric_assignment n
                            WHERE n.device_id = %(device)s AND n.pin = s.pin
                              AND n.since > %(now)s)
                     FROM unnest(%(pins)s) AS s(pin)
                LEFT JOIN LATERAL (
                          SELECT * FROM biometric_assignment a
                           WHERE a.device_id = %(device)s AND a.pin = s.pin
                             AND a.since <= %(now)s
                           ORDER BY a.since DESC LIMIT 1) a ON TRUE
                       ON CONFLICT DO NOTHING""",
                device=device.id,
                pins=sorted(pins),
                now=fields.Datetime.now(),
                beginning=BEGINNING,
            )
        )
        self.invalidate_model(flush=False)

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

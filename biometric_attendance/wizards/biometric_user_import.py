"""Dialog that links a terminal's users to employees, by proposals to be ticked."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.actions import open_record
from ..models.command.states import READ_USERS
from ..rules.proposals import BADGE, NAME, PIN, Found, Known, propose

MAX_USERS_SHOWN = 500


class BiometricUserImport(models.TransientModel):
    _name = "biometric.user.import"
    _inherit = ["biometric.rights"]
    _description = "Match People"

    _editable_fields = {"line_ids"}

    device_id = fields.Many2one(
        "biometric.device",
        required=True,
        readonly=True,
        ondelete="cascade",
        help="The terminal whose users are shown.",
    )
    line_ids = fields.One2many(
        "biometric.user.import.line",
        "import_id",
        string="Users",
        help="Those nobody is linked to yet.",
    )
    asked_for = fields.Boolean(
        compute="_compute_asked_for",
        help="The terminal was asked for its users and has not sent them yet.",
    )
    unshown_count = fields.Integer(
        readonly=True, help="Users that are not shown because there are too many."
    )
    proposed_count = fields.Integer(
        compute="_compute_proposed_count", help="Users somebody is proposed for."
    )

    @api.depends("device_id")
    def _compute_asked_for(self):
        commands = self.env["biometric.command"]
        for each in self:
            pending = commands._get_pending(each.device_id, READ_USERS)
            each.asked_for = bool(pending)

    @api.depends("line_ids.basis")
    def _compute_proposed_count(self):
        for each in self:
            each.proposed_count = len(each.line_ids.filtered("basis"))

    @api.model
    def _open(self, device):
        """Return the action that opens the dialog for a terminal, with new proposals."""
        self.env["biometric.command"]._check_administrator()
        device.check_access("write")
        wizard = self.sudo().create({"device_id": device.id}).with_env(self.env)
        wizard._propose()
        return wizard._dialog()

    def _dialog(self):
        return open_record(self, self.env._("Users of %s", self.device_id.name))

    def _propose(self):
        """Fill the lines with the unlinked users, those with a proposal first."""
        users = self._unlinked()
        proposals = propose(
            [
                Found(user.id, user.pin, user.card or "", user.name or "")
                for user in users
            ],
            self._known(),
        )
        nobody = (False, False)
        users = users.sorted(lambda user: user.id not in proposals)
        self.check_access("write")
        wizard = self.sudo()
        wizard.unshown_count = max(len(users) - MAX_USERS_SHOWN, 0)
        wizard.line_ids = [fields.Command.clear()] + [
            fields.Command.create(
                {
                    "user_id": user.id,
                    "employee_id": proposals.get(user.id, nobody)[0],
                    "basis": proposals.get(user.id, nobody)[1],
                    "chosen": proposals.get(user.id, nobody)[1] in (BADGE, PIN),
                }
            )
            for user in users[:MAX_USERS_SHOWN]
        ]

    def _unlinked(self):
        """Return all unlinked users of the terminal.

        None may be left out, because proposals for two users can conflict.
        """
        return self.env["biometric.device.user"].search(
            [
                ("device_id", "=", self.device_id.id),
                ("employee_id", "=", False),
                ("partner_id", "=", False),
            ]
        )

    def _known(self):
        """Return ``Known`` of the company's employees who are not linked on the terminal."""
        mapped = self.device_id.user_ids.employee_id
        employees = self.env["hr.employee"].search(
            [
                ("company_id", "=", self.device_id.company_id.id),
                ("id", "not in", mapped.ids),
            ]
        )
        # Badges are for people of human resources; only whether they match is shown.
        return [
            Known(
                each.id, each.barcode or "", each.biometric_pin or "", each.name or ""
            )
            for each in employees.sudo()
        ]

    def action_ask(self):
        """Ask the terminal to send its users again."""
        self.env["biometric.command"]._check_administrator()
        self.env["biometric.command"]._queue(self.device_id, "query_users")
        return self._dialog()

    def action_refresh(self):
        """Propose again, with users the terminal has sent meanwhile; choices are dropped."""
        self._propose()
        return self._dialog()

    def action_apply(self):
        """Link the ticked users. Nobody is renamed."""
        chosen = self.line_ids.filtered("chosen")
        lost = chosen.filtered(lambda line: not line.employee_id)
        if lost:
            raise UserError(
                self.env._(
                    "Choose an employee for the ticked user %s.",
                    lost[0].user_id.display_name,
                )
            )
        for line in chosen:
            line.user_id.employee_id = line.employee_id
        return {"type": "ir.actions.act_window_close"}


class BiometricUserImportLine(models.TransientModel):
    _name = "biometric.user.import.line"
    _inherit = ["biometric.rights"]
    _description = "User to Map"

    _editable_fields = {"employee_id", "chosen"}

    import_id = fields.Many2one(
        "biometric.user.import", required=True, ondelete="cascade", help="The dialog."
    )
    company_id = fields.Many2one(
        related="import_id.device_id.company_id", help="The company of the device."
    )
    user_id = fields.Many2one(
        "biometric.device.user",
        required=True,
        readonly=True,
        ondelete="cascade",
        help="The user of the terminal.",
    )
    pin = fields.Char(related="user_id.pin")
    name = fields.Char(related="user_id.name")
    card = fields.Char(related="user_id.card")
    employee_id = fields.Many2one(
        "hr.employee", ondelete="cascade", help="Who it is; proposed, not sure."
    )
    basis = fields.Selection(
        [(BADGE, "Badge"), (PIN, "PIN"), (NAME, "Name")],
        string="Proposed By",
        readonly=True,
        help="What the proposal rests on. Empty: nothing, or more than one fits.",
    )
    chosen = fields.Boolean(string="Link", help="Link this user when you apply.")

    @api.onchange("employee_id")
    def _onchange_employee_id(self):
        self.chosen = bool(self.employee_id)

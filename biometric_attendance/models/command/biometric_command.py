import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...terminals import BRANDS
from ...terminals.commands import KINDS

PENDING = ("queued", "sent")


class BiometricCommand(models.Model):
    """What we want a device to do, and what became of it.

    queued -> sent (leased) -> done | failed | expired | cancelled
    """

    _name = "biometric.command"
    _description = "Device Command"
    _order = "id desc"

    device_id = fields.Many2one(
        "biometric.device",
        required=True,
        readonly=True,
        ondelete="cascade",
        help="The terminal that shall do it.",
    )
    company_id = fields.Many2one(
        related="device_id.company_id", help="The company of the device."
    )
    kind = fields.Selection(
        selection=lambda self: [(key, kind.label) for key, kind in KINDS.items()],
        required=True,
        readonly=True,
        help="What it shall do.",
    )
    payload = fields.Char(
        readonly=True,
        default="{}",
        groups="hr_attendance.group_hr_attendance_manager",
        help="The values that go with it. Templates are not among them: they are read "
        "from the vault when the command is sent.",
    )
    pin = fields.Char(
        string="PIN", readonly=True, help="Whom it is about, on the terminal."
    )
    state = fields.Selection(
        [
            ("queued", "Queued"),
            ("sent", "Sent"),
            ("done", "Done"),
            ("failed", "Failed"),
            ("expired", "Expired"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="queued",
        readonly=True,
        help="Queued until the terminal asks; sent until it answers.",
    )
    target = fields.Char(readonly=True, help="What makes two commands the same.")
    attempts = fields.Integer(readonly=True, help="How often it was sent.")
    lease_until = fields.Datetime(
        readonly=True, help="When an answer is no longer expected."
    )
    expires_at = fields.Datetime(
        readonly=True,
        help="When it is given up if the terminal never asks.",
    )
    sent_at = fields.Datetime(readonly=True, help="When it was last sent.")
    finished_at = fields.Datetime(readonly=True, help="When its outcome was decided.")
    code = fields.Integer(
        string="Return Code", readonly=True, aggregator=None, help="The terminal's own."
    )
    result = fields.Char(readonly=True, help="What the terminal said, in words.")
    person = fields.Char(
        compute="_compute_person", help="Who has that PIN on the terminal."
    )

    _pending_idx = models.Index("(device_id, id) WHERE state IN ('queued', 'sent')")

    @api.depends("kind", "device_id.name")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for command in self:
            names = (labels.get(command.kind), command.device_id.name)
            command.display_name = " · ".join(filter(None, names))

    @api.depends("pin", "device_id")
    def _compute_person(self):
        pins = [pin for pin in self.mapped("pin") if pin]
        users = self.env["biometric.device.user"].search(
            [("device_id", "in", self.device_id.ids), ("pin", "in", pins)]
        )
        names = {
            (user.device_id, user.pin): user._person().name or user.name
            for user in users
        }
        for command in self:
            command.person = names.get((command.device_id, command.pin))

    def _finish(self, state, code=0, result=None):
        if self:
            self.write(
                {
                    "state": state,
                    "code": code,
                    "result": result,
                    "finished_at": fields.Datetime.now(),
                    "lease_until": False,
                }
            )

    @api.model
    def _check_administrator(self):
        """:raises AccessError: for anybody else."""
        if not self.env.user.has_group("hr_attendance.group_hr_attendance_manager"):
            raise AccessError(
                self.env._("Only administrators may tell terminals what to do.")
            )

    def action_cancel(self):
        """Do not do it. What was sent already may happen all the same."""
        self._check_administrator()
        self.check_access("read")
        self.filtered(lambda command: command.state in PENDING).sudo()._finish(
            "cancelled", result=self.env._("Cancelled by %s.", self.env.user.name)
        )

    def action_retry(self):
        """Ask again for what failed."""
        self._check_administrator()
        self.check_access("read")
        for command in self:
            if command.state in PENDING or command.state == "done":
                raise UserError(
                    self.env._("Only a command that failed can be tried again.")
                )
            if command._dangerous():
                raise UserError(
                    self.env._("This is not repeated: give the command once more.")
                )
            command._queue(
                command.device_id,
                command.kind,
                json.loads(command.sudo().payload),
                **command._extra(),
            )

    def _extra(self):
        """What a repetition must carry beside the payload."""
        return {}

    def _dangerous(self):
        self.ensure_one()
        return KINDS[self.kind].dangerous

    def _brand(self):
        self.ensure_one()
        return BRANDS[self.device_id.brand]

"""Where an erasure stands on one terminal, followed by the commands it needs."""

from odoo import api, fields, models

from .biometric_erasure import STAYS

DELETES = "delete_user"
# What became of the command. A line whose command was given up or cancelled, by whom or
# what ever, stays pending and asks again: only a terminal or a person ends it.
OUTCOME = {"done": "confirmed", "failed": "failed"}
GIVEN_UP = ("expired", "cancelled")


class BiometricErasureLine(models.Model):
    _name = "biometric.erasure.line"
    _description = "Erasure on a Terminal"
    _order = "id"
    _rec_name = "device_name"

    erasure_id = fields.Many2one(
        "biometric.erasure",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        help="The erasure it is a part of.",
    )
    company_id = fields.Many2one(
        related="erasure_id.company_id", store=True, help="The company."
    )
    device_id = fields.Many2one(
        "biometric.device", readonly=True, ondelete="set null", help="The terminal."
    )
    device_name = fields.Char(
        string="Terminal", readonly=True, help="Its name when the erasure began."
    )
    pin = fields.Char(string="PIN", readonly=True, help="The person's number there.")
    command_id = fields.Many2one(
        "biometric.command",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="What the terminal was told last.",
    )
    state = fields.Selection(
        [("pending", "Pending"), ("failed", "Needs a person"), ("confirmed", "Done")],
        required=True,
        default="pending",
        readonly=True,
        help="Pending until the terminal confirms, however long it is offline.",
    )
    reason = fields.Char(readonly=True, help="What the terminal said, or what to do.")
    settled_at = fields.Datetime(
        string="Confirmed", readonly=True, help="When it was confirmed."
    )
    user_id = fields.Many2one(
        "res.users",
        string="Confirmed By",
        readonly=True,
        help="Who confirmed it by hand. Empty: the terminal did.",
    )

    def _ask(self):
        """Tell the terminals to delete the user; those that cannot are left to people."""
        for line in self:
            device = line.device_id
            if not device._is_approved() or DELETES not in device._capabilities():
                line.state = "failed"
                line.reason = self.env._(
                    "It takes no commands. Delete the user at the terminal, or reset "
                    "it, then confirm."
                )
                continue
            line._device_user().write({"sync_state": "pending", "problem": False})
            commands = self.env["biometric.command"]._queue(
                device, DELETES, {"pin": line.pin}
            )
            line._follow(commands.filtered(lambda command: command.kind == DELETES))

    def _follow(self, command):
        self.write({"command_id": command.id, "state": "pending", "reason": False})

    def _device_user(self):
        return self.env["biometric.device.user"].search(
            [("device_id", "=", self.device_id.id), ("pin", "=", self.pin)]
        )

    def _write_back(self):
        """Who goes on working here is written to the terminal again, but for templates.

        Only once the terminal has deleted the user: the other way round, the new
        command would undo the deletion. Who came by a group comes back by it.
        """
        for line in self.filtered(lambda line: line.erasure_id.reason in STAYS):
            user = line._device_user()
            user.synced_values = False
            if user.wanted:
                self.env["biometric.device.group"]._trigger_sync()
            elif user.employee_id.active and not user.access_denied:
                values = {"pin": line.pin, "name": user._name_on_device()}
                for name in ("card", "privilege"):
                    if user[name]:
                        values[name] = user[name]
                self.env["biometric.command"]._queue(line.device_id, "set_user", values)

    def action_confirm(self):
        """A person has seen to it that the terminal holds nothing any more."""
        self.env["biometric.erasure"]._check_manager()
        self.check_access("read")
        for line in self.sudo().filtered(lambda line: line.state != "confirmed"):
            line._settle("confirmed", self.env._("Confirmed by hand."))
            line.user_id = self.env.user
            line._device_user().write({"sync_state": "absent", "problem": False})

    def _settle(self, state, reason):
        confirmed = state == "confirmed"
        self.write(
            {
                "state": state,
                "reason": reason,
                "settled_at": confirmed and fields.Datetime.now(),
            }
        )

    @api.model
    def _repeat(self):
        """A terminal was offline for longer than a command waits, or somebody cancelled
        the command: ask again.
        """
        self.search(
            [
                ("state", "=", "pending"),
                ("device_id", "!=", False),
                "|",
                ("command_id", "=", False),
                ("command_id.state", "in", GIVEN_UP),
            ]
        )._ask()


class BiometricCommand(models.Model):
    _inherit = "biometric.command"

    @api.model_create_multi
    def create(self, vals_list):
        """A new deletion stands for the erasures that still wait for one."""
        commands = super().create(vals_list)
        deleting = commands.filtered(lambda command: command.kind == DELETES)
        if not deleting:
            return commands
        lines = self.env["biometric.erasure.line"].sudo()
        waiting = lines.search(
            [
                ("state", "!=", "confirmed"),
                ("device_id", "in", deleting.device_id.ids),
                ("pin", "in", deleting.mapped("pin")),
            ]
        ).grouped(lambda line: (line.device_id.id, line.pin))
        for command in deleting:
            theirs = waiting.get((command.device_id.id, command.pin), lines)
            theirs._follow(command)
        return commands

    def _finish(self, state, code=0, result=None):
        outcome = super()._finish(state, code, result)
        if state in OUTCOME:
            lines = self.env["biometric.erasure.line"].sudo()
            lines = lines.search(
                [("command_id", "in", self.ids), ("state", "!=", "confirmed")]
            )
            lines._settle(OUTCOME[state], result)
            if state == "done":
                lines._write_back()
        return outcome

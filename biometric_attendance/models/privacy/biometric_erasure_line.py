"""The state of an erasure on one terminal, and the commands it needs."""

from odoo import api, fields, models

from ...terminals import BRANDS
from ...terminals.reasons import Reason
from ..access.requests import prepare_basic_write
from ..crons import trigger_cron
from ..device.failures import CLEANING
from ..isolation import isolate
from ..reason import as_stored, sentence
from .biometric_erasure import STAYING_REASONS

DELETION = "delete_user"
# States of a command that end the line. A line whose command expired or was cancelled
# stays pending and asks again: only a terminal or a person ends it.
FINAL_STATES = ("done", "failed")
REPEATED_STATES = ("expired", "cancelled")


class BiometricErasureLine(models.Model):
    _name = "biometric.erasure.line"
    _inherit = ["biometric.rights"]
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
    result_reason = fields.Json(
        readonly=True, help="Code and values of the result, in no language."
    )
    result = fields.Char(
        compute="_compute_result", help="What the terminal said, or what to do."
    )
    proof = fields.Selection(
        [
            ("read_back", "Read back from the terminal"),
            ("answer", "Answer of the terminal"),
            ("person", "A person"),
        ],
        readonly=True,
        help="How it is known: the terminal was asked for the user and had none, it "
        "answered that it deleted the user, or a person saw to it.",
    )
    settled_at = fields.Datetime(
        string="Confirmed", readonly=True, help="When it was confirmed."
    )
    user_id = fields.Many2one(
        "res.users",
        string="Confirmed By",
        readonly=True,
        help="Who confirmed it by hand. Empty: the terminal did.",
    )

    _user_idx = models.Index("(device_id, pin)")

    @api.depends("result_reason")
    @api.depends_context("lang")
    def _compute_result(self):
        for line in self:
            line.result = sentence(self.env, line.result_reason) or False

    def _queue_deletion(self):
        """Queue deleting the users; a line fails if its terminal cannot be told to."""
        for line in self:
            device = line.device_id
            if not device._is_approved() or DELETION not in device._capabilities():
                line.write(
                    {
                        "state": "failed",
                        "result_reason": as_stored(Reason("delete_by_hand")),
                    }
                )
                continue
            line._device_user().write(
                {"sync_state": "pending", "problem_reason": False}
            )
            commands = self.env["biometric.command"]._queue(
                device, DELETION, {"pin": line.pin}
            )
            line._follow(commands.filtered(lambda command: command.kind == DELETION))

    def _follow(self, command):
        self.write(
            {"command_id": command.id, "state": "pending", "result_reason": False}
        )

    @api.model
    def _process_queued(self, commands):
        """Follow new deletions for the erasures that still wait for one."""
        deletions = commands.filtered(lambda command: command.kind == DELETION)
        if not deletions:
            return
        lines = self.sudo()
        waiting = lines.search(
            [
                ("state", "!=", "confirmed"),
                ("device_id", "in", deletions.device_id.ids),
                ("pin", "in", deletions.mapped("pin")),
            ]
        ).grouped(lambda line: (line.device_id.id, line.pin))
        for command in deletions:
            waiting.get((command.device_id.id, command.pin), lines.browse())._follow(
                command
            )

    @api.model
    def _process_finished(self, commands, state, reason):
        """Take over the end of the commands that are followed."""
        if state not in FINAL_STATES:
            return
        lines = self.sudo().search(
            [("command_id", "in", commands.ids), ("state", "!=", "confirmed")]
        )
        believed = lines.filtered("device_id.proves_identity")
        if state == "done":
            kept = believed.filtered(lambda line: line._is_kept_elsewhere())
            kept._settle("failed", Reason("erasure_kept"))
            (lines - believed)._settle("failed", Reason("erasure_unproven"))
            believed -= kept
            code = (as_stored(reason) or {}).get("code")
            proof = "read_back" if code == "verified" else "answer"
            believed._settle("confirmed", reason, proof)
            lines._write_back()
        else:
            lines._settle("failed", reason)

    @api.model
    def _process_reported(self, device, pins):
        """Reopen erasures whose user a terminal reports after it confirmed the deletion.

        Not where the user was written to it again, or the number is somebody else's by now;
        and not where a person confirmed it, who has seen the terminal.
        """
        lines = self.sudo().search(
            [
                ("device_id", "=", device.id),
                ("state", "=", "confirmed"),
                ("proof", "!=", "person"),
                ("pin", "in", list(pins)),
            ]
        )
        if not lines:
            return
        users = self.env["biometric.device.user"].sudo()
        known = users._with_pins(device, lines.mapped("pin")).grouped("pin")
        lines.filtered(
            lambda line: line._is_erased_user(known.get(line.pin, users))
        )._settle("failed", Reason("erased_user_reported"))

    def _is_erased_user(self, user):
        """Whether a device user with the number of the line is the one that was erased."""
        person, erased = user._person(), self.erasure_id.employee_id
        return not user or (
            user.sync_state == "absent" and person in (erased, person[:0])
        )

    def _is_kept_elsewhere(self):
        """Whether the vendor's program keeps whom its terminal has deleted."""
        brand = BRANDS.get(self.device_id.brand)
        return bool(brand and brand.commands and brand.commands.keeps_users)

    @api.model
    def _is_waiting_for(self, command):
        waiting = [("command_id", "=", command.id), ("state", "!=", "confirmed")]
        return bool(self.sudo().search_count(waiting, limit=1))

    def _device_user(self):
        users = self.env["biometric.device.user"]
        return users._with_pins(self.device_id, [self.pin])

    def _write_back(self):
        """Write who goes on working here to the terminal again, but for templates.

        Only once the terminal has deleted the user: the other way round, the new
        command would undo the deletion. Who came by a group comes back by it.
        """
        for line in self.filtered(
            lambda line: line.erasure_id.reason in STAYING_REASONS
        ):
            user = line._device_user()
            user.synced_values = False
            if user.wanted:
                trigger_cron(self.env, "cron_sync")
            elif user.employee_id.active and not user.access_denied:
                self.env["biometric.command"]._queue_all([prepare_basic_write(user)])

    def action_confirm(self):
        """Confirm by hand that the terminal holds nothing of the person any more."""
        self.env["biometric.erasure"]._check_manager()
        self.check_access("read")
        for line in self.sudo().filtered(lambda line: line.state != "confirmed"):
            line._settle("confirmed", Reason("confirmed_by_hand"), "person")
            line.user_id = self.env.user
            line._device_user().write({"sync_state": "absent", "problem_reason": False})
        return True

    def _settle(self, state, reason, proof=False):
        confirmed = state == "confirmed"
        self.write(
            {
                "state": state,
                "result_reason": as_stored(reason),
                "proof": proof,
                "settled_at": confirmed and fields.Datetime.now(),
            }
        )

    @api.model
    def _repeat(self):
        """Queue deletions again whose command expired or was cancelled."""
        unanswered = self.search(
            [
                ("state", "=", "pending"),
                ("device_id", "!=", False),
                "|",
                ("command_id", "=", False),
                ("command_id.state", "in", REPEATED_STATES),
            ]
        )
        isolate(
            unanswered,
            lambda lines: lines._queue_deletion(),
            lambda line: line.device_id._record_failed_work(CLEANING),
        )

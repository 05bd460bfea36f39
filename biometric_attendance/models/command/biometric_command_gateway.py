"""Commands on their way through a gateway: taken, passed on, begun and gone on with."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..reason import sentence
from .biometric_command_delivery import LEASE


class BiometricCommand(models.Model):
    _inherit = "biometric.command"

    answer_pending = fields.Boolean(
        readonly=True,
        help="The gateway has it, and its terminal will say what became of it.",
    )
    position = fields.Json(readonly=True, help="How far punches of the past were read.")

    @api.model_create_multi
    def create(self, vals_list):
        commands = super().create(vals_list)
        commands.device_id._schedule_commands()
        return commands

    @api.model
    def _refuse(self, device, kind, payload, extra):
        if device.gateway and not device.gateway_url and device._capabilities():
            raise ValidationError(
                self.env._("Type the gateway's address into %s first.", device.name)
            )
        return super()._refuse(device, kind, payload, extra)

    def _values_to_go_on(self):
        """The payload, and from where to go on with it."""
        values = self._values()
        return {**values, **self.position} if self.position else values

    def _note_progress(self, page):
        """Remember a page of punches that is stored.

        :param page: :class:`~..terminals.session.PageRead`.
        :return: whether to go on: a person may have cancelled it.
        """
        if self.state != "sent":
            return False
        found = (self.position or {}).get("found", 0) + len(page.upload.punches)
        self.write(
            {
                "position": {**page.position, "found": found},
                "result": self.env._("%s punches read so far.", found),
                "lease_until": fields.Datetime.now() + LEASE,
            }
        )
        return True

    def _take_answer(self, result):
        super()._take_answer(result)
        if not self.device_id.gateway:
            return
        commands = self._brand().commands
        if result.code == commands.pending_code and self.state == "sent":
            _good, reason = commands.explain(result.code, self.kind, "")
            words = sentence(self.env, reason)
            until = fields.Datetime.now() + LEASE
            self.write({"answer_pending": True, "result": words, "lease_until": until})
        elif self.state == "done" and self.kind == "query_punches":
            found = (self.position or {}).get("found", 0)
            self.result = self.env._("%s punches read.", found)

    def _take_effect(self):
        result = super()._take_effect()
        # What waited for this answer may follow now.
        self.filtered("answer_pending").device_id._schedule_commands()
        return result

    def _wait_for_next_turn(self, sure, tried, reason):
        """Queue again what was begun and came to no end.

        :param sure: that it was not done.
        :param tried: count it as a try.
        :param reason: a sentence, ``None`` where nothing went wrong.
        """
        for command in self.filtered(
            lambda c: c.state == "sent" and not c.answer_pending
        ):
            tries = command._brand().commands.max_attempts
            if not sure and command._dangerous():
                words = self.env._("No answer. It is not repeated by itself.")
                command._finish("failed", result=words)
            elif tried and command.attempts >= tries:
                command._finish("failed", result=reason)
            elif tried:
                command.write({"state": "queued", "lease_until": False})
            else:
                command._give_back()

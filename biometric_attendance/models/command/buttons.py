"""What people may do with commands: cancel them, or give them once more."""

import json

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ...terminals.commands import KINDS
from ...terminals.reasons import Reason
from .states import PENDING_STATES


class BiometricCommand(models.Model):
    _inherit = "biometric.command"

    @api.model
    def _check_administrator(self):
        """Check that the user may give commands.

        :raises AccessError: for anybody else.
        """
        if not self.env.user.has_group("hr_attendance.group_hr_attendance_manager"):
            raise AccessError(
                self.env._("Only administrators may tell terminals what to do.")
            )

    def action_cancel(self):
        """Cancel the commands. One that was sent already may still be carried out."""
        self._check_administrator()
        self.check_access("read")
        self.filtered(lambda command: command.state in PENDING_STATES).sudo()._finish(
            "cancelled", reason=Reason("cancelled_by", {"name": self.env.user.name})
        )
        return True

    def action_retry(self):
        """Queue what failed once more."""
        self._check_administrator()
        self.check_access("read")
        for command in self:
            if command.state in PENDING_STATES or command.state == "done":
                raise UserError(
                    self.env._("Only a command that failed can be tried again.")
                )
            if command._is_dangerous():
                raise UserError(
                    self.env._("This is not repeated: give the command once more.")
                )
            own = command.sudo()
            payload, template = json.loads(own.payload), own.template_id.id
            self._queue(command.device_id, command.kind, payload, template)
        return True

    def _is_dangerous(self):
        self.ensure_one()
        return KINDS[self.kind].dangerous

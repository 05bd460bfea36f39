"""What becomes of device users by commands."""

from odoo import api, models

# What writes an identity; some terminals take it one value at a time.
WRITES = ("set_user", "rename_user", "set_privilege", "set_credential")
# What a command's end means for the identity it was about.
AFTER = {
    **{(kind, "done"): "present" for kind in (*WRITES, "grant_access")},
    ("delete_user", "done"): "absent",
    **{
        (kind, state): "failed"
        for kind in (*WRITES, "grant_access", "delete_user")
        for state in ("failed", "expired", "cancelled")
    },
}


class BiometricCommand(models.Model):
    _inherit = "biometric.command"

    @api.model_create_multi
    def create(self, vals_list):
        commands = super().create(vals_list)
        commands._begin()
        return commands

    def _replace(self, payload, extra):
        replaced = super()._replace(payload, extra)
        self._begin()
        return replaced

    def _begin(self):
        """The identities these commands are about are pending from now on."""
        changing = self.filtered(lambda c: c.kind in (*WRITES, "delete_user"))
        for device, commands in changing.grouped("device_id").items():
            users = commands._device_users(device)
            users.write({"sync_state": "pending", "problem": False, "retry_at": False})

    def _finish(self, state, code=0, result=None):
        outcome = super()._finish(state, code, result)
        for command in self:
            sync_state = AFTER.get((command.kind, state))
            user = sync_state and command._device_user()
            if user and not command._is_followed(sync_state):
                user._has_become(sync_state, result)
        return outcome

    def _is_followed(self, sync_state):
        """Whether a later command decides what becomes of the identity."""
        kinds = ["set_user", "delete_user"] + ["grant_access"] * (
            sync_state != "failed"
        )
        return bool(
            self.search_count(
                [
                    ("device_id", "=", self.device_id.id),
                    ("pin", "=", self.pin),
                    ("kind", "in", kinds),
                    ("state", "in", ("queued", "sent")),
                    ("id", ">", self.id),
                ],
                limit=1,
            )
        )

    def _device_user(self):
        """The identity the command is about."""
        return self._device_users(self.device_id)

    def _device_users(self, device):
        pins = [pin for pin in self.mapped("pin") if pin]
        return (
            self.env["biometric.device.user"]
            .sudo()
            .search([("device_id", "=", device.id), ("pin", "in", pins)])
        )

"""What is known of an identity on its terminal, and whether it is as we want it."""

from odoo import api, fields, models

# What terminals tell of a user, under the same names in the record and here.
TOLD = ("name", "privilege", "card", "group", "valid_from", "valid_until")
# What a command's end means for the identity it was about.
AFTER = {
    ("set_user", "done"): "present",
    ("set_user", "failed"): "failed",
    ("set_user", "expired"): "failed",
    ("delete_user", "done"): "absent",
    ("delete_user", "failed"): "failed",
    ("delete_user", "expired"): "failed",
}


class BiometricDeviceUser(models.Model):
    _inherit = "biometric.device.user"

    wanted = fields.Boolean(
        readonly=True,
        copy=False,
        help="A device group wants the person on this terminal.",
    )
    presence = fields.Selection(
        [
            ("unknown", "Not checked"),
            ("pending", "Pending"),
            ("present", "On the terminal"),
            ("failed", "Failed"),
            ("absent", "Not on the terminal"),
        ],
        required=True,
        default="unknown",
        readonly=True,
        copy=False,
        help="Whether the terminal is known to have the person.",
    )
    problem = fields.Char(
        readonly=True, copy=False, help="Why the terminal refused the last change."
    )
    privilege = fields.Selection(
        [
            ("user", "User"),
            ("enroller", "May enrol others"),
            ("manager", "Manager"),
            ("custom", "Custom"),
            ("admin", "Administrator"),
        ],
        help="What the person may do in the terminal's menu.",
    )
    card = fields.Char(help="The number of the person's card, as the terminal has it.")
    group = fields.Char(help="The access group on the terminal.")
    valid_from = fields.Date(
        help="First day the person may pass, on the terminal's clock."
    )
    valid_until = fields.Date(
        help="Last day the person may pass, on the terminal's clock."
    )
    reported_at = fields.Datetime(
        readonly=True, copy=False, help="When the terminal last spoke of the person."
    )

    @api.model
    def _report(self, device, users):
        """Take over what a terminal says of its users. Nobody is renamed or guessed.

        :param users: :class:`~.protocols.records.DeviceUser` in order.
        """
        told = {user.pin: user for user in users}
        self._meet(device, told)
        now = fields.Datetime.now()
        for known in self.search(
            [("device_id", "=", device.id), ("pin", "in", list(told))]
        ):
            user = told[known.pin]
            news = {
                name: getattr(user, name)
                for name in TOLD
                if getattr(user, name) is not None
                and getattr(user, name) != known[name]
            }
            known.write({**news, "presence": "present", "reported_at": now})

    def _wishes(self):
        """The commands that write this identity; templates are added where stored."""
        self.ensure_one()
        values = {"pin": self.pin, "name": self._name_on_device()}
        for name in ("card", "privilege", "valid_from", "valid_until"):
            if self[name]:
                values[name] = self[name]
        return [(self.device_id, "set_user", values, {})]

    def _name_on_device(self):
        """The employee's name as a terminal can show it."""
        name = self.employee_id.name or self.name or ""
        return "".join(char for char in name if char.isprintable())[:24].strip()


class BiometricCommand(models.Model):
    _inherit = "biometric.command"

    def _finish(self, state, code=0, result=None):
        outcome = super()._finish(state, code, result)
        for command in self:
            presence = AFTER.get((command.kind, state))
            if presence:
                command._device_user().write(
                    {
                        "presence": presence,
                        "problem": result if presence == "failed" else False,
                    }
                )
        return outcome

    def _device_user(self):
        """The identity the command is about."""
        return self.env["biometric.device.user"].search(
            [("device_id", "=", self.device_id.id), ("pin", "=", self.pin)]
        )

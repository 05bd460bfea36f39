"""Who connects a terminal right now, so that others do not take it for theirs."""

from datetime import timedelta

from odoo import fields, models

# A terminal somebody chose is shown as his for so long.
CHOSEN_FOR = timedelta(hours=1)


class BiometricDevice(models.Model):
    _inherit = "biometric.device"

    connecting_user_id = fields.Many2one(
        "res.users",
        string="Connected By",
        readonly=True,
        copy=False,
        help="Who chose the terminal on the page that connects terminals.",
    )
    connecting_at = fields.Datetime(
        readonly=True, copy=False, help="When it was chosen there."
    )

    def _set_connecting(self):
        """Note that the present user connects the device."""
        self.check_access("write")
        now = fields.Datetime.now()
        self.sudo().write({"connecting_user_id": self.env.uid, "connecting_at": now})

    def _get_other_connecting(self):
        """Return who else connects the device now, an empty user for nobody."""
        since = fields.Datetime.now() - CHOSEN_FOR
        user = self.connecting_user_id.sudo()
        is_lately = self.connecting_at and self.connecting_at >= since
        return user if is_lately and user != self.env.user else user.browse()

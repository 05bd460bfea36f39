"""The card that is printed and taken to the terminal."""

from odoo import fields, models

from ...terminals import BRANDS


class BiometricConnectCard(models.TransientModel):
    """What to type into one terminal, to be printed."""

    _name = "biometric.connect.card"
    _description = "Card for Connecting a Terminal"
    _inherit = ["biometric.rights"]
    _rec_name = "brand"

    brand = fields.Selection(
        selection=lambda self: [
            (key, self.env._(brand.label)) for key, brand in BRANDS.items()
        ],
        required=True,
        help="The kind of terminal.",
    )
    url = fields.Char(help="The address of this server that was chosen.")
    serial = fields.Char(
        string="Serial Number", help="Of the terminal, if it is known."
    )

    def _guide(self):
        """Return what the page shows, for the report."""
        self.ensure_one()
        connect = self.env["biometric.connect"]
        return connect.read_guide(self.brand, self.url, self.serial or "")

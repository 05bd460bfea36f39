from odoo import fields, models


class BiometricSourceTable(models.TransientModel):
    """A table of a database, as its server lists it."""

    _name = "biometric.source.table"
    _inherit = "biometric.rights"
    _description = "Table of a Source"

    layout_id = fields.Many2one(
        "biometric.source.layout",
        required=True,
        readonly=True,
        ondelete="cascade",
        help="The dialog it is listed in.",
    )
    name = fields.Char(required=True, readonly=True, help="As the server spells it.")
    column_ids = fields.One2many(
        "biometric.source.column", "table_id", readonly=True, help="Its columns."
    )

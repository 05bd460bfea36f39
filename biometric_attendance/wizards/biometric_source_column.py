from odoo import fields, models


class BiometricSourceColumn(models.TransientModel):
    """A column of a table, as its server lists it."""

    _name = "biometric.source.column"
    _inherit = "biometric.rights"
    _description = "Column of a Source"

    table_id = fields.Many2one(
        "biometric.source.table",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
        help="The table it is a column of.",
    )
    name = fields.Char(required=True, readonly=True, help="As the server spells it.")

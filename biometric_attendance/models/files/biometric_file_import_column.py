from odoo import api, fields, models


class BiometricFileImportColumn(models.Model):
    """A column of an imported file, to choose what it holds."""

    _name = "biometric.file.import.column"
    _inherit = ["biometric.rights"]
    _description = "Column of a File"
    _order = "import_id, number"

    import_id = fields.Many2one(
        "biometric.file.import",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        help="The file.",
    )
    company_id = fields.Many2one(
        related="import_id.company_id", help="The company of the import."
    )
    number = fields.Integer(
        readonly=True, aggregator=None, help="Which column it is, the first is 0."
    )
    name = fields.Char(readonly=True, help="Its name in the header.")
    examples = fields.Char(readonly=True, help="Some of its values.")

    @api.depends("number", "name", "examples")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for column in self:
            name = column.name or self.env._("Column %s", column.number + 1)
            examples = column.examples and f" ({column.examples})"
            column.display_name = f"{name}{examples or ''}"

from odoo import api, fields, models


class BiometricFileImportOption(models.Model):
    """A possible answer to what a file does not say."""

    _name = "biometric.file.import.option"
    _inherit = ["biometric.rights"]
    _description = "Answer about a File"
    _order = "import_id, id"
    _rec_name = "text"

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
    code = fields.Char(required=True, readonly=True, help="What is asked.")
    value = fields.Char(readonly=True, help="The answer, as a code.")
    text = fields.Char(readonly=True, help="What of the file would be read so.")
    label = fields.Char(
        string="Answer", compute="_compute_label", help="What is chosen by it."
    )

    @api.depends("code", "value", "text")
    @api.depends_context("lang")
    def _compute_label(self):
        words = {
            ("date_order", "day"): self.env._("Day first"),
            ("date_order", "month"): self.env._("Month first"),
            ("date_order", "year"): self.env._("Year first"),
            ("state_codes", "zk"): self.env._("0 is in, 1 is out"),
            ("state_codes", "one_in"): self.env._("1 is in, 0 is out"),
            ("state_codes", "none"): self.env._("They are no direction"),
            ("with_breaks", "0"): self.env._("The end and the beginning of work"),
            ("with_breaks", "1"): self.env._("A break"),
            ("out_next_day", "0"): self.env._("It is a mistake: such rows are refused"),
            ("out_next_day", "1"): self.env._("On the next day"),
        }
        for option in self:
            word = words.get((option.code, option.value))
            none = self.env._("No column") if not option.value else ""
            option.label = word or option.text or none

    def action_choose(self):
        """Answer the question so."""
        self.ensure_one()
        self.import_id._check_manager()
        self.import_id._answer(self.code, self.value or "")
        return True

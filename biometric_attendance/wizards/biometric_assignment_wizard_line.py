from odoo import fields, models


class BiometricAssignmentWizardLine(models.TransientModel):
    _name = "biometric.assignment.wizard.line"
    _inherit = ["biometric.difference", "biometric.rights"]
    _description = "Difference Another Owner of a PIN Would Make"

    wizard_id = fields.Many2one(
        "biometric.assignment.wizard",
        required=True,
        ondelete="cascade",
        help="The dialog.",
    )

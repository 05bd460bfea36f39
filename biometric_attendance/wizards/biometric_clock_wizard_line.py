from odoo import fields, models


class BiometricClockWizardLine(models.TransientModel):
    _name = "biometric.clock.wizard.line"
    _inherit = ["biometric.difference", "biometric.rights"]
    _description = "Difference Another Clock or Zone Would Make"

    wizard_id = fields.Many2one(
        "biometric.clock.wizard", required=True, ondelete="cascade", help="The dialog."
    )

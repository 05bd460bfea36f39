from odoo import fields, models


class BiometricApprovalLine(models.TransientModel):
    _name = "biometric.approval.line"
    _inherit = ["biometric.approval.choice", "biometric.rights"]
    _description = "Device to Be Approved"

    approval_id = fields.Many2one(
        "biometric.approval", required=True, ondelete="cascade", help="The dialog."
    )

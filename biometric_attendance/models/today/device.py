from odoo import fields, models


class BiometricDevice(models.Model):
    _inherit = "biometric.device"

    _editable_fields = {"muster_point"}

    muster_point = fields.Boolean(
        help="Outside, where people gather in an evacuation: who punches here after it "
        "began is ticked as safe."
    )

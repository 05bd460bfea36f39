from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    biometric_grace_minutes = fields.Integer(
        string="Late After (minutes)",
        default=10,
        help="How long after the begin of the working time somebody still counts as on "
        "time on the screen Today. It changes no attendance.",
    )

    _biometric_grace_minutes_positive = models.Constraint(
        "CHECK(biometric_grace_minutes >= 0)", "Nobody is late before the time."
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    biometric_grace_minutes = fields.Integer(
        related="company_id.biometric_grace_minutes", readonly=False
    )

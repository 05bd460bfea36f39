from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    biometric_grace_minutes = fields.Integer(
        string="Late After (minutes)",
        default=10,
        help="How long after the begin of the working time somebody still counts as on "
        "time on the screen Today. It changes no attendance.",
    )

    biometric_full_screen_names = fields.Boolean(
        string="Full Screen Names",
        help="Show who is in, and who punched, while the screen Today fills a whole "
        "screen, such as one in the hall. Otherwise it shows numbers and terminals alone.",
    )

    _biometric_grace_minutes_positive = models.Constraint(
        "CHECK(biometric_grace_minutes >= 0)", "Nobody is late before the time."
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    biometric_grace_minutes = fields.Integer(
        related="company_id.biometric_grace_minutes", readonly=False
    )
    biometric_full_screen_names = fields.Boolean(
        related="company_id.biometric_full_screen_names", readonly=False
    )

"""What is wrong with a punch, in one text for the list of anomalies."""

from odoo import api, fields, models


class BiometricPunch(models.Model):
    _inherit = "biometric.punch"

    anomaly = fields.Char(
        string="What Is Wrong",
        compute="_compute_anomaly",
        help="Why the punch needs a person: the reason of its outcome, an hour that "
        "happened twice, or another name that the terminal has for the PIN.",
    )

    @api.depends("reason", "detail", "ambiguous_hour")
    @api.depends_context("lang", "tz")
    def _compute_anomaly(self):
        reasons = dict(self._fields["reason"]._description_selection(self.env))
        for punch in self:
            texts = [reasons.get(punch.reason), punch.detail, punch.ambiguity]
            if punch.has_other_person:
                texts.append(
                    self.env._(
                        "The terminal calls this PIN %(name)s now.",
                        name=punch.other_person,
                    )
                )
            punch.anomaly = " ".join(filter(None, texts))

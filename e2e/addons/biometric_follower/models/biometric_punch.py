from odoo import models


class BiometricPunch(models.Model):
    _inherit = "biometric.punch"

    def _after_ingest(self):
        """Make a contact of each new punch; one of PIN 13 fails."""
        super()._after_ingest()
        partners = self.env["res.partner"]
        partners.create([{"name": f"stored {punch.pin}"} for punch in self])
        if "13" in self.mapped("pin"):
            raise ValueError("13 brings bad luck")

    def _after_outcome_change(self, former):
        """Make a contact of each change of an outcome."""
        super()._after_outcome_change(former)
        self.env["res.partner"].create(
            [
                {"name": f"was {former[punch.id]['outcome']}, is {punch.outcome}"}
                for punch in self
            ]
        )

"""The list of anomalies, opened down to the punches."""

from odoo import api, models


class BiometricPunch(models.Model):
    _inherit = "biometric.punch"

    @api.model
    def _open_groups(self, *, auto_unfold, **options):
        """Open inner groups, too, for the list that asks for it.

        Odoo opens the outer groups alone, and one by one a person's days would have to
        be opened to reach what is wrong on them.
        """
        unfold = auto_unfold or self.env.context.get("biometric_unfold_days", False)
        return super()._open_groups(auto_unfold=unfold, **options)

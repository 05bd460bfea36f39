from odoo import api, models

OWN = "biometric."  # how the names of the addon's own models begin
CSS_CLASS = "o_biometric"


class BiometricRights(models.AbstractModel):
    _inherit = "biometric.rights"

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Mark the views of the addon's own models for its style sheet."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if self._name.startswith(OWN):
            arch.set("class", f"{arch.get('class', '')} {CSS_CLASS}".strip())
        return arch, view

"""What a company keeps of people's fingers, faces and photos: nothing, at first."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...rules.vault import VaultError


class ResCompany(models.Model):
    _inherit = "res.company"

    biometric_store_templates = fields.Boolean(
        string="Store Templates",
        help="Keep what terminals recognise people by, encrypted, to write it to the "
        "other terminals of the same person. Off: it stays on the terminals, and what "
        "was stored is deleted within the hour.",
    )
    biometric_basis_required = fields.Boolean(
        string="Legal Basis Required",
        default=True,
        help="Only store templates of people who have a legal basis on record.",
    )
    biometric_photo_days = fields.Integer(
        string="Days to Keep Photos",
        help="How long photos taken at punches are kept, encrypted. 0: not at all.",
    )

    _biometric_photo_days_positive = models.Constraint(
        "CHECK(biometric_photo_days >= 0)",
        "Photos cannot be kept for less than 0 days.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_without_key(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_without_key(vals)
        return super().write(vals)

    def _refuse_without_key(self, vals):
        """Nothing is stored without a key, so nobody shall turn it on and believe so.

        :raises ValidationError: no usable key ring.
        """
        names = ("biometric_store_templates", "biometric_photo_days")
        if any(
            vals.get(name) and not (self and all(company[name] for company in self))
            for name in names
        ):
            try:
                self.env["biometric.vault"]._ring()
            except VaultError as error:
                raise ValidationError(str(error)) from error


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    biometric_store_templates = fields.Boolean(
        related="company_id.biometric_store_templates", readonly=False
    )
    biometric_basis_required = fields.Boolean(
        related="company_id.biometric_basis_required", readonly=False
    )
    biometric_photo_days = fields.Integer(
        related="company_id.biometric_photo_days", readonly=False
    )
    biometric_vault_state = fields.Selection(
        [("none", "No key"), ("ok", "Ready"), ("problem", "Problem")],
        compute="_compute_biometric_vault",
        help="Whether templates and photos can be encrypted.",
    )
    biometric_vault_notice = fields.Char(
        compute="_compute_biometric_vault", help="What that means."
    )
    biometric_vault_counts = fields.Char(
        compute="_compute_biometric_vault",
        help="How many templates and photos each key has encrypted.",
    )

    @api.depends("company_id")
    def _compute_biometric_vault(self):
        status = self.env["biometric.vault"]._status()
        counts = ", ".join(
            f"{key_id or '?'}: {count}"
            for key_id, count in sorted(status.counts.items())
        )
        self.biometric_vault_state = status.state
        self.biometric_vault_notice = status.sentence
        self.biometric_vault_counts = counts

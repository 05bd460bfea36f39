from odoo import api, fields, models

from ..push.ir_http import MAX_UPLOAD_PARAMETER


class ResConfigSettings(models.TransientModel):
    """The company's settings, and whether its biometric data can be encrypted."""

    _inherit = "res.config.settings"

    biometric_policy_id = fields.Many2one(
        related="company_id.biometric_policy_id",
        readonly=False,
        help="How punches are read unless an employee, a department or a device differs.",
    )
    biometric_closed_until = fields.Date(
        related="company_id.biometric_closed_until",
        readonly=False,
        help="Attendances up to and including this day do not change any more.",
    )
    biometric_contract_access = fields.Boolean(
        related="company_id.biometric_contract_access", readonly=False
    )
    biometric_expiry_days = fields.Integer(
        related="company_id.biometric_expiry_days", readonly=False
    )
    biometric_expiry_user_id = fields.Many2one(
        related="company_id.biometric_expiry_user_id", readonly=False
    )
    biometric_store_templates = fields.Boolean(
        related="company_id.biometric_store_templates", readonly=False
    )
    biometric_basis_required = fields.Boolean(
        related="company_id.biometric_basis_required", readonly=False
    )
    biometric_photo_days = fields.Integer(
        related="company_id.biometric_photo_days", readonly=False
    )
    biometric_max_upload_mebibytes = fields.Integer(
        string="Largest Upload (MiB)",
        config_parameter=MAX_UPLOAD_PARAMETER,
        help="The most rows a terminal may send at once, in mebibytes, up to 15. 0: what "
        "its protocol provides for. More only for a terminal that is refused for it: the "
        "server reads all of it before anybody else of the same worker is served.",
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

    def action_change_biometric_policy(self):
        self.company_id._ensure_biometric_policy()
        return self.company_id.biometric_policy_id.action_change()

"""The settings of alerts, as the page of settings shows them."""

from odoo import api, fields, models

from .company import CAUSE_DOMAIN


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    biometric_alert_user_id = fields.Many2one(
        related="company_id.biometric_alert_user_id", readonly=False
    )
    biometric_silent_minutes = fields.Integer(
        related="company_id.biometric_silent_minutes", readonly=False
    )
    biometric_quiet_from = fields.Float(
        related="company_id.biometric_quiet_from", readonly=False
    )
    biometric_quiet_until = fields.Float(
        related="company_id.biometric_quiet_until", readonly=False
    )
    biometric_digest = fields.Boolean(
        related="company_id.biometric_digest", readonly=False
    )
    biometric_digest_hour = fields.Float(
        related="company_id.biometric_digest_hour", readonly=False
    )
    biometric_alert_cause_ids = fields.Many2many(
        "ir.model.fields.selection",
        string="Tell People Of",
        domain=CAUSE_DOMAIN,
        compute="_compute_biometric_alert_cause_ids",
        inverse="_inverse_biometric_alert_cause_ids",
        help="Of what is not ticked nobody is told, and it makes no alert.",
    )

    @api.depends("company_id")
    def _compute_biometric_alert_cause_ids(self):
        causes = self.env["ir.model.fields.selection"].search(CAUSE_DOMAIN)
        for settings in self:
            off = settings.company_id.biometric_alert_off_ids
            settings.biometric_alert_cause_ids = causes - off

    def _inverse_biometric_alert_cause_ids(self):
        causes = self.env["ir.model.fields.selection"].search(CAUSE_DOMAIN)
        for settings in self:
            off = causes - settings.biometric_alert_cause_ids
            settings.company_id.biometric_alert_off_ids = off

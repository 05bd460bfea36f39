"""What devices and sites have in common: who is told of them, and what is wrong now."""

from odoo import api, fields, models

from ..actions import open_action
from ..counts import set_counts
from .people import check_responsible


class BiometricWatched(models.AbstractModel):
    """Fields of a record that alerts are about: its responsible person and its alerts."""

    _name = "biometric.watched"
    _description = "Watched Record"
    _inherit = ["mail.thread", "mail.activity.mixin"]

    _editable_fields = {"responsible_id"}

    responsible_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        copy=False,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Who is told when something is wrong. Empty, or without an e-mail address: "
        "whoever is responsible for the site, else for the company.",
    )
    alert_count = fields.Integer(
        string="Alerts",
        compute="_compute_alert_count",
        help="What is wrong now.",
    )

    def _compute_alert_count(self):
        inverse = self._get_alert_field()
        now_open = [("closed_at", "=", False)]
        if self.env["biometric.alert"].has_access("read"):
            set_counts(self, "alert_count", "biometric.alert", inverse, now_open)
        else:
            self.alert_count = 0

    @api.model
    def _get_alert_field(self):
        """Return the field of alerts by which they name these records."""
        raise NotImplementedError

    @api.constrains("responsible_id", "company_id")
    def _check_responsible(self):
        for record in self.filtered("responsible_id"):
            check_responsible(record.responsible_id, record.company_id)

    def action_open_alerts(self):
        found = [(self._get_alert_field(), "in", self.ids)]
        return open_action(self.env, "biometric_alert_action", found)

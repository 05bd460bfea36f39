"""Vendors' software with many terminals behind it."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.base.models.res_partner import _tz_get

from ...terminals import BRANDS
from ..actions import notify, open_action

IMPORT_DAYS = 90  # of punches that are read at first


def source_brands():
    """Return key to brand of each kind of source."""
    return {key: brand for key, brand in BRANDS.items() if brand.source}


class BiometricSource(models.Model):
    """A program or database of a vendor that keeps the punches of its terminals.

    Each terminal behind it is a device, pending until somebody approves it.
    ``connection`` is how it is called, ``session_host`` what its sessions do, and ``behind``
    makes its devices.
    """

    _name = "biometric.source"
    _description = "Source of Punches"
    _inherit = ["mail.thread", "biometric.rights"]
    _order = "name, id"

    _check_company_auto = True
    _editable_fields = {
        "name",
        "brand",
        "active",
        "company_id",
        "site_id",
        "tz",
        "since",
        "overlap_days",
        "poll_minutes",
    }

    name = fields.Char(
        required=True, tracking=True, help="What people call it, such as BioTime."
    )
    brand = fields.Selection(
        lambda self: [
            (key, self.env._(brand.label)) for key, brand in source_brands().items()
        ],
        string="Kind",
        required=True,
        help="Which program or kind of database it is.",
    )
    active = fields.Boolean(
        default=True, tracking=True, help="An archived source is not called any more."
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
        help="The company whose people use its terminals.",
    )
    site_id = fields.Many2one(
        "biometric.site",
        check_company=True,
        help="The place its terminals are at, until somebody says otherwise.",
    )
    tz = fields.Selection(
        _tz_get,
        string="Time Zone",
        required=True,
        default=lambda self: self.env.user.tz or "UTC",
        tracking=True,
        help="The zone of its terminals' clocks where it does not say so itself. A wrong "
        "zone shifts every punch.",
    )
    since = fields.Date(
        string="Read Since",
        required=True,
        default=lambda self: fields.Date.today() - timedelta(days=IMPORT_DAYS),
        help="Older punches are not read.",
    )
    overlap_days = fields.Integer(
        string="Days to Look Back",
        default=3,
        required=True,
        help="How far back each reading looks for punches that came late.",
    )
    poll_minutes = fields.Integer(
        string="Read Every (Minutes)",
        default=1,
        required=True,
        help="How often it is asked for what is new.",
    )
    takes_commands = fields.Boolean(
        compute="_compute_takes_commands",
        help="Whether people can be added and removed at its terminals from here.",
    )
    device_ids = fields.One2many(
        "biometric.device", "source_id", help="The terminals behind it."
    )
    device_count = fields.Integer(
        string="Terminals", compute="_compute_counts", help="How many terminals it has."
    )
    pending_count = fields.Integer(
        string="To Approve", compute="_compute_counts", help="Of them not approved yet."
    )

    _poll_minutes_positive = models.Constraint(
        "CHECK(poll_minutes > 0)", "Read the source every minute at the most."
    )
    _overlap_days_sane = models.Constraint(
        "CHECK(overlap_days BETWEEN 0 AND 35)", "Look back 35 days at the most."
    )

    @api.depends("brand")
    def _compute_takes_commands(self):
        for source in self:
            brand = source_brands().get(source.brand)
            source.takes_commands = bool(brand and brand.commands)

    @api.depends("device_ids.state")
    def _compute_counts(self):
        groups = self.env["biometric.device"]._read_group(
            [("source_id", "in", self.ids)], ["source_id", "state"], ["__count"]
        )
        counts = {(source.id, state): count for source, state, count in groups}
        for source in self:
            pending = counts.get((source.id, "pending"), 0)
            source.pending_count = pending
            source.device_count = pending + counts.get((source.id, "approved"), 0)

    @api.model_create_multi
    def create(self, vals_list):
        sources = super().create(vals_list)
        sources._schedule_now()
        return sources

    def write(self, vals):
        result = super().write(vals)
        if not {"since", "active"}.isdisjoint(vals):
            self._schedule_now()
        if "since" in vals:
            self.sudo().position = False  # what is older now is read, too
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_without_devices(self):
        if self.with_context(active_test=False).device_ids:
            raise UserError(
                self.env._(
                    "Its terminals' punches are kept: archive the source instead."
                )
            )

    def action_read_now(self):
        """Read the source at once."""
        self.check_access("write")
        self._schedule_now()
        message = self.env._("It is being read. Its punches appear within a minute.")
        return notify("info", message)

    def action_open_devices(self):
        shown = [("source_id", "in", self.ids)]
        return open_action(self.env, "biometric_device_action", shown)

"""Places with devices."""

from odoo import fields, models

from odoo.addons.base.models.res_partner import _tz_get

from ..counts import set_counts


class BiometricSite(models.Model):
    """A place with devices, which start with its time zone."""

    _name = "biometric.site"
    _inherit = ["biometric.watched", "biometric.rights"]
    _description = "Biometric Site"
    _order = "name"

    _editable_fields = {"name", "company_id", "tz"}

    name = fields.Char(
        required=True, help="The place as people call it: a plant, a school, a gym."
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        help="Only people who may see this company see the site.",
    )
    tz = fields.Selection(
        _tz_get,
        string="Time Zone",
        required=True,
        default=lambda self: self.env.user.tz or "UTC",
        help="New devices of the site start with this time zone.",
    )
    device_ids = fields.One2many(
        "biometric.device", "site_id", help="The devices of the site."
    )
    device_count = fields.Integer(
        string="Devices",
        compute="_compute_device_count",
        help="How many devices the site has.",
    )

    _name_company_uniq = models.Constraint(
        "UNIQUE(name, company_id)", "This company already has a site of that name."
    )

    def _compute_device_count(self):
        set_counts(self, "device_count", "biometric.device", "site_id")

from odoo import fields, models

from odoo.addons.base.models.res_partner import _tz_get


class BiometricSite(models.Model):
    _name = "biometric.site"
    _description = "Site with Terminals"
    _order = "name"

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
        "biometric.device", "site_id", help="The terminals that hang here."
    )
    device_count = fields.Integer(
        string="Devices",
        compute="_compute_device_count",
        help="How many terminals hang here.",
    )

    _name_company_uniq = models.Constraint(
        "UNIQUE(name, company_id)", "This company already has a site of that name."
    )

    def _compute_device_count(self):
        counts = dict(
            self.env["biometric.device"]._read_group(
                [("site_id", "in", self.ids)], ["site_id"], ["__count"]
            )
        )
        for site in self:
            site.device_count = counts.get(site, 0)

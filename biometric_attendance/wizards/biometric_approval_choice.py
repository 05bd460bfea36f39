from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.base.models.res_partner import _tz_get

from ..models.device.zone_proof import get_proof, propose_zone


class BiometricApprovalChoice(models.AbstractModel):
    """What is asked about one device before it is approved: where it is, by which zone."""

    _name = "biometric.approval.choice"
    _description = "Choices for a Device to Be Approved"

    _editable_fields = {"company_id", "site_id", "tz"}

    device_id = fields.Many2one(
        "biometric.device",
        readonly=True,
        ondelete="cascade",
        help="The device to be approved.",
    )
    company_id = fields.Many2one(
        "res.company", help="The company whose people use the terminal."
    )
    site_id = fields.Many2one(
        "biometric.site",
        domain="[('company_id', '=', company_id)]",
        help="The place of the terminal.",
    )
    tz = fields.Selection(
        _tz_get,
        string="Time Zone",
        help="The zone of the terminal's clock: a wrong one shifts every punch.",
    )
    proof = fields.Char(
        string="Its Clock",
        compute="_compute_proof",
        help="What the terminal's clock showed, and what time it was in the zone then.",
    )
    verdict = fields.Selection(
        [("right", "Right"), ("wrong", "Wrong"), ("unknown", "Not known")],
        compute="_compute_proof",
        help="Whether the terminal's clock shows the time of the zone.",
    )

    @api.depends("device_id", "tz")
    @api.depends_context("lang")
    def _compute_proof(self):
        for each in self:
            each.verdict, each.proof = get_proof(each.device_id.sudo(), each.tz)

    @api.onchange("site_id")
    def _onchange_site(self):
        if self.site_id:
            self.tz = self.site_id.tz

    def _check_choices(self):
        self.device_id.check_access("write")
        for each in self:
            if not (each.company_id and each.tz):
                raise UserError(
                    self.env._(
                        "Choose the company and the time zone of %s first: a wrong zone "
                        "shifts every punch.",
                        each.device_id.name,
                    )
                )

    def _store_choices(self):
        """Write on the devices what was chosen."""
        for each in self:
            device = each.device_id
            vals = {"tz": each.tz}
            for name in ("company_id", "site_id"):
                if each[name] and each[name] != device[name]:
                    vals[name] = each[name].id
            device.write(vals)


def get_defaults(device):
    """Return what is proposed for a device, the zone by its clock where that is known."""
    company = device.company_id or device.site_id.company_id or device.env.company
    return {
        "device_id": device.id,
        "company_id": company.id,
        "site_id": device.site_id.id,
        "tz": propose_zone(device, company),
    }

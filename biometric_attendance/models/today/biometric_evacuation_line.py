"""The people on the list of an evacuation."""

from odoo import api, fields, models
from odoo.tools import SQL

from .activity import seconds
from .biometric_evacuation import KINDS


class BiometricEvacuationLine(models.Model):
    """A person who was or may have been inside; safe once ticked or seen at a muster point."""

    _name = "biometric.evacuation.line"
    _description = "Person in an Evacuation"
    _inherit = ["biometric.rights"]
    _order = "site_id, name, id"

    evacuation_id = fields.Many2one(
        "biometric.evacuation",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        help="The list the person is on.",
    )
    company_id = fields.Many2one(
        related="evacuation_id.company_id", help="The company of the evacuation."
    )
    kind = fields.Selection(
        KINDS,
        required=True,
        readonly=True,
        help="Inside: checked in, and not out. Exit unknown: the last punch does not say "
        "whether the person went. Visitor: a contact whose last punch was no exit.",
    )
    employee_id = fields.Many2one(
        "hr.employee", readonly=True, ondelete="set null", help="Who, if an employee."
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        readonly=True,
        ondelete="set null",
        help="Who, if a visitor.",
    )
    name = fields.Char(
        required=True, readonly=True, help="The name when the list was made."
    )
    since = fields.Datetime(
        readonly=True, help="When the person came, or was last seen at a terminal."
    )
    site_id = fields.Many2one(
        "biometric.site",
        readonly=True,
        ondelete="set null",
        help="Where the person came in. Empty: that is not known.",
    )
    device_id = fields.Many2one(
        "biometric.device",
        string="Last Seen At",
        readonly=True,
        ondelete="set null",
        help="The terminal of that punch.",
    )
    safe_at = fields.Datetime(
        readonly=True, help="When the person was ticked. Empty: nobody knows."
    )
    safe_by_id = fields.Many2one(
        "res.users",
        string="Ticked By",
        readonly=True,
        ondelete="set null",
        help="Who saw the person outside.",
    )
    safe_device_id = fields.Many2one(
        "biometric.device",
        string="Muster Point",
        readonly=True,
        ondelete="set null",
        help="The muster point at which the person punched after the evacuation began.",
    )

    def _read_line(self):
        return {
            "id": self.id,
            "kind": self.kind,
            "name": self.name,
            "since": seconds(self.since),
            "site": self.site_id.name or "",
            "place": self.device_id.name or "",
            "safe_at": seconds(self.safe_at),
            "safe_by": self.safe_device_id.name or self.safe_by_id.name or "",
        }

    @api.model
    def _tick_punched(self, evacuation):
        """Tick the people of an evacuation who punched at a muster point since it began.

        At a muster point of its company: they may gather at a neighbouring site.
        """
        self.env["biometric.punch"].flush_model()
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """UPDATE biometric_evacuation_line line
                      SET safe_at = punch.instant, safe_device_id = punch.device_id
                     FROM (SELECT DISTINCT ON (l.id) l.id, p.instant, p.device_id
                             FROM biometric_evacuation_line l
                             JOIN biometric_punch p
                               ON p.employee_id = l.employee_id
                               OR p.partner_id = l.partner_id
                             JOIN biometric_device d ON d.id = p.device_id
                            WHERE l.evacuation_id = %(evacuation)s
                              AND l.safe_at IS NULL
                              AND d.muster_point AND d.company_id = %(company)s
                              AND p.instant >= %(start)s
                         ORDER BY l.id, p.instant) AS punch
                    WHERE punch.id = line.id""",
                evacuation=evacuation.id,
                company=evacuation.company_id.id,
                start=evacuation.started_at,
            )
        )
        self.invalidate_model(["safe_at", "safe_device_id"], flush=False)

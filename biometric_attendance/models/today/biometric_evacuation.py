"""Evacuations: who was inside when one began, and who is safe."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .activity import seconds
from .announcing import EVACUATION
from .inside import GUEST, INSIDE, UNKNOWN, find_inside
from .people import MANAGES_SOME, get_site, get_zone

KINDS = [
    (INSIDE, "Inside"),
    (UNKNOWN, "Exit unknown"),
    (GUEST, "Visitor"),
]


class BiometricEvacuation(models.Model):
    """The list of an evacuation: made when it begins, and kept.

    Any officer may begin one, and sees everybody who is on it: who looks for people in a
    building has to know all of them. Who began it is kept with it.
    """

    _name = "biometric.evacuation"
    _description = "Evacuation"
    _inherit = ["biometric.rights"]
    _order = "started_at desc, id desc"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        help="Whose people are looked for.",
    )
    site_id = fields.Many2one(
        "biometric.site",
        readonly=True,
        ondelete="set null",
        help="Which place is evacuated. Empty: all of the company.",
    )
    started_at = fields.Datetime(
        required=True, readonly=True, help="When the list was made."
    )
    started_by_id = fields.Many2one(
        "res.users", readonly=True, ondelete="set null", help="Who began it."
    )
    ended_at = fields.Datetime(
        readonly=True, help="When somebody ended it; nothing is ticked any more."
    )
    ended_by_id = fields.Many2one(
        "res.users", readonly=True, ondelete="set null", help="Who ended it."
    )
    line_ids = fields.One2many(
        "biometric.evacuation.line",
        "evacuation_id",
        readonly=True,
        help="Everybody who was or may have been inside.",
    )
    person_count = fields.Integer(
        string="People", compute="_compute_counts", help="How many are on the list."
    )
    missing_count = fields.Integer(
        string="Not Safe",
        compute="_compute_counts",
        help="How many nobody has ticked, and no muster point has seen.",
    )

    @api.depends("site_id", "started_at")
    @api.depends_context("tz")
    def _compute_display_name(self):
        for each in self:
            place = each.site_id.name or each.company_id.name
            moment = each.started_at and fields.Datetime.context_timestamp(
                each, each.started_at
            )
            each.display_name = f"{place} {moment:%Y-%m-%d %H:%M}" if moment else place

    @api.depends("line_ids.safe_at")
    def _compute_counts(self):
        groups = self.env["biometric.evacuation.line"]._read_group(
            [("evacuation_id", "in", self.ids)],
            ["evacuation_id"],
            ["__count", "safe_at:count"],
        )
        counts = {each: (count, safe) for each, count, safe in groups}
        for each in self:
            count, safe = counts.get(each, (0, 0))
            each.person_count, each.missing_count = count, count - safe

    @api.model
    def start_evacuation(self, site_id=False):
        """Begin an evacuation, or find the one of the same place that goes on.

        :param site_id: the place; ``False`` for all of the user's company.
        :return: its id.
        :raises AccessError: the user is no officer, or may not see the site.
        """
        self._check_officer()
        site = get_site(self.env, site_id)
        company = site.company_id or self.env.company
        running = self._find_running(company, site)
        return (running or self._make(company, site)).id

    @api.model
    def _find_running(self, company, site):
        """Return the evacuation of a place that goes on, empty for none."""
        return self.search(
            [
                ("company_id", "=", company.id),
                ("site_id", "=", site.id),
                ("ended_at", "=", False),
            ],
            limit=1,
        )

    @api.model
    def _make(self, company, site):
        now = fields.Datetime.now()
        made = self.sudo().create(
            {
                "company_id": company.id,
                "site_id": site.id,
                "started_at": now,
                "started_by_id": self.env.uid,
            }
        )
        self.env["biometric.evacuation.line"].sudo().create(
            [
                {
                    "evacuation_id": made.id,
                    "kind": each.kind,
                    "employee_id": each.employee_id,
                    "partner_id": each.partner_id,
                    "name": each.name,
                    "since": each.since,
                    "device_id": each.device_id,
                    "site_id": each.site_id,
                }
                for each in find_inside(company, now, site)
            ]
        )
        return made.with_env(self.env)

    @api.model
    def _check_officer(self):
        if not self.env.user.has_group(MANAGES_SOME):
            raise AccessError(self.env._("Only officers lead an evacuation."))

    def read_evacuation(self):
        """Return the list for the screen, after the muster points were looked at.

        :return: ``id``, ``name``, ``started_at``, ``ended_at`` and ``now`` (seconds since
            1970), ``tz``, and ``lines``: each with ``id``, ``kind``, ``name``, ``since``,
            ``site``, ``place``, ``safe_at`` and ``safe_by``.
        """
        self.ensure_one()
        self._check_officer()
        self.check_access("read")
        self._tick_mustered()
        return {
            "id": self.id,
            "name": self.site_id.name or self.company_id.name,
            "started_at": seconds(self.started_at),
            "ended_at": seconds(self.ended_at),
            "now": seconds(fields.Datetime.now()),
            "tz": self._get_zone(),
            # Names of sites and devices are no secret to who looks for people there.
            "lines": [line._read_line() for line in self.line_ids.sudo()],
        }

    def _get_zone(self):
        """Return the name of the zone in which the list shows its times."""
        return get_zone(self.company_id)

    def _tick_mustered(self):
        """Tick people who punched at a muster point since the evacuation began.

        It is worked out from the stored punches, so a punch that arrives late counts too.
        """
        lines = self.env["biometric.evacuation.line"]
        for each in self.filtered(lambda each: not each.ended_at):
            lines.sudo()._tick_punched(each)

    def set_safe(self, line_id, safe):
        """Tick a person as safe, or take the tick back.

        :param line_id: of this evacuation.
        :raises UserError: the evacuation was ended, or has no such person.
        """
        self.ensure_one()
        self._check_officer()
        self.check_access("read")
        if self.ended_at:
            raise UserError(self.env._("The evacuation was ended."))
        line = self.line_ids.filtered(lambda line: line.id == line_id)
        if not line:
            raise UserError(self.env._("This person is not on the list."))
        line.sudo().write(
            {
                "safe_at": fields.Datetime.now() if safe else False,
                "safe_by_id": self.env.uid if safe else False,
                "safe_device_id": False,
            }
        )
        self._announce_tick()
        return self.read_evacuation()

    def _announce_tick(self):
        """Have the phones of others read the list again."""
        for each in self:
            message = {"evacuation": each.id}
            self.env["biometric.today"]._send(each.company_id, EVACUATION, message)

    def action_end(self):
        """End the evacuation: the list stays as it is."""
        self._check_officer()
        self.check_access("read")
        running = self.filtered(lambda each: not each.ended_at)
        running._tick_mustered()
        running.sudo().write(
            {"ended_at": fields.Datetime.now(), "ended_by_id": self.env.uid}
        )
        running._announce_tick()
        return True

    def action_open(self):
        """Open the list to tick people on."""
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "biometric_attendance.evacuation",
            "name": self.env._("Evacuation"),
            "params": {"evacuation_id": self.id},
        }

    def action_print(self):
        """Print the list."""
        self._check_officer()
        self.check_access("read")
        self._tick_mustered()
        report = self.env.ref("biometric_attendance.biometric_evacuation_report")
        # Nobody is asked how documents of the company shall look, as Odoo does once.
        return report.report_action(self, config=False)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The list of an evacuation is kept."))

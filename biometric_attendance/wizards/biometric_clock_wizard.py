"""Dialog that puts the zone or the clock of a device right, with the punches it stored."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.base.models.res_partner import _tz_get

from ..models.actions import open_record
from ..models.device.zone_proposals import propose_zones
from ..models.punch.clock_readings import ClockChange
from ..models.punch.clock_trial import COUNTS, try_change
from ..rules import clock, clock_offset

CHOICES = ("choice", "tz", "set_clock", "read_again", "since", "shift")


class BiometricClockWizard(models.TransientModel):
    """Sets the zone or the clock of a device, and has stored punches read again by it."""

    _name = "biometric.clock.wizard"
    _inherit = ["biometric.preview", "biometric.rights"]
    _description = "Clock and Zone of a Device"

    _editable_fields = set(CHOICES)

    device_id = fields.Many2one(
        "biometric.device",
        required=True,
        readonly=True,
        ondelete="cascade",
        help="The device whose clock or zone is put right.",
    )
    doubt = fields.Char(
        related="device_id.clock_doubt_text", help="What seems to be wrong."
    )
    choice = fields.Selection(
        [
            ("zone", "The clock is right: the device has the wrong zone here"),
            ("clock", "The zone is right: the terminal's clock is wrong"),
        ],
        string="What Is Wrong",
        required=True,
        default="zone",
        help="Look at the terminal: if it shows the time of its place, the zone is wrong.",
    )
    tz = fields.Selection(
        _tz_get, string="Time Zone", help="The zone of the place the terminal is at."
    )
    proposal = fields.Char(
        string="Possible Zones",
        compute="_compute_proposal",
        help="Zones in which it is as late as the terminal shows.",
    )
    comparison = fields.Char(
        string="Now",
        compute="_compute_comparison",
        help="What the terminal shows, and what time it is in the zone.",
    )
    can_set_clock = fields.Boolean(
        compute="_compute_can_set_clock",
        help="The terminal's clock can be set from here.",
    )
    set_clock = fields.Boolean(
        string="Set Its Clock",
        help="Have the terminal set its clock when it next calls or is polled.",
    )
    read_again = fields.Boolean(
        string="Reread Stored Punches",
        default=True,
        help="Punches that are stored count at the time they have by the right clock.",
    )
    since = fields.Date(
        string="From",
        help="The first day whose punches are read again, by the terminal's clock.",
    )
    shift = fields.Integer(
        string="Seconds to Add",
        help="How far the clock of the terminal was behind, in seconds. Negative: ahead.",
    )
    punches = fields.Integer(readonly=True, help="Punches that would change.")
    people = fields.Integer(readonly=True, help="How many people they are of.")
    errors_before = fields.Integer(
        string="Clock Errors Now", readonly=True, help="Punches ahead of time now."
    )
    errors_after = fields.Integer(
        string="Clock Errors Then", readonly=True, help="Punches ahead of time then."
    )
    closed = fields.Integer(
        string="In Closed Period",
        readonly=True,
        help="Punches that stay as they are, because payroll is done for their day.",
    )
    approved = fields.Integer(
        string="Approved Overtime",
        readonly=True,
        help="Approved overtime of days whose attendances would change.",
    )
    is_partial = fields.Boolean(
        readonly=True, help="Only the attendances of some people are compared."
    )
    line_ids = fields.One2many(
        "biometric.clock.wizard.line",
        "wizard_id",
        readonly=True,
        help="The attendances that would change, the first of them.",
    )

    @api.depends("device_id")
    def _compute_proposal(self):
        for each in self:
            each.proposal = ", ".join(each._propose_zones()) or False

    @api.depends("device_id", "tz")
    def _compute_comparison(self):
        now = fields.Datetime.now()
        for each in self:
            device = each.device_id
            if not (device.clock_doubt and each.tz):
                each.comparison = False
                continue
            right = clock.wall(now, clock.zone(device.tz))
            shown = right + timedelta(seconds=device.clock_drift)
            there = clock.wall(now, clock.zone(each.tz))
            each.comparison = self.env._(
                "The terminal shows %(shown)s; in %(zone)s it is %(there)s.",
                shown=f"{shown:%Y-%m-%d %H:%M}",
                zone=each.tz,
                there=f"{there:%Y-%m-%d %H:%M}",
            )

    @api.depends("device_id")
    def _compute_can_set_clock(self):
        for each in self:
            problem = each.device_id.sudo()._get_command_problem("set_clock")
            each.can_set_clock = not problem

    def _propose_zones(self):
        device, now = self.device_id, fields.Datetime.now()
        if not (device.clock_doubt and device.tz):
            return []
        zone = clock.zone(device.tz)
        shown = clock_offset.shown_offset(device.clock_drift, zone, now)
        return [] if shown is None else propose_zones(device, shown, now)

    @api.model
    def _open(self, device, **values):
        """Return the action that opens the dialog for a device."""
        device.ensure_one()
        device.check_access("write")
        wizard = self.sudo().create({"device_id": device.id})
        wizard.write({**wizard._get_defaults(), **values})
        return wizard.with_env(self.env)._dialog()

    def _get_defaults(self):
        device = self.device_id
        proposed = self._propose_zones()
        is_clock = device.clock_doubt in ("clock", "summer_off", "summer_on")
        return {
            "choice": "clock" if is_clock else "zone",
            "tz": device.tz if is_clock else (proposed or [device.tz])[0],
            "set_clock": is_clock and self.can_set_clock,
            "shift": -device.clock_drift if device.clock_doubt else 0,
            "since": self._get_default_since(),
        }

    def _get_default_since(self):
        """Return the day of the first doubt, or else the first day that may change."""
        device = self.device_id
        if device.clock_doubt_since:
            return (device.clock_doubt_since - timedelta(days=1)).date()
        closed = device.company_id.sudo().biometric_closed_until
        if closed:
            return closed + timedelta(days=1)
        [[first]] = self.env.execute_query(
            SQL(
                "SELECT min(left(device_time, 10)) FROM biometric_punch"
                " WHERE device_id = %s",
                device.id,
            )
        )
        return first

    def _dialog(self):
        return open_record(self, self.env._("Clock and Time Zone"))

    def write(self, vals):
        """Write the choices; a preview made with others does not hold any more."""
        result = super().write(vals)
        if not set(CHOICES).isdisjoint(vals):
            self.sudo().filtered(lambda each: each.state == "preview").state = "draft"
        return result

    def action_preview(self):
        """Work out what would change, and change nothing."""
        self.ensure_one()
        self._check_choices()
        trial = try_change(self._get_change(), clock.zone(self._get_former_zone()))
        return self._show_preview(
            trial.differences,
            approved=trial.approved,
            is_partial=trial.is_partial,
            **{name: trial.counts[name] for name in COUNTS},
        )

    def action_apply(self):
        """Set the zone or the clock, and have the punches read again as previewed."""
        self.ensure_one()
        self._check_choices()
        device = self.device_id
        if self.read_again and self.state != "preview":
            raise UserError(self.env._("Look at the preview first."))
        former = self._get_former_zone()
        if self.choice == "zone":
            if self.tz != device.tz:
                device.tz = self.tz
            device.sudo().zone_before = False
        if self.choice == "clock" and self.set_clock:
            self._queue_set_clock()
        if self.read_again:
            vals = {"since": self.since or False}
            if self.choice == "clock":
                vals = {"shift": self.shift}
            self.env["biometric.clock.change"]._start(device, former, **vals)
        return {"type": "ir.actions.act_window_close"}

    def _get_former_zone(self):
        """Return the name of the zone by which the stored punches count."""
        return self.device_id.zone_before or self.device_id.tz

    def _check_choices(self):
        self.check_access("write")
        device = self.device_id
        device.check_access("write")
        if not device.tz or not self.tz:
            raise UserError(self.env._("Choose the time zone first."))
        try:
            clock.zone(self.tz)
        except ValueError as error:
            raise UserError(
                self.env._(
                    "This server does not know the time zone %s. Choose another one of "
                    "the same place.",
                    self.tz,
                )
            ) from error
        if self.choice == "clock" and self.read_again and not self.shift:
            raise UserError(
                self.env._("Type how many seconds are to be added to the clock.")
            )

    def _get_change(self):
        """Return which punches are read again, and how."""
        device = self.device_id.sudo()
        if self.choice == "clock":
            return ClockChange(device, clock.zone(device.tz), None, self.shift)
        return ClockChange(device, clock.zone(self.tz), self.since or None)

    def _queue_set_clock(self):
        device = self.device_id
        right = clock.wall(fields.Datetime.now(), clock.zone(device.tz))
        commands = self.env["biometric.command"].sudo()
        if not commands._get_pending(device, "set_clock"):
            commands._queue(device, "set_clock", {"time": str(right)})

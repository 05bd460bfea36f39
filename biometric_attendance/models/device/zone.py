"""The zone of a device: who confirmed it, and what follows when it changes."""

from datetime import datetime

from odoo import fields, models

from odoo.addons.base.models.res_partner import _tz_get

from ...rules import clock, clock_offset
from .zone_proposals import propose_zones


class BiometricDeviceZone(models.AbstractModel):
    """Fields of a device about its zone, and the buttons that put zone or clock right."""

    _name = "biometric.device.zone"
    _description = "Zone of a Device"

    tz_confirmed = fields.Boolean(
        string="Zone Confirmed",
        readonly=True,
        copy=False,
        help="Somebody chose the zone of this device: it was not taken over from its site.",
    )
    clock_seen = fields.Char(
        readonly=True,
        copy=False,
        help="What the terminal's clock showed when it last called before its approval.",
    )
    clock_seen_at = fields.Datetime(readonly=True, copy=False, help="When that was.")
    zone_before = fields.Selection(
        _tz_get,
        readonly=True,
        copy=False,
        help="The zone of before, by which stored punches still count.",
    )

    def _record_clock_seen(self, shown, at):
        """Note what the clock of a device that is not approved yet showed.

        :param shown: naive, in the zone nobody knows.
        :param at: naive UTC.
        """
        self.sudo().write(
            {
                "clock_seen": str(shown.replace(microsecond=0)),
                "clock_seen_at": at.replace(microsecond=0),
            }
        )

    def _propose_seen_zone(self):
        """Return a zone in which it was as late as the clock showed, ``None`` for none."""
        own = self.sudo()
        shown = datetime.fromisoformat(own.clock_seen)
        offset = (shown - own.clock_seen_at).total_seconds()
        seconds = 0
        if abs(offset) > clock_offset.ZONE_SECONDS:
            seconds = clock_offset.shown_offset(
                int(offset), clock.zone("UTC"), own.clock_seen_at
            )
        if seconds is None:
            return None
        return next(iter(propose_zones(self, seconds, own.clock_seen_at)), None)

    def _confirm_zones(self, vals):
        """Note that somebody chose the zone, if the written values have one."""
        if vals.get("tz"):
            unconfirmed = self.sudo().filtered(lambda device: not device.tz_confirmed)
            unconfirmed.write({"tz_confirmed": True})

    def _process_zone_changes(self, former):
        """Note which devices have punches that were stored by another zone.

        What is known of their clocks was compared with the former zone, too.

        :param former: ``{device: name of the zone}``.
        """
        moved = {
            device: zone
            for device, zone in former.items()
            if zone and zone != device.tz
        }
        if not moved:
            return
        punches = self.env["biometric.punch"].sudo()
        now = fields.Datetime.now()
        for device, zone in moved.items():
            own = device.sudo()
            if punches.search_count([("device_id", "=", device.id)], limit=1):
                before = own.zone_before or zone
                own.zone_before = before if before != device.tz else False
            own.clock_samples = False
            if own.clock_drift and device.tz and not own._sends_offsets():
                times = [
                    clock.wall(now, clock.zone(each)) for each in (zone, device.tz)
                ]
                drift = own.clock_drift + (times[0] - times[1]).total_seconds()
                own._judge_clock(int(drift), now)

    def _sends_offsets(self):
        """Whether the terminal's last punch said itself how far its clock is from UTC."""
        punches = self.env["biometric.punch"].search(
            [("device_id", "=", self.id), ("route", "in", ("push", "live"))],
            order="id desc",
            limit=1,
        )
        return punches.own_offset

    def action_put_clock_right(self):
        """Open the dialog that sets the zone or the clock, and reads punches again."""
        self.ensure_one()
        return self.env["biometric.clock.wizard"]._open(self)

    def action_read_by_new_zone(self):
        """Open the dialog that reads the stored punches again by the zone of now."""
        self.ensure_one()
        wizard = self.env["biometric.clock.wizard"]
        return wizard._open(self, choice="zone", tz=self.tz)

    def action_keep_stored_times(self):
        """Leave stored punches by the zone of before."""
        self.check_access("write")
        self.sudo().zone_before = False
        return True

    def action_accept_times(self):
        """Believe the punches that came while the clock or the zone was doubtful."""
        self.check_access("write")
        for device in self:
            count = self.env["biometric.punch"]._accept_times(device)
            device.sudo().message_post(
                body=self.env._("%s punches with a doubtful time are right.", count)
            )
        return True

    def action_open_doubted(self):
        """Open the punches with a doubtful time."""
        action = self._open("biometric_punch_action")
        return {**action, "domain": [*action["domain"], ("doubted_time", "=", True)]}

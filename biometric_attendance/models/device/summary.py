"""What a card and the top of a form say of a device: contact, punches today, memories."""

from datetime import datetime, time, timedelta

from babel.dates import format_timedelta

from odoo import api, fields, models
from odoo.tools.misc import babel_locale_parse, get_lang

from ...rules import clock

# Fields of what a terminal stores, with the field of how much it can.
MEMORIES = {
    "users": "user_capacity",
    "fingers": "finger_capacity",
    "faces": "face_capacity",
    "punches": "punch_capacity",
}
# From how many percent on a memory is shown as nearly full, and as full.
NEARLY_FULL, FULL = 80, 95
JUST_NOW = timedelta(seconds=-1)


class BiometricDeviceSummary(models.AbstractModel):
    """Computed fields of a device for cards and gauges."""

    _name = "biometric.device.summary"
    _description = "Summary of a Device"

    seen_ago = fields.Char(
        string="Last Contact",
        compute="_compute_seen_ago",
        help="How long ago the terminal was last in touch.",
    )
    punches_today = fields.Integer(
        compute="_compute_punches_today",
        help="Punches made at the terminal since midnight, by its own clock.",
    )
    gauges = fields.Json(
        string="Memory",
        compute="_compute_gauges",
        help="How much of what it can store the terminal stores.",
    )

    @api.depends("last_seen")
    @api.depends_context("lang")
    def _compute_seen_ago(self):
        locale = babel_locale_parse(get_lang(self.env).code)
        now = fields.Datetime.now()
        for device in self:
            ago = device.last_seen and min(device.last_seen - now, JUST_NOW)
            device.seen_ago = device.last_seen and format_timedelta(
                ago, add_direction=True, format="short", locale=locale
            )

    def _compute_punches_today(self):
        now = fields.Datetime.now()
        self.punches_today = 0
        if not self.env["biometric.punch"].has_access("read"):
            return
        for tz, devices in self.grouped("tz").items():
            domain = [
                ("device_id", "in", devices.ids),
                ("instant", ">=", _begin_of_day(now, tz or "UTC")),
            ]
            groups = self.env["biometric.punch"]._read_group(
                domain, ["device_id"], ["__count"]
            )
            counts = {device.id: count for device, count in groups}
            for device in devices:
                device.punches_today = counts.get(device.id, 0)

    @api.depends(*MEMORIES, *MEMORIES.values())
    @api.depends_context("lang")
    def _compute_gauges(self):
        labels = {
            name: self._fields[name]._description_string(self.env) for name in MEMORIES
        }
        labels["punches"] = self.env._("Punches")
        for device in self:
            device.gauges = [
                {
                    "key": name,
                    "label": labels[name],
                    "used": device[name],
                    "capacity": device[capacity],
                    **_fill(device[name], device[capacity]),
                }
                for name, capacity in MEMORIES.items()
                if device[name] or device[capacity]
            ]


def _fill(used, capacity):
    """Return how full a memory is, ``False`` where its size is not known, and its level."""
    if not capacity:
        return {"percent": False, "level": "unknown"}
    percent = min(100 * used // capacity, 100)
    levels = {FULL: "danger", NEARLY_FULL: "warning", 0: "success"}
    level = next(levels[limit] for limit in levels if percent >= limit)
    return {"percent": percent, "level": level}


def _begin_of_day(now, tz):
    """Return when the day began in a zone, naive UTC."""
    zone, utc = clock.zone(tz), clock.zone("UTC")
    local = now.replace(tzinfo=utc).astimezone(zone)
    midnight = datetime.combine(local.date(), time(), zone)
    return midnight.astimezone(utc).replace(tzinfo=None)

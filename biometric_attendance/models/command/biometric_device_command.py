"""What a device can be told, from its own form."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ...terminals import BRANDS
from .biometric_command_people import WRITES

# Commands that tell whether a user was there when they were given. A deletion that only
# waits may still be undone.
CHANGING_USER = Domain("kind", "in", WRITES) & Domain(
    "state", "in", ("queued", "sent")
) | Domain("kind", "=", "delete_user") & Domain("state", "=", "sent")


class BiometricDevice(models.Model):
    _inherit = "biometric.device"

    dialect = fields.Selection(
        selection=lambda self: [
            (name, self.env._(label))
            for name, label in {
                name: label
                for brand in BRANDS.values()
                for name, label in brand.dialects.items()
            }.items()
        ],
        compute="_compute_dialect",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        copy=False,
        help="Which of its brand's dialects the terminal speaks. It is corrected by what "
        "calls.",
    )
    dialects = fields.Json(
        compute="_compute_dialects", help="The dialects of the device's brand."
    )
    options = fields.Json(
        readonly=True,
        copy=False,
        groups="hr_attendance.group_hr_attendance_manager,"
        "biometric_attendance.group_gateway",
        help="The settings the terminal told of itself.",
    )
    one_command = fields.Boolean(
        string="One Command at a Time",
        help="For firmware that only reads the first command of an answer.",
    )
    stray_results = fields.Integer(
        readonly=True,
        copy=False,
        help="Minutes in which it answered commands that were never sent to it.",
    )
    command_ids = fields.One2many(
        "biometric.command", "device_id", help="What it was told."
    )
    pending_command_count = fields.Integer(
        string="Pending Commands",
        compute="_compute_pending_command_count",
        help="What it has not done yet.",
    )

    @api.depends("brand")
    def _compute_dialect(self):
        for device in self:
            brand = BRANDS[device.brand or next(iter(BRANDS))]
            if device.dialect not in brand.dialects:
                device.dialect = brand.dialect

    @api.depends("brand")
    def _compute_dialects(self):
        for device in self:
            brand = BRANDS.get(device.brand)
            device.dialects = list(brand.dialects) if brand else []

    @api.constrains("brand", "dialect")
    def _check_dialect(self):
        for device in self:
            if device.dialect not in device.dialects:
                raise ValidationError(
                    self.env._(
                        "%s knows no such dialect.",
                        self.env._(BRANDS[device.brand].label),
                    )
                )

    def _compute_pending_command_count(self):
        counts = dict(
            self.env["biometric.command"]._read_group(
                [("device_id", "in", self.ids), ("state", "in", ("queued", "sent"))],
                ["device_id"],
                ["__count"],
            )
        )
        for device in self:
            device.pending_command_count = counts.get(device, 0)

    def _capabilities(self):
        """The kinds of commands the device's brand and dialect know."""
        self.ensure_one()
        commands = BRANDS[self.brand].commands
        return commands.capabilities[self.dialect] if commands else frozenset()

    def _codec_knows(self, pin=None):
        """What the codec has to know of the terminal to put commands in its words.

        :param pin: whom the command is about, if anybody.
        """
        known = {**(self.options or {}), "tz": self.tz}
        if pin and BRANDS[self.brand].commands.needs_presence:
            known["present"] = "yes" if self._has_user(pin) else "no"
        return known

    def _has_user(self, pin):
        """Whether the terminal has a user of this PIN, as far as anybody knows.

        Who is there is not written whole: that would delete fingers.
        """
        mine = Domain("device_id", "=", self.id) & Domain("pin", "=", pin)
        user = self.env["biometric.device.user"].sudo().search(mine)
        last = (
            self.env["biometric.command"].sudo().search(mine & CHANGING_USER, limit=1)
        )
        if user.sync_state == "absent" or last.kind == "delete_user":
            return False
        if last.kind == "set_user":  # it was not there when that was decided
            return bool(user.reported_at and user.reported_at > last.create_date)
        if last or user.sync_state == "present" or user.reported_at:
            return True
        return bool(self.env["biometric.punch"].sudo().search_count(mine, limit=1))

    def _one_at_a_time(self):
        return self.one_command

    def _note_strays(self):
        """Somebody answered commands that were never sent to this device."""
        self._once_a_minute(
            "strays", SQL("stray_results = coalesce(stray_results, 0) + 1")
        )

    def _set_dialect(self, dialect):
        """Remember the dialect a call was made in, where it tells."""
        if dialect and dialect != self.dialect:
            self.dialect = dialect

    def _note_options(self, options):
        """Remember the settings the terminal told of itself."""
        known = self.options or {}
        if known | options != known:
            self.options = known | options

    def action_open_commands(self):
        return self._open("biometric_command_action")

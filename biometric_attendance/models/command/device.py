"""The part of a device about commands: which it takes, and what is known of it."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ...terminals import BRANDS
from ...terminals.commands import KINDS
from ...terminals.limits import fitting_options
from ...terminals.reasons import Reason
from ...terminals.records import Refused
from ..counts import set_counts
from .states import PENDING_STATES, USER_WRITING_KINDS

# How old a terminal's count, and the upload of its whole memory, may be to clear it.
MAX_COUNT_AGE = timedelta(days=1)
# How often calls change the dialect of a device within a period.
MAX_DIALECT_CHANGES = 4
DIALECT_PERIOD = timedelta(minutes=10)
# Where terminals send punches; the last is the security dialect's memory.
PUNCH_TABLES = ("ATTLOG", "RTLOG", "%transaction")
# Commands that show whether a user was on the terminal when they were queued. A deletion
# counts once it is sent: until then it may be cancelled.
SHOWS_PRESENCE = Domain("kind", "in", USER_WRITING_KINDS) & Domain(
    "state", "in", PENDING_STATES
) | Domain("kind", "=", "delete_user") & Domain("state", "=", "sent")


class BiometricDevice(models.Model):
    _inherit = "biometric.device"

    _editable_fields = {"dialect", "one_command"}

    dialect = fields.Selection(
        selection="_get_dialects",
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
        help="The settings the terminal reported of itself.",
    )
    one_command = fields.Boolean(
        string="Single Commands",
        help="For firmware that only reads the first command of an answer.",
    )
    dialect_changed_at = fields.Datetime(
        readonly=True, copy=False, help="Since when changes of the dialect are counted."
    )
    dialect_changes = fields.Integer(
        readonly=True,
        copy=False,
        help="How often calls changed the dialect since then.",
    )
    dialect_flips = fields.Integer(
        string="Changing Dialects",
        readonly=True,
        copy=False,
        help="Minutes in which it called in one dialect and another in turn. Two terminals "
        "may have the same serial number.",
    )
    unknown_results = fields.Integer(
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
    counted_at = fields.Datetime(
        readonly=True,
        copy=False,
        help="When the terminal last told how many punches it has.",
    )
    resent_at = fields.Datetime(
        readonly=True,
        copy=False,
        help="When the terminal was last told to send its whole memory.",
    )

    @api.model
    def _get_dialects(self):
        labels = {}
        for brand in BRANDS.values():
            labels |= brand.dialects
        return [(name, self.env._(label)) for name, label in labels.items()]

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
        pending = [("state", "in", PENDING_STATES)]
        name = "pending_command_count"
        set_counts(self, name, "biometric.command", "device_id", pending)

    def _capabilities(self):
        """The kinds of commands the device's brand and dialect know."""
        self.ensure_one()
        brand = BRANDS.get(self.brand)  # that of an addon which is gone has none
        capabilities = brand.commands.capabilities if brand and brand.commands else {}
        return capabilities.get(self.dialect, frozenset())

    def _get_known_options(self, pin=None):
        """What the brand has to know of the terminal to encode commands.

        :param pin: the user a command is about, if any.
        """
        known = {**(self.options or {}), "tz": self.tz}
        commands = BRANDS[self.brand].commands
        if pin and commands and commands.needs_presence:
            known["present"] = "yes" if self._has_user(pin) else "no"
        return known

    def _has_user(self, pin):
        """Whether the terminal has a user of this PIN, as far as anybody knows.

        A user who is there is not written whole: that would delete fingers.
        """
        own = Domain("device_id", "=", self.id) & Domain("pin", "=", pin)
        user = self.env["biometric.device.user"].sudo().search(own)
        commands = self.env["biometric.command"].sudo()
        last = commands.search(own & SHOWS_PRESENCE, limit=1)
        if user.sync_state == "absent" or last.kind == "delete_user":
            return False
        if last.kind == "set_user":  # it was not there when that was decided
            return bool(user.reported_at and user.reported_at > last.create_date)
        if last or user.sync_state == "present" or user.reported_at:
            return True
        return bool(self.env["biometric.punch"].sudo().search_count(own, limit=1))

    def _record_unknown_result(self):
        """Count a minute in which results came for commands never sent to this device."""
        self._once_a_minute(
            "unknown_results", SQL("unknown_results = coalesce(unknown_results, 0) + 1")
        )

    def _set_dialect(self, dialect):
        """Store the dialect a call was made in, if it shows one.

        Every worker forgets all it keeps in memory then. So of a terminal that changes its
        dialect in turn, such as one of two with the same serial number, only some changes
        are stored, and the others counted.
        """
        if not dialect or dialect == self.dialect:
            return
        own, now = self.sudo(), fields.Datetime.now()
        since, count = own.dialect_changed_at, own.dialect_changes
        if not since or now - since >= DIALECT_PERIOD:
            since, count = now, 0
        if count < MAX_DIALECT_CHANGES:
            self.write(
                {
                    "dialect": dialect,
                    "dialect_changed_at": since,
                    "dialect_changes": count + 1,
                }
            )
        else:
            flips = SQL("dialect_flips = coalesce(dialect_flips, 0) + 1")
            self._once_a_minute("dialect", flips)

    def _record_options(self, options):
        """Store the settings that a terminal reports, beside those known before.

        Those that do not fit are kept as a message.
        """
        known = self.options or {}
        fitting, others = fitting_options(known, options)
        if fitting != known:
            self.options = fitting
        if others:
            text = "\n".join(f"{name}={value}" for name, value in others.items())
            refused = Refused(text, Reason("options_too_long"))
            self.env["biometric.message"]._keep(self, "options", [refused])

    def _record_punch_count(self):
        """Record that the terminal reported its number of punches just now."""
        self._once_a_minute("count", SQL("counted_at = %s", fields.Datetime.now()))

    def _get_command_problem(self, kind):
        """Return why the device cannot take a command of this kind, ``None`` if it can.

        :rtype: ~.terminals.reasons.Reason
        """
        capabilities = self._capabilities()
        uncallable = self.polled_on_demand and self._get_connection_problem()
        if uncallable and capabilities:
            return uncallable
        if not self._is_approved():
            return Reason("not_approved", {"device": self.name})
        if kind not in capabilities:
            label = {"code": KINDS[kind].label if kind in KINDS else kind}
            return Reason("not_capable", {"device": self.name, "kind": label})
        if kind == "clear_punches":
            return self._get_clearing_problem()
        return None

    def _get_clearing_problem(self):
        """Why clearing the terminal might lose punches, ``None`` where it does not."""
        self.ensure_one()
        since = fields.Datetime.now() - MAX_COUNT_AGE
        if not self.counted_at or self.counted_at < since:
            return Reason("not_counted", {"device": self.name})
        if not self.resent_at or self.resent_at < since or self.resend_all:
            return Reason("not_resent", {"device": self.name})
        if self._has_unread_punches():
            return Reason("unread_punches", {"device": self.name})
        stored = self.sudo().punch_count
        if stored < self.punches:
            return Reason(
                "not_all_stored",
                {"device": self.name, "there": self.punches, "here": stored},
            )
        return None

    def _has_unread_punches(self):
        unread = Domain("device_id", "=", self.id) & Domain("state", "=", "new")
        tables = (Domain("table", "=ilike", table) for table in PUNCH_TABLES)
        messages = self.env["biometric.message"].sudo()
        return bool(messages.search_count(unread & Domain.OR(tables), limit=1))

    def action_open_commands(self):
        return self._open("biometric_command_action")

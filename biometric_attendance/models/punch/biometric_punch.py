from odoo import api, fields, models
from odoo.tools import format_list

from ...rules import clock
from ...terminals import BRANDS
from .first_outcome import MAPPED_OUTCOMES
from .hooks import AFTER_INGEST, is_followed
from .ingest import NO_STATUS, store_punches
from .reassign import (
    apply_access_days,
    apply_device_settings,
    assign_to_owners,
    owned_users_with_unmapped_punches,
    set_outcome,
)

# First outcomes of punches that open screens show at once.
SHOWN_OUTCOMES = (*MAPPED_OUTCOMES, "unmapped")
# By which punches come in the order recorded, unless they show another one.
ORDERED_ROUTES = ("push", "poll", "live")


class BiometricPunch(models.Model):
    """A punch a terminal recorded, kept for good, and its outcome."""

    _name = "biometric.punch"
    _inherit = ["biometric.outcome", "biometric.punch.hooks", "biometric.rights"]
    _description = "Punch"
    _order = "instant desc, id desc"
    _rec_name = "device_time"
    _log_access = False

    device_id = fields.Many2one(
        "biometric.device",
        required=True,
        readonly=True,
        ondelete="restrict",
        help="The terminal that recorded it.",
    )
    company_id = fields.Many2one(
        related="device_id.company_id", help="The company of the device."
    )
    pin = fields.Char(
        string="PIN",
        required=True,
        readonly=True,
        help="Who, by the terminal's number.",
    )
    employee_id = fields.Many2one(
        "hr.employee",
        readonly=True,
        ondelete="set null",
        help="Whose punch it is, once the PIN is linked to an employee.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="Whose visit it is, if the PIN is linked to a contact.",
    )
    device_time = fields.Char(
        required=True,
        readonly=True,
        help="The terminal's own wall clock when it happened.",
    )
    device_clock = fields.Char(
        string="Terminal's Clock",
        compute="_compute_device_clock",
        help="The terminal's own wall clock, with the time zone its device has now.",
    )
    instant = fields.Datetime(
        string="Time",
        required=True,
        readonly=True,
        index=True,
        help="When it happened, from the terminal's clock and its time zone.",
    )
    received_at = fields.Datetime(readonly=True, help="When the server stored it.")
    direction = fields.Selection(
        [
            ("in", "In"),
            ("out", "Out"),
            ("break_out", "Break out"),
            ("break_in", "Break in"),
        ],
        readonly=True,
        help="Which way, as far as the terminal could tell. Empty: it could not.",
    )
    status = fields.Integer(
        string="State Key",
        required=True,
        default=NO_STATUS,
        readonly=True,
        aggregator=None,
        help="The number the terminal sent for the key pressed; 255 and -1: none.",
    )
    verify = fields.Integer(
        string="Recognised By",
        readonly=True,
        aggregator=None,
        help="The terminal's number for finger, face, card or password.",
    )
    workcode = fields.Char(
        string="Work Code", readonly=True, help="A code typed by the person, if any."
    )
    line = fields.Char(
        string="Original Line", readonly=True, help="What the terminal sent, as it was."
    )
    number = fields.Char(
        string="Event Number",
        readonly=True,
        help="The terminal's own number of the event. What comes again with the same "
        "number and time is the same punch, however it comes.",
    )
    other_tellings = fields.Json(
        readonly=True,
        help="What else the terminal sent of the same event: numbers; and time, state key, "
        "proof and work code. The one that says most counts.",
    )
    user_uid = fields.Integer(
        string="Place in List",
        readonly=True,
        aggregator=None,
        help="Older terminals note this place instead of the PIN. The punch is of whoever "
        "was there when the terminal first sent it.",
    )
    route = fields.Selection(
        [
            ("push", "Pushed by the terminal"),
            ("poll", "Read from the terminal"),
            ("live", "Reported live by the terminal"),
            ("file", "Imported from a file"),
            ("replay", "Replayed message"),
        ],
        required=True,
        default="push",
        readonly=True,
        help="How the punch came here.",
    )
    message_id = fields.Many2one(
        "biometric.message",
        string="Unreadable Line",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The message whose replay brought the punch. The device's log says who "
        "replayed it.",
    )
    file_import_id = fields.Many2one(
        "biometric.file.import",
        string="Imported File",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The file the punch was read from, unless the terminal itself sends it, too.",
    )

    verified_by = fields.Char(
        string="Proof",
        compute="_compute_verified_by",
        help="What the person showed: a finger, a face, a card or a password.",
    )
    correction_ids = fields.One2many(
        "biometric.correction",
        "punch_id",
        help="What people corrected about this punch.",
    )

    # The wall clock, not the instant: a zone corrected later, or an hour that happens
    # twice in autumn, must not make a known punch look new.
    _punch_uniq = models.Constraint(
        "UNIQUE(device_id, pin, device_time, status)", "The punch is known already."
    )
    _number_idx = models.UniqueIndex(
        "(device_id, number, instant, pin) WHERE number IS NOT NULL",
        "The event is known already.",
    )
    _user_uid_idx = models.Index(
        "(device_id, user_uid, device_time) WHERE user_uid IS NOT NULL"
    )
    _unmapped_idx = models.Index("(device_id, pin) WHERE outcome = 'unmapped'")
    _denied_idx = models.Index("(instant) WHERE outcome = 'denied'")
    _employee_instant_idx = models.Index("(employee_id, instant)")

    @api.depends("device_time", "device_id.tz")
    def _compute_device_clock(self):
        for punch in self:
            zone = punch.device_id.sudo().tz
            punch.device_clock = f"{punch.device_time} {zone or ''}".rstrip()

    @api.depends("device_time", "pin")
    def _compute_display_name(self):
        for punch in self:
            punch.display_name = f"{punch.pin} · {punch.device_time}"

    @api.depends("verify", "device_id.brand")
    @api.depends_context("lang")
    def _compute_verified_by(self):
        for punch in self:
            names = BRANDS[punch.device_id.brand].verify_labels
            words = [self.env._(name) for name in names.get(punch.verify, ())]
            text = format_list(self.env, words)
            punch.verified_by = text[:1].upper() + text[1:]

    @api.model
    def _ingest(self, device, punches, route="push"):
        """Store punches, each once, and queue the employees they belong to for pairing.

        One statement for the whole batch: known punches are skipped, PINs are mapped,
        employees are queued. Nothing is searched per punch.

        :param device: the device they come from.
        :param punches: :class:`~.terminals.records.Punch` of one upload, in its order.
        :return: how many were new.
        """
        self.check_access("create")
        received = fields.Datetime.now()
        instants, ambiguous = clock.instants(
            [(punch.pin, punch.time, punch.offset) for punch in punches],
            clock.zone(device.tz),
            received,
            in_order=route in ORDERED_ROUTES,
        )
        device._record_arrival(punches, instants, received, route)
        stored = store_punches(device, punches, instants, ambiguous, received, route)
        unmapped = {
            pin for pin, outcome, *_ in stored if outcome not in MAPPED_OUTCOMES
        }
        if unmapped:
            self.env["biometric.device.user"]._ensure(device, unmapped)
        # Those that are not paired are shown by the same job.
        if any(outcome in SHOWN_OUTCOMES for _pin, outcome, *_ in stored):
            self.env["biometric.pairing"]._trigger_cron()
        self.invalidate_model(flush=False)
        if stored and is_followed(self.env, AFTER_INGEST):
            new = self.browse(punch for _pin, _outcome, punch in stored)
            new._call_hook(AFTER_INGEST)
        return len(stored)

    @api.model
    def _assign_people(self, users):
        """Assign the punches of device users to whoever had the PINs when they were made."""
        users.flush_recordset()
        self.flush_model()
        assign_to_owners(users)
        self.env["biometric.pairing"]._trigger_cron()
        self.invalidate_model(flush=False)

    @api.model
    def _assign_unmapped(self):
        """Assign punches that were stored in the very moment their PIN was mapped."""
        users = owned_users_with_unmapped_punches(self.env)
        if users:
            self._assign_people(users)

    @api.model
    def _recompute_outcomes(self, devices):
        """Apply the start dates and directions of devices to their stored punches."""
        self.flush_model()
        for device in devices:
            apply_device_settings(device)
        self.env["biometric.pairing"]._trigger_cron()
        self.invalidate_model(flush=False)

    @api.model
    def _recompute_denied(self, users):
        """Apply the days of access of device users to their stored punches."""
        if not users:
            return
        users.flush_recordset()
        self.flush_model()
        queued = apply_access_days(users)
        self.invalidate_model(flush=False)
        if queued:
            self.env["biometric.pairing"]._trigger_cron()

    def _set_outcome(self, outcome, reason, detail=None):
        """Set an outcome that people decided about."""
        if self:
            set_outcome(self, outcome, reason, detail)
            self.invalidate_recordset(flush=False)

from odoo import api, fields, models

NO_STATUS = -1  # the state key of a punch that came without one


class BiometricPunch(models.Model):
    """One recorded punch, kept for good, and what became of it."""

    _name = "biometric.punch"
    _inherit = ["biometric.outcome"]
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
    route = fields.Selection(
        [
            ("push", "Pushed by the terminal"),
            ("poll", "Read from the terminal"),
            ("live", "Told live by the terminal"),
            ("file", "Imported from a file"),
            ("replay", "Replayed message"),
        ],
        required=True,
        default="push",
        readonly=True,
        help="How the punch came here.",
    )

    # The wall clock, not the instant: a zone corrected later, or an hour that happens
    # twice in autumn, must not make a known punch look new.
    _punch_uniq = models.Constraint(
        "UNIQUE(device_id, pin, device_time, status)", "The punch is known already."
    )
    _unmapped_idx = models.Index("(device_id, pin) WHERE outcome = 'unmapped'")
    _denied_idx = models.Index("(instant) WHERE outcome = 'denied'")
    _employee_instant_idx = models.Index("(employee_id, instant)")

    @api.depends("device_time", "pin")
    def _compute_display_name(self):
        for punch in self:
            punch.display_name = f"{punch.pin} · {punch.device_time}"

    def action_recompute(self):
        """Work out again what becomes of these punches and those around them."""
        self.env["biometric.pairing"]._queue(
            (punch.employee_id, punch.instant) for punch in self if punch.employee_id
        )

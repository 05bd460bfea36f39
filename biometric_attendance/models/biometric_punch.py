import json
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..protocols import BRANDS
from ..tools import clock

# A terminal whose clock is further ahead than this cannot be believed.
AHEAD = timedelta(minutes=5)
NO_STATUS = -1

FATES = [
    ("waiting", "Waiting"),
    ("checked_in", "Checked in"),
    ("checked_out", "Checked out"),
    ("break", "Break"),
    ("repeat", "Repeat"),
    ("missing_check_in", "Missing check-in"),
    ("missing_check_out", "Missing check-out"),
    ("unmapped", "Unmapped"),
    ("inactive_employee", "Inactive employee"),
    ("denied", "Denied"),
    ("before_start", "Before start"),
    ("clock_error", "Clock error"),
    ("closed_period", "Closed period"),
    ("covered", "Covered by manual entry"),
    ("discarded", "Discarded"),
]


class BiometricPunch(models.Model):
    """One recorded passage, kept for good, and what became of it."""

    _name = "biometric.punch"
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
        string="PIN", required=True, readonly=True, help="Who, by the terminal's number."
    )
    device_user_id = fields.Many2one(
        "biometric.device.user",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The identity on the terminal.",
    )
    employee_id = fields.Many2one(
        "hr.employee",
        readonly=True,
        ondelete="set null",
        help="Whose punch it is, once the PIN is linked to an employee.",
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
        [("push", "Pushed by the terminal"), ("replay", "Replayed message")],
        required=True,
        default="push",
        readonly=True,
        help="How the punch came here.",
    )
    fate = fields.Selection(
        FATES,
        required=True,
        default="waiting",
        readonly=True,
        help="What became of the punch.",
    )
    reason = fields.Char(readonly=True, help="Why.")
    attendance_id = fields.Many2one(
        "hr.attendance",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The attendance it began, ended or lies in.",
    )

    # The wall clock, not the instant: a zone corrected later, or an hour that happens
    # twice in autumn, must not make a known punch look new.
    _punch_uniq = models.Constraint(
        "UNIQUE(device_id, pin, device_time, status)", "The punch is known already."
    )
    _employee_instant_idx = models.Index("(employee_id, instant)")

    @api.depends("device_time", "pin")
    def _compute_display_name(self):
        for punch in self:
            punch.display_name = f"{punch.pin} · {punch.device_time}"

    @api.model
    def _ingest(self, device, punches, route="push"):
        """Store punches, each once, and have the people they belong to paired.

        One statement for the whole batch: known punches are skipped, PINs are mapped,
        employees are queued. Nothing is searched per punch.

        :param device: the device they come from.
        :param punches: :class:`~.protocols.records.Punch` in the order recorded.
        :return: how many were new.
        """
        self.check_access("create")
        received = fields.Datetime.now()
        instants = clock.instants(
            [(punch.time, punch.offset) for punch in punches],
            clock.zone(device.tz),
            received,
        )
        device._note_drift(instants, received)
        stored = self._insert(
            device, self._rows(device, punches, instants, received), received, route
        )
        strangers = {pin for pin, user_id, _fate in stored if not user_id}
        if strangers:
            self.env["biometric.device.user"]._meet(device, strangers)
            self._adopt(device)
        if any(fate == "waiting" for _pin, _user, fate in stored):
            self.env["biometric.pairing"]._wake()
        self.invalidate_model(flush=False)
        return len(stored)

    @api.model
    def _rows(self, device, punches, instants, received):
        """The batch as JSON for one statement, each punch with its first fate."""
        directions = device._directions()
        latest = received + AHEAD
        since = device.import_since
        return json.dumps(
            [
                (
                    punch.pin,
                    str(punch.time),
                    str(instant),
                    directions[punch.status],
                    NO_STATUS if punch.status is None else punch.status,
                    punch.verify,
                    punch.workcode,
                    punch.line,
                    "clock_error"
                    if instant > latest
                    else "before_start"
                    if since and instant < since
                    else "waiting",
                )
                for punch, instant in zip(punches, instants)
            ]
        )

    @api.model
    def _insert(self, device, rows, received, route):
        """:return: ``(pin, device user id, fate)`` of each punch that is new."""
        return self.env.execute_query(
            SQL(
                """
                WITH sent AS (
                    SELECT r->>0 AS pin, r->>1 AS device_time,
                           (r->>2)::timestamp AS instant, r->>3 AS direction,
                           (r->>4)::int AS status, (r->>5)::int AS verify,
                           r->>6 AS workcode, r->>7 AS line, r->>8 AS fate
                      FROM json_array_elements(%(rows)s) AS r
                ), stored AS (
                    INSERT INTO biometric_punch (
                           device_id, device_user_id, employee_id, pin, device_time,
                           instant, received_at, direction, status, verify, workcode,
                           line, route, fate)
                    SELECT %(device)s, u.id, u.employee_id, s.pin, s.device_time,
                           s.instant, %(received)s, s.direction, s.status, s.verify,
                           s.workcode, s.line, %(route)s,
                           CASE WHEN s.fate = 'waiting' AND u.employee_id IS NULL
                                THEN 'unmapped' ELSE s.fate END
                      FROM sent s
                 LEFT JOIN biometric_device_user u
                        ON u.device_id = %(device)s AND u.pin = s.pin
                        ON CONFLICT DO NOTHING
                 RETURNING pin, device_user_id, employee_id, instant, fate
                ), queued AS (
                    INSERT INTO biometric_pairing (employee_id, since)
                    SELECT employee_id, min(instant) FROM stored
                     WHERE fate = 'waiting' GROUP BY employee_id
                )
                SELECT pin, device_user_id, fate FROM stored
                """,
                rows=rows,
                device=device.id,
                received=received,
                route=route,
            )
        )

    @api.model
    def _adopt(self, device):
        """Link punches to device users that did not exist when they came."""
        self.env.cr.execute(
            SQL(
                """UPDATE biometric_punch p SET device_user_id = u.id
                     FROM biometric_device_user u
                    WHERE p.device_id = %(device)s AND p.device_user_id IS NULL
                      AND u.device_id = %(device)s AND u.pin = p.pin""",
                device=device.id,
            )
        )

    @api.model
    def _assign(self, users):
        """Give the punches of device users to whom the users belong to now.

        Both the former and the new employees are paired again from the first of them.
        """
        users.flush_recordset()
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                WITH moved AS (
                    SELECT p.id, p.employee_id AS former, u.employee_id AS owner, u.id AS user_id
                      FROM biometric_punch p
                      JOIN biometric_device_user u
                        ON u.device_id = p.device_id AND u.pin = p.pin
                     WHERE u.id = ANY(%(users)s)
                       AND (p.employee_id IS DISTINCT FROM u.employee_id
                            OR p.device_user_id IS NULL)
                ), given AS (
                    UPDATE biometric_punch p
                       SET employee_id = m.owner, device_user_id = m.user_id,
                           attendance_id = NULL, reason = NULL,
                           fate = CASE
                               WHEN p.fate IN ('clock_error', 'before_start') THEN p.fate
                               WHEN m.owner IS NULL THEN 'unmapped'
                               ELSE 'waiting' END
                      FROM moved m WHERE m.id = p.id
                 RETURNING p.id, p.instant, m.former, m.owner
                )
                INSERT INTO biometric_pairing (employee_id, since)
                SELECT person, min(instant)
                  FROM given, unnest(ARRAY[former, owner]) AS person
                 WHERE person IS NOT NULL GROUP BY person
                """,
                users=users.ids,
            )
        )
        self.env["biometric.pairing"]._wake()
        self.invalidate_model(flush=False)

    @api.model
    def _judge_again(self, devices):
        """Apply a device's changed start date and directions to what is stored."""
        self.flush_model()
        for device in devices:
            directions = {
                status: device._directions()[status]
                for (status,) in self.env.execute_query(
                    SQL(
                        "SELECT DISTINCT status FROM biometric_punch WHERE device_id = %s",
                        device.id,
                    )
                )
            }
            self.env.cr.execute(
                SQL(
                    """
                    WITH judged AS (
                        SELECT p.id, %(directions)s::json->>p.status::text AS direction,
                               CASE WHEN p.fate = 'clock_error' THEN p.fate
                                    WHEN p.instant < %(since)s THEN 'before_start'
                                    WHEN p.employee_id IS NULL THEN 'unmapped'
                                    WHEN p.fate = 'before_start' THEN 'waiting'
                                    ELSE p.fate END AS fate
                          FROM biometric_punch p WHERE p.device_id = %(device)s
                    ), changed AS (
                        UPDATE biometric_punch p
                           SET direction = j.direction, fate = j.fate
                          FROM judged j
                         WHERE j.id = p.id
                           AND (p.direction IS DISTINCT FROM j.direction
                                OR p.fate <> j.fate)
                     RETURNING p.employee_id, p.instant
                    )
                    INSERT INTO biometric_pairing (employee_id, since)
                    SELECT employee_id, min(instant) FROM changed
                     WHERE employee_id IS NOT NULL GROUP BY employee_id
                    """,
                    directions=json.dumps(directions),
                    since=device.import_since or fields.Datetime.to_datetime("1900-01-01"),
                    device=device.id,
                )
            )
        self.env["biometric.pairing"]._wake()
        self.invalidate_model(flush=False)

    def _discard(self):
        """Somebody deleted the attendance: it must not come back."""
        self.env.cr.execute(
            SQL(
                """UPDATE biometric_punch SET fate = 'discarded', reason = %s
                    WHERE id = ANY(%s)""",
                "The attendance was deleted by hand.",
                self.ids,
            )
        )
        self.invalidate_recordset(flush=False)

    def action_pair_again(self):
        """Work out again what becomes of these punches and those around them."""
        self.env["biometric.pairing"]._queue(
            (punch.employee_id, punch.instant) for punch in self if punch.employee_id
        )

    def _verify_label(self):
        self.ensure_one()
        return BRANDS[self.device_id.brand].codec.VERIFY.get(self.verify, "")

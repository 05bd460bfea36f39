from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..isolation import isolate
from .bulk import BULK, Bulk, get_bulk, present_employees, suspect_rows
from .compare import DEVICE_MODE, TYPED_MODE
from .hr_attendance_overtime_line import REPLACING, Replacing

# A row with other values of these is another interval.
INTERVAL_FIELDS = {"employee_id", "check_in", "check_out"}
AUTOMATIC = "auto_check_out"  # Odoo's mode of an end that nobody said
# Who recorded a check-in or check-out that the pairing wrote: a terminal, or a person who
# typed a missing punch.
MODES = [(DEVICE_MODE, "Biometric device"), (TYPED_MODE, "Typed by hand")]
OWN_MODES = {DEVICE_MODE, TYPED_MODE}


class HrAttendance(models.Model):
    """Attendances made of punches, and who may change them.

    A row the pairing wrote is *managed*. Once a person changes it, it is a fixed
    interval: the pairing does not touch it any more.
    """

    _name = "hr.attendance"
    _inherit = ["hr.attendance", "biometric.rights"]

    in_mode = fields.Selection(
        selection_add=MODES, ondelete={mode: "set default" for mode, _label in MODES}
    )
    out_mode = fields.Selection(
        selection_add=MODES, ondelete={mode: "set default" for mode, _label in MODES}
    )
    biometric_managed = fields.Boolean(
        string="Kept by Devices",
        readonly=True,
        copy=False,
        help="The row follows the punches. It stops doing so when a person edits it.",
    )
    biometric_ended = fields.Boolean(
        string="Ended by Device",
        readonly=True,
        copy=False,
        help="Somebody began the attendance without a terminal, and a punch ended it. "
        "Discard the punch to take the end back.",
    )
    biometric_former_end = fields.Datetime(
        string="Former End",
        readonly=True,
        copy=False,
        help="The end by the automatic check-out, which the punch replaced. Empty: the "
        "attendance was open.",
    )
    in_device_id = fields.Many2one(
        "biometric.device",
        string="Check-In Device",
        readonly=True,
        ondelete="set null",
        help="The terminal of the check-in.",
    )
    out_device_id = fields.Many2one(
        "biometric.device",
        string="Check-Out Device",
        readonly=True,
        ondelete="set null",
        help="The terminal of the check-out.",
    )
    punch_ids = fields.One2many(
        "biometric.punch",
        "attendance_id",
        string="Punches",
        readonly=True,
        help="The punches behind this attendance.",
    )

    correction_ids = fields.One2many(
        "biometric.correction",
        "attendance_id",
        string="Corrections",
        readonly=True,
        help="What people added to the punches.",
    )

    _employee_check_in_idx = models.Index("(employee_id, check_in)")
    _open_idx = models.Index("(employee_id) WHERE check_out IS NULL")

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su and "biometric_absences" in self.env.context:
            vals_list = self._without_present(vals_list)
        rows = super().create(vals_list)
        rows._check_modes(("in_mode", "out_mode"))
        rows._queue_pairing()
        return rows

    def write(self, vals):
        self._add_to_bulk()
        if INTERVAL_FIELDS.isdisjoint(vals) or self._is_written_by_system():
            result = super().write(vals)
            self._check_modes({"in_mode", "out_mode"} & set(vals))
            return result
        self._queue_pairing()
        result = super().write(vals)
        self._check_modes({"in_mode", "out_mode"} & set(vals))
        if "check_out" in vals and "out_mode" not in vals:
            # What a person types instead of Odoo's automatic check-out stands.
            automatic = self.sudo().filtered(lambda row: row.out_mode == AUTOMATIC)
            automatic.out_mode = "manual"
        self.sudo().filtered("biometric_managed").biometric_managed = False
        self.sudo().filtered("biometric_ended").write(
            {"biometric_ended": False, "biometric_former_end": False}
        )
        self._queue_pairing()
        return result

    def unlink(self):
        self._add_to_bulk()
        if not self._is_written_by_system():
            self._queue_pairing()
            note = self.env._("The attendance was deleted.")
            self.sudo().punch_ids._discard(note)
            self.sudo().correction_ids.action_withdraw()
        return super().unlink()

    def _check_modes(self, names):
        """Refuse rows that a person makes look as if a device had recorded them.

        :param names: of the fields just written.
        """
        if self._is_writing_person() and any(
            row[name] in OWN_MODES for row in self for name in names
        ):
            raise AccessError(
                self.env._("Only punches make attendances of biometric devices.")
            )

    def _is_written_by_system(self):
        """Whether the pairing or Odoo's crons write, rather than a person.

        Both are superusers; the context of a remote call may say anything.
        """
        return self.env.su and "biometric_pairing" in self.env.context

    def _queue_pairing(self):
        """Queue the employees of rows that a person touched for pairing."""
        if not self._is_written_by_system():
            self.env["biometric.pairing.lock"].sudo()._acquire(self.employee_id)
            self.env["biometric.pairing"].sudo()._queue(
                (row.employee_id, row.check_in) for row in self
            )

    def action_open_day(self):
        """Show the person's day this attendance began on."""
        self.ensure_one()
        return self.env["biometric.day"]._open(self.employee_id, self.check_in)

    def action_follow_punches(self):
        """Let the row follow the punches again."""
        self.check_access("write")
        for row in self.sudo():
            if row.in_mode not in OWN_MODES:
                raise UserError(
                    self.env._(
                        "%(name)s began the attendance of %(day)s without a terminal, so "
                        "it cannot follow the punches: delete it if it is wrong.",
                        name=row.employee_id.name,
                        day=row.date,
                    )
                )
            if not (row.punch_ids or row.correction_ids):
                raise UserError(
                    self.env._(
                        "No punches are behind the attendance of %(name)s on %(day)s: "
                        "delete it if it is wrong.",
                        name=row.employee_id.name,
                        day=row.date,
                    )
                )
        self.sudo().with_context(biometric_pairing=True).biometric_managed = True
        self._queue_pairing()
        return True

    def _cron_auto_check_out(self):
        """Run Odoo's automatic check-out, without the rows counting as edited by a person.

        Punches that arrive later replace its check-outs.
        """
        rows = self.search([("check_out", "=", False)])
        this = self.with_context(biometric_pairing=True)
        result = super(HrAttendance, this)._cron_auto_check_out()
        # Punches may have waited for somebody to end a row of the kiosk.
        rows.filtered("check_out")._queue_pairing()
        return result

    @api.model
    def _cron_overdue(self):
        """Pair everybody whose check-out has been missing for too long.

        The pairing then takes the attendance away: it is no presence any more.
        """
        longest = self.env["biometric.policy"].search([], order="longest", limit=1)
        shortest = timedelta(hours=longest.longest)
        rows = self.search(
            [
                ("biometric_managed", "=", True),
                ("check_out", "=", False),
                ("check_in", "<", fields.Datetime.now() - shortest),
            ]
        )
        isolate(rows, lambda some: some._queue_overdue())

    def _queue_overdue(self):
        """Queue those of these open rows for pairing that are overdue."""
        now = fields.Datetime.now()
        policies = self.employee_id._biometric_policies()
        self.env["biometric.pairing"]._queue(
            (row.employee_id, row.check_in)
            for row in self
            if now - row.check_in > timedelta(hours=policies[row.employee_id].longest)
        )

    def _cron_absence_detection(self):
        this = self.with_context(biometric_pairing=True, biometric_absences=True)
        return super(HrAttendance, this)._cron_absence_detection()

    @api.model
    def _without_present(self, vals_list):
        """Leave out people who were present from the values of Odoo's rows for absences.

        Odoo takes everybody without overtime on the day for absent, also those whose
        night shift reaches into it. Their rows would overlap, and all rows be refused.
        """
        present = present_employees(self.env, vals_list)
        return [vals for vals in vals_list if vals["employee_id"] not in present]

    def _in_bulk(self):
        """Return these rows with checks and overtime put off until :meth:`_end_bulk`."""
        return self.with_context(**{BULK: Bulk()})

    def _add_to_bulk(self):
        bulk = get_bulk(self.env)
        if bulk:
            bulk.add(self)

    def _end_bulk(self):
        """Check the rows, then work out the overtime.

        :raises ValidationError: Odoo's own, for a row it does not allow.
        """
        bulk = get_bulk(self.env)
        this = self.with_context(**{BULK: None})
        written = this.browse(bulk.ids).exists()
        suspect_rows(written)._check_validity()
        if not bulk.ranges:
            return
        rows = written | this.search(bulk.domain())
        lines = this.env["hr.attendance.overtime.line"]
        # Odoo dates a line near midnight up to a day off.
        replacing = Replacing(lines.search(bulk.domain(slack=1)), rows)
        written.with_context(**{REPLACING: replacing})._update_overtime(bulk.domain())
        replacing.end()
        # Odoo does not recompute this field, which would show the former overtime.
        self.env.add_to_compute(rows._fields["expected_hours"], rows)

    def _update_overtime(self, attendance_domain=None):
        bulk = get_bulk(self.env)
        if bulk is None:
            return super()._update_overtime(attendance_domain)
        bulk.add(self)
        return None

    @api.constrains("check_in", "check_out", "employee_id")
    def _check_validity(self):
        """Check the rows by Odoo's rule; of a bulk, in :meth:`_end_bulk` only."""
        if get_bulk(self.env) is None:
            return super()._check_validity()
        return None

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

# What makes a row another interval than it was.
INTERVAL = {"employee_id", "check_in", "check_out"}


class HrAttendance(models.Model):
    """Rows made of punches know their punches, and whose they are to change.

    A row the pairing wrote is *managed*. Once a person changes it, it is theirs: the
    pairing then only takes it as given.
    """

    _inherit = "hr.attendance"

    in_mode = fields.Selection(
        selection_add=[("biometric", "Biometric device")],
        ondelete={"biometric": "set default"},
    )
    out_mode = fields.Selection(
        selection_add=[("biometric", "Biometric device")],
        ondelete={"biometric": "set default"},
    )
    biometric_managed = fields.Boolean(
        string="Kept by the Devices",
        readonly=True,
        copy=False,
        help="The row follows the punches. It stops doing so when a person edits it.",
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

    @api.model_create_multi
    def create(self, vals_list):
        if "biometric_absences" in self.env.context:
            vals_list = self._of_absent(vals_list)
        rows = super().create(vals_list)
        rows._queue_pairing()
        return rows

    def write(self, vals):
        if INTERVAL.isdisjoint(vals) or self._is_written_by_system():
            return super().write(vals)
        self._queue_pairing()
        result = super().write({**vals, "biometric_managed": False})
        self._queue_pairing()
        return result

    def unlink(self):
        if not self._is_written_by_system():
            self._queue_pairing()
            note = self.env._("The attendance was deleted.")
            self.sudo().punch_ids._discard(note)
            self.sudo().correction_ids.action_withdraw()
        return super().unlink()

    def _is_written_by_system(self):
        return "biometric_pairing" in self.env.context

    def _queue_pairing(self):
        """Have the people paired again around rows that a person touched."""
        if not self._is_written_by_system():
            self.env["biometric.pairing.lock"].sudo()._acquire(self.employee_id)
            self.env["biometric.pairing"].sudo()._queue(
                (row.employee_id, row.check_in) for row in self
            )

    def action_follow_punches(self):
        """Let the row follow the punches again."""
        self.check_access("write")
        for row in self.sudo():
            if not (row.punch_ids or row.correction_ids):
                raise UserError(
                    self.env._(
                        "No punches are behind the attendance of %(name)s on %(day)s: "
                        "delete it if it is wrong.",
                        name=row.employee_id.name,
                        day=row.date,
                    )
                )
        self.with_context(biometric_pairing=True).biometric_managed = True
        self._queue_pairing()

    def _cron_auto_check_out(self):
        """Odoo's own check-outs are not a person's edits; true punches replace them."""
        rows = self.search([("check_out", "=", False)])
        this = self.with_context(biometric_pairing=True)
        result = super(HrAttendance, this)._cron_auto_check_out()
        # Punches may have waited for somebody to end a row of the kiosk.
        rows.filtered("check_out")._queue_pairing()
        return result

    def _cron_absence_detection(self):
        this = self.with_context(biometric_pairing=True, biometric_absences=True)
        return super(HrAttendance, this)._cron_absence_detection()

    @api.model
    def _of_absent(self, vals_list):
        """Of Odoo's rows for absences those of people who really were absent.

        Odoo looks for the day's overtime only. Who worked a night into the day has none
        of it, but is there, and the row would be refused together with all the others.
        """
        if not vals_list:
            return []
        present = self.env.execute_query(
            SQL(
                """SELECT DISTINCT a.employee_id
                     FROM unnest(%s, %s::timestamp[]) AS absence(employee_id, at)
                     JOIN hr_attendance a ON a.employee_id = absence.employee_id
                      AND a.check_in <= at AND (a.check_out IS NULL OR a.check_out > at)""",
                [vals["employee_id"] for vals in vals_list],
                [vals["check_in"] for vals in vals_list],
            )
        )
        return [vals for vals in vals_list if (vals["employee_id"],) not in present]

"""Writing many attendances at once, under the pairing's own context and only there.

Odoo checks every row with two searches and works out overtime at every write. In bulk
both are the same questions asked once: one query finds the rows that might fail Odoo's
check, and Odoo's own check then decides about them; Odoo's own overtime pass runs once,
over all the days it would have looked at write by write.
"""

from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .hr_attendance_overtime_line import REPLACING, Replacing

CONTEXT = "biometric_overtime"


class Later:
    """What is put off to the end of a bulk.

    Checks are, too: on the way to the final state rows may overlap for a moment, such as
    when one grows into the place of the next.

    :ivar ids: of the rows written, in their order, which Odoo's passes keep.
    :ivar ranges: the days whose overtime Odoo would have worked out, write by write:
        ``{(employee id, first UTC day, last UTC day)}``.
    """

    def __init__(self):
        self.ids = {}
        self.ranges = {}

    def add(self, rows):
        self.ids |= dict.fromkeys(rows.ids)
        closed = rows.filtered("check_out")
        for employee, theirs in closed.grouped("employee_id").items():
            first = min(theirs.mapped("check_in")).date()
            last = max(theirs.mapped("check_out")).date()
            self.ranges[employee.id, first, last] = True

    def domain(self, slack=0):
        """:param slack: days more at both ends."""
        more = timedelta(days=slack)
        return Domain.OR(
            Domain("employee_id", "=", employee)
            & Domain("date", ">=", first - more)
            & Domain("date", "<=", last + more)
            for employee, first, last in self.ranges
        )


class HrAttendance(models.Model):
    _inherit = "hr.attendance"

    _open_idx = models.Index("(employee_id) WHERE check_out IS NULL")

    def _in_bulk(self):
        """These rows with checks and overtime put off until :meth:`_end_bulk`."""
        return self.with_context(**{CONTEXT: Later()})

    def _end_bulk(self):
        """Check the rows, then work out the overtime.

        :raises ValidationError: Odoo's own, for a row it does not allow.
        """
        later = self.env.context[CONTEXT]
        this = self.with_context(**{CONTEXT: None})
        written = this.browse(later.ids).exists()
        written._doubtful()._check_validity()
        if not later.ranges:
            return
        rows = written | this.search(later.domain())
        lines = this.env["hr.attendance.overtime.line"]
        # Odoo dates a line near midnight up to a day off.
        replacing = Replacing(lines.search(later.domain(slack=1)), rows)
        written.with_context(**{REPLACING: replacing})._update_overtime(later.domain())
        replacing.end()
        # Odoo forgets this one, which then shows the overtime of before.
        self.env.add_to_compute(rows._fields["expected_hours"], rows)

    def _update_overtime(self, attendance_domain=None):
        later = self.env.context.get(CONTEXT)
        if later is None:
            return super()._update_overtime(attendance_domain)
        later.add(self)
        return None

    def write(self, vals):
        later = self.env.context.get(CONTEXT)
        if later:
            later.add(self)
        return super().write(vals)

    def unlink(self):
        later = self.env.context.get(CONTEXT)
        if later:
            later.add(self)
        return super().unlink()

    @api.constrains("check_in", "check_out", "employee_id")
    def _check_validity(self):
        """Odoo's rule, which decides in the end; see :meth:`_end_bulk`."""
        if self.env.context.get(CONTEXT) is None:
            return super()._check_validity()
        return None

    def _doubtful(self):
        """The rows among these that Odoo might refuse, in the order given.

        A row is beyond doubt if the one before it ends in time, none begins with it or
        inside it, and, while it is open, none else is: then Odoo's own searches could
        find nothing.
        """
        self.flush_model(["employee_id", "check_in", "check_out"])
        doubtful = self.env.execute_query(
            SQL(
                """
                SELECT a.id
                  FROM hr_attendance a
             LEFT JOIN LATERAL (
                       SELECT b.check_out FROM hr_attendance b
                        WHERE b.employee_id = a.employee_id AND b.id <> a.id
                          AND b.check_in <= a.check_in
                        ORDER BY b.check_in DESC LIMIT 1) before ON TRUE
                 WHERE a.id = ANY(%(ids)s)
                   AND (before.check_out > a.check_in
                        OR EXISTS (
                           SELECT 1 FROM hr_attendance c
                            WHERE c.employee_id = a.employee_id AND c.id <> a.id
                              AND c.check_in >= a.check_in
                              AND (c.check_in = a.check_in OR c.check_in < a.check_out))
                        OR a.check_out IS NULL AND EXISTS (
                           SELECT 1 FROM hr_attendance o
                            WHERE o.employee_id = a.employee_id AND o.id <> a.id
                              AND o.check_out IS NULL))
                """,
                ids=self.ids,
            )
        )
        ids = {row_id for (row_id,) in doubtful}
        return self.filtered(lambda row: row.id in ids)

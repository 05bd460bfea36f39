"""Writing many attendances at once, under the pairing's own context and only there.

Odoo checks every row with two searches and works out overtime at every write. In bulk
both are the same questions asked once: one query finds the rows that would fail Odoo's
check, and Odoo's own check then refuses them; Odoo's own overtime pass runs once over
all days touched.
"""

from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

CONTEXT = "biometric_overtime"


class Later:
    """What is put off to the end of a bulk.

    :ivar days: whose overtime is to be worked out: ``{employee id: {date}}``.
    :ivar unchecked: ids of the rows to be checked: on the way to the final state, rows
        may overlap for a moment, such as when one grows into the place of the next.
    """

    def __init__(self):
        self.days = defaultdict(set)
        self.unchecked = set()

    def add(self, rows):
        for row in rows:
            if row.check_out:
                # The local day, and the UTC days Odoo looks at.
                self.days[row.employee_id.id] |= {
                    row.date,
                    row.check_in.date(),
                    row.check_out.date(),
                }

    def domain(self):
        return Domain.OR(
            Domain("employee_id", "=", employee) & Domain("date", "in", sorted(days))
            for employee, days in self.days.items()
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
        this.browse(later.unchecked).exists()._invalid()._check_validity()
        if later.days:
            this.browse()._update_overtime(later.domain())

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
        """Odoo's rule, asked in one query; Odoo itself says what is wrong."""
        later = self.env.context.get(CONTEXT)
        if later is None:
            return super()._check_validity()
        later.unchecked.update(self.ids)
        return None

    def _invalid(self):
        """The rows among these that Odoo would refuse.

        Each is compared with the one before it, the ones that begin inside it, and,
        while it is open, with other open ones: what Odoo's own check looks at.
        """
        self.flush_model(["employee_id", "check_in", "check_out"])
        rows = self.env.execute_query(
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
                              AND c.check_in > a.check_in AND c.check_in < a.check_out)
                        OR a.check_out IS NULL AND EXISTS (
                           SELECT 1 FROM hr_attendance o
                            WHERE o.employee_id = a.employee_id AND o.id <> a.id
                              AND o.check_out IS NULL))
                """,
                ids=self.ids,
            )
        )
        return self.browse(row_id for (row_id,) in rows)

"""Checking many attendances at once, under the pairing's own context and only there.

Odoo checks every row with two searches and works out overtime at every write. In bulk
both are the same questions asked once: one query finds the rows that might fail Odoo's
check, and Odoo's own check then decides about them; Odoo's own overtime pass runs once,
over all the days it would have looked at write by write.
"""

from datetime import timedelta

from odoo.fields import Domain
from odoo.tools import SQL

BULK = "biometric_overtime"  # the key of the context


class Bulk:
    """The rows whose checks and overtime are put off to the end of a bulk.

    On the way to the final state rows may overlap for a moment, such as when one grows
    into the place of the next.

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
        for employee, attendances in closed.grouped("employee_id").items():
            first = min(attendances.mapped("check_in")).date()
            last = max(attendances.mapped("check_out")).date()
            self.ranges[employee.id, first, last] = True

    def domain(self, slack=0):
        """Return the domain of the days that the rows cover.

        :param slack: days more at both ends.
        """
        more = timedelta(days=slack)
        return Domain.OR(
            Domain("employee_id", "=", employee)
            & Domain("date", ">=", first - more)
            & Domain("date", "<=", last + more)
            for employee, first, last in self.ranges
        )


def get_bulk(env):
    """Return the bulk the context carries; a remote call's context can carry none."""
    bulk = env.context.get(BULK)
    return bulk if isinstance(bulk, Bulk) else None


def suspect_rows(rows):
    """The rows among these that Odoo might refuse, in the order given.

    Odoo would find nothing wrong with a row if the one before it ends in time, none
    begins with it or inside it, and, while it is open, none else is.
    """
    rows.flush_model(["employee_id", "check_in", "check_out"])
    suspect = rows.env.execute_query(
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
            ids=rows.ids,
        )
    )
    ids = {row_id for (row_id,) in suspect}
    return rows.filtered(lambda row: row.id in ids)


def present_employees(env, vals_list):
    """The ids of employees who are present at the check-in of the values given."""
    if not vals_list:
        return set()
    rows = env.execute_query(
        SQL(
            """SELECT DISTINCT a.employee_id
                 FROM unnest(%s, %s::timestamp[]) AS absence(employee_id, at)
                 JOIN hr_attendance a ON a.employee_id = absence.employee_id
                  AND a.check_in <= at AND (a.check_out IS NULL OR a.check_out > at)""",
            [vals["employee_id"] for vals in vals_list],
            [vals["check_in"] for vals in vals_list],
        )
    )
    return {employee_id for (employee_id,) in rows}

"""Date the archiving of people who were archived without a departure date."""

from odoo.tools import SQL


def migrate(cr, version):
    """Take the end of their last attendance: later punches made none, and make none now."""
    cr.execute(
        SQL(
            """UPDATE hr_employee e
                  SET biometric_archived_at = coalesce(
                      (SELECT max(coalesce(a.check_out, a.check_in))
                         FROM hr_attendance a WHERE a.employee_id = e.id)
                      + interval '1 second', e.write_date)
                WHERE NOT e.active AND e.biometric_archived_at IS NULL"""
        )
    )

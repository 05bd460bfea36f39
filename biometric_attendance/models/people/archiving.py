"""When people were archived who were so before anybody noted the moment."""

from odoo.tools import SQL


def date_archivings(cr):
    """Note the end of their last attendance, or else their last change.

    Without it they would be employed for good, and a terminal's old punches count.
    """
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

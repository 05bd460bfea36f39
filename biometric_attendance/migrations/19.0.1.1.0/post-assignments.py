"""Give every linked PIN its history: it has been the present owner's from the beginning."""

from odoo.tools import SQL

from odoo.addons.biometric_attendance.rules.assignments import BEGINNING


def migrate(cr, version):
    """Make the assignments of device users that have an owner and no history yet."""
    cr.execute(
        SQL(
            """INSERT INTO biometric_assignment
                      (device_id, pin, employee_id, partner_id, since,
                       create_uid, create_date, write_uid, write_date)
               SELECT device_id, pin, employee_id, partner_id, %s,
                      create_uid, create_date, write_uid, write_date
                 FROM biometric_device_user u
                WHERE coalesce(employee_id, partner_id) IS NOT NULL
                  AND NOT EXISTS (SELECT 1 FROM biometric_assignment a
                                   WHERE a.device_id = u.device_id AND a.pin = u.pin)""",
            BEGINNING,
        )
    )

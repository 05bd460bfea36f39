"""SQL of who has the PIN of a punch at the punch's instant."""

from odoo.tools import SQL


def join_owner(punch, device):
    """SQL that joins the device user, ``u``, and its owner at the punch's instant, ``o``.

    The device user knows its present owner and the span of that; the history is asked
    about punches before or after it alone, and where the device user was deleted. The
    days of access are of the present owner: punches of others have none.

    :param punch: name of the relation that has ``pin`` and ``instant``.
    :param device: SQL of the punch's device, or its id.
    """
    values = {
        "pin": SQL.identifier(punch, "pin"),
        "instant": SQL.identifier(punch, "instant"),
        "device": device,
    }
    other = SQL(
        """(u.id IS NULL OR %(instant)s < u.assigned_since
            OR %(instant)s >= u.assigned_until)""",
        **values,
    )
    return SQL(
        """
        LEFT JOIN biometric_device_user u
               ON u.device_id = %(device)s AND u.pin = %(pin)s
        LEFT JOIN LATERAL (
             SELECT a.employee_id, a.partner_id FROM biometric_assignment a
              WHERE %(other)s AND a.device_id = %(device)s AND a.pin = %(pin)s
                AND a.since <= %(instant)s
              ORDER BY a.since DESC LIMIT 1) h ON TRUE
        CROSS JOIN LATERAL (
             SELECT CASE WHEN %(other)s THEN h.employee_id
                         ELSE u.employee_id END AS employee_id,
                    CASE WHEN %(other)s THEN h.partner_id
                         ELSE u.partner_id END AS partner_id,
                    CASE WHEN %(other)s THEN NULL ELSE u.windows END AS windows) o
        """,
        other=other,
        **values,
    )

"""Note the place in the list of users that older punches named instead of the PIN."""

from odoo.tools import SQL


def migrate(cr, version):
    """Read it from the rows kept as text: those of 8 bytes, and live ones of 10 or 14.

    No other lines look like these, which are of terminals that are polled.
    """
    cr.execute(
        SQL(
            """UPDATE biometric_punch
                  SET user_uid = get_byte(uid, 0) + 256 * get_byte(uid, 1)
                 FROM (SELECT p.id AS punch_id,
                              decode(left(split_part(p.line, ' ', 2), 4), 'hex') AS uid
                         FROM biometric_punch p
                        WHERE p.user_uid IS NULL
                          AND p.line ~
                              '^(8[ab] [0-9a-f]{16}|live ([0-9a-f]{20}|[0-9a-f]{28})) '
                      ) AS told
                WHERE id = punch_id"""
        )
    )

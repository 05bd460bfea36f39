"""SQL that moves punches of numbered events past one another.

An event is known by its number and instant, too. Terminals count anew now and then, so
another punch may have the number at the very instant that this one gets.
"""

from odoo.tools import SQL

# What is before the number of a punch while it is moved: this, and its id.
ASIDE = "~%~%"
ASIDE_PATTERN = "^~[0-9]+~"


def set_numbers_aside(device, became):
    """Take the number from punches that would meet another one's while they are moved.

    The other one may be moved, too, or be one that is not read again.

    :param became: SQL of what each punch becomes.
    """
    device.env.cr.execute(
        SQL(
            """
            WITH became AS (%(became)s)
            UPDATE biometric_punch p SET number = '~' || p.id || '~' || p.number
              FROM became j
             WHERE p.id = j.id AND j.number IS NOT NULL AND NOT j.closed
               AND j.instant <> j.former
               AND (EXISTS (SELECT FROM became other
                             WHERE other.number = j.number AND other.pin = j.pin
                               AND other.id <> j.id
                               AND j.instant IN (other.former, other.instant))
                    OR EXISTS (SELECT FROM biometric_punch other
                                WHERE other.device_id = %(device)s
                                  AND other.number = j.number AND other.pin = j.pin
                                  AND other.id <> j.id AND other.instant = j.instant))
            """,
            became=became,
            device=device.id,
        )
    )


def give_numbers_back(device, pins):
    """Give the numbers back; where two became one event, the first keeps it.

    For the other one it is among what else the terminal sent of the event.
    """
    device.env.cr.execute(
        SQL(
            """
            WITH aside AS (
                SELECT p.id, p.bare AS number,
                       row_number() OVER (PARTITION BY p.pin, p.bare, p.instant
                                              ORDER BY p.id) = 1
                       AND NOT EXISTS (
                           SELECT FROM biometric_punch other
                            WHERE other.device_id = p.device_id AND other.pin = p.pin
                              AND other.number = p.bare
                              AND other.instant = p.instant) AS keeps
                  FROM (SELECT *, regexp_replace(number, %(pattern)s, '') AS bare
                          FROM biometric_punch
                         WHERE device_id = %(device)s AND pin = ANY(%(pins)s)
                           AND number LIKE %(aside)s) AS p
            )
            UPDATE biometric_punch p
               SET number = CASE WHEN a.keeps THEN a.number END,
                   other_tellings = CASE WHEN a.keeps THEN p.other_tellings ELSE
                       '{"tellings": []}' || coalesce(p.other_tellings, '{}')
                       || jsonb_build_object('numbers',
                          coalesce(p.other_tellings->'numbers', '[]')
                          || jsonb_build_array(a.number)) END
              FROM aside a WHERE a.id = p.id
            """,
            device=device.id,
            pins=list(pins),
            aside=ASIDE,
            pattern=ASIDE_PATTERN,
        )
    )

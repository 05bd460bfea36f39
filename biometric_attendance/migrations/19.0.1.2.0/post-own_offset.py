"""Note which stored punches came with the distance of their clock from UTC."""


def migrate(cr, version):
    """Mark punches whose line has a distance from UTC, which no zone of a device changes.

    It is in the eleventh column of a row, with its sign, or follows the time of day.
    """
    cr.execute(
        r"""
        UPDATE biometric_punch
           SET own_offset = TRUE
         WHERE own_offset IS NULL
               AND (split_part(line, E'\t', 11) ~ '^[+-][0-9]{1,5}$'
                    OR line ~ '[0-9]{2}:[0-9]{2}:[0-9]{2} *(GMT|UTC)? *[+-][0-9]{2}:?[0-5][0-9]')
        """
    )

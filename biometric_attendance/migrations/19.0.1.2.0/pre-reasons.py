"""Give each stored outcome a reason: the database now refuses one without."""


def migrate(cr, version):
    """Fill the reasons of punches and corrections, before the columns are made required.

    A reason that does not follow from the outcome is told by the next pairing.
    """
    cr.execute(
        """
          WITH devices AS (
               SELECT d.id, to_char(d.import_since AT TIME ZONE 'UTC'
                                    AT TIME ZONE coalesce(z.name, 'UTC'),
                                    'YYYY-MM-DD HH24:MI') AS since
                 FROM biometric_device d
            LEFT JOIN pg_timezone_names z ON z.name = d.tz)
        UPDATE biometric_punch p
           SET reason = CASE p.outcome
                   WHEN 'unmapped' THEN 'nobody'
                   WHEN 'visit' THEN 'visit'
                   WHEN 'before_start' THEN 'too_old'
                   WHEN 'clock_error' THEN 'clock_ahead'
                   WHEN 'discarded' THEN 'discarded'
                   WHEN 'denied' THEN 'access_ended'
                   WHEN 'inactive_employee' THEN 'not_employed'
                   ELSE 'queued' END,
               detail = CASE
                   WHEN p.outcome = 'before_start' THEN d.since
                   WHEN p.outcome = 'clock_error' AND p.instant > p.received_at THEN
                        format('+%s:%s h',
                               floor(extract(epoch FROM p.instant - p.received_at) / 3600),
                               to_char(p.instant - p.received_at, 'MI'))
                   ELSE p.detail END
          FROM devices d
         WHERE d.id = p.device_id AND p.reason IS NULL
        """
    )
    cr.execute(
        """
        UPDATE biometric_correction
           SET reason = CASE state WHEN 'withdrawn' THEN 'withdrawn' ELSE 'queued' END
         WHERE reason IS NULL
        """
    )

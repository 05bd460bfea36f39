"""Finders of causes that are rows of other tables, counted by device."""

from datetime import timedelta

from odoo.tools import SQL

from ..push.encryption import ENCRYPTED
from .finding import Finding, select_devices

# How long a command that failed and was not given again is an open alert.
FAILED_WITHIN = timedelta(days=1)


def _count(moment, counted):
    """Return the findings of a query of device, first or last moment, and number."""
    join = SQL("JOIN (%s) n ON n.device_id = d.id", counted)
    columns = SQL("coalesce(n.since, %s), n.number", moment.now)
    rows = select_devices(moment, columns, SQL("TRUE"), join)
    return [Finding(*row) for row in rows]


def find_commands(moment):
    """Find devices with commands that failed lately, without a later one in their place."""
    return _count(
        moment,
        SQL(
            """SELECT c.device_id, max(c.finished_at) AS since,
                      count(DISTINCT coalesce(c.target, c.id::varchar)) AS number
                 FROM biometric_command c
                WHERE c.state IN ('failed', 'expired') AND c.finished_at > %s
                      AND NOT EXISTS (
                          SELECT FROM biometric_command l
                           WHERE l.device_id = c.device_id AND l.target = c.target
                                 AND l.id > c.id AND l.state NOT IN ('failed', 'expired'))
             GROUP BY c.device_id""",
            moment.now - FAILED_WITHIN,
        ),
    )


def find_encrypted(moment):
    """Find devices of which messages wait for the right encryption key."""
    return _count(moment, _waiting_messages(SQL("=")))


def find_messages(moment):
    """Find devices of which messages wait that could not be read."""
    return _count(moment, _waiting_messages(SQL("IS DISTINCT FROM")))


def _waiting_messages(operator):
    return SQL(
        """SELECT device_id, min(received_at) AS since, count(*) AS number
             FROM biometric_message WHERE state = 'new' AND "table" %s %s
         GROUP BY device_id""",
        operator,
        ENCRYPTED,
    )


def find_unmapped(moment):
    """Find devices with users who have punches and are nobody's."""
    return _count(
        moment,
        SQL(
            """SELECT u.device_id, min(u.create_date) AS since, count(*) AS number
                 FROM biometric_device_user u
                WHERE u.employee_id IS NULL AND u.partner_id IS NULL
                      AND EXISTS (SELECT FROM biometric_punch p
                                   WHERE p.device_id = u.device_id AND p.pin = u.pin
                                         AND p.outcome = 'unmapped')
             GROUP BY u.device_id"""
        ),
    )

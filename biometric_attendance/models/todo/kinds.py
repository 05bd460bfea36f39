"""The kinds of things to do, and the queries that find them."""

from typing import NamedTuple

from odoo.tools import SQL

from ..punch.anomaly import AMBIGUOUS, CAUSES, IS_ANOMALY, causes_by
from ..push.encryption import ENCRYPTED

# Alerts of what other kinds list one by one.
LISTED_OTHERWISE = ("unmapped", "pending", "messages")
# Each kind takes the ids that leave its own remainder.
MAX_KINDS = 16


class Kind(NamedTuple):
    """A kind of thing to do.

    :param label: its name on the screens; Odoo translates labels of selections.
    :param verb: what its button says.
    :param columns: what its query gives of ``COLUMNS``.
    :param query: its rows. ``key`` differs in all of them; ``number`` is how many
        records it is about.
    """

    key: str
    label: str
    verb: str
    columns: str
    query: str


COLUMNS = {
    "company_id": "int",
    "employee_id": "int",
    "partner_id": "int",
    "device_id": "int",
    "user_id": "int",
    "alert_id": "int",
    "device_user_id": "int",
    "pass_id": "int",
    "request_id": "int",
    "file_import_id": "int",
    "cause": "varchar",
}

_CAUSE = f"""CASE WHEN p.outcome IN {causes_by("outcome")} THEN p.outcome
                  WHEN p.reason IN {causes_by("reason")} THEN p.reason
                  ELSE 'ambiguous_hour' END"""

# In the order in which they are listed.
KINDS = (
    Kind(
        "alert",
        "Something Is Wrong",
        "Look",
        "company_id, device_id, user_id, alert_id",
        f"""SELECT a.id AS key, a.since, a.device_count AS number,
                   a.company_id, a.device_id, a.user_id, a.id AS alert_id
              FROM biometric_alert a
             WHERE a.closed_at IS NULL AND a.cause NOT IN {LISTED_OTHERWISE}
                   AND (a.muted_until IS NULL OR a.muted_until < %(today)s)""",
    ),
    Kind(
        "pending",
        "Terminals to Approve",
        "Approve",
        "company_id, device_id",
        """SELECT d.id AS key, d.create_date AS since, 1 AS number,
                  d.company_id, d.id AS device_id
             FROM biometric_device d
            WHERE d.state = 'pending' AND d.active""",
    ),
    Kind(
        "unmapped",
        "Unknown PINs",
        "Match",
        "company_id, device_id, device_user_id",
        # Grouped before it is joined: the index alone has all it needs.
        """SELECT u.id AS key, u.create_date AS since, p.number,
                  d.company_id, d.id AS device_id, u.id AS device_user_id
             FROM (SELECT device_id, pin, count(*) AS number
                     FROM biometric_punch WHERE outcome = 'unmapped'
                 GROUP BY device_id, pin) p
             JOIN biometric_device_user u ON u.device_id = p.device_id AND u.pin = p.pin
             JOIN biometric_device d ON d.id = u.device_id
            WHERE u.employee_id IS NULL AND u.partner_id IS NULL""",
    ),
    Kind(
        "renamed",
        "Another Person?",
        "Decide",
        "company_id, employee_id, partner_id, device_id, device_user_id",
        """SELECT u.id AS key, u.renamed_at AS since,
                  (SELECT count(*) FROM biometric_punch p
                    WHERE p.device_id = u.device_id AND p.pin = u.pin
                          AND p.instant >= u.renamed_at) AS number,
                  d.company_id, u.employee_id, u.partner_id, d.id AS device_id,
                  u.id AS device_user_id
             FROM biometric_device_user u
             JOIN biometric_device d ON d.id = u.device_id
            WHERE u.renamed_at IS NOT NULL
                  AND (u.employee_id IS NOT NULL OR u.partner_id IS NOT NULL)""",
    ),
    Kind(
        "anomaly",
        "Punches to Correct",
        "Correct",
        "company_id, employee_id, cause",
        f"""SELECT min(p.id) AS key, min(p.instant) AS since, sum(p.number) AS number,
                   e.company_id, e.id AS employee_id, p.cause
              FROM (SELECT p.employee_id, {_CAUSE} AS cause, min(p.id) AS id,
                           min(p.instant) AS instant, count(*) AS number
                      FROM biometric_punch p WHERE {IS_ANOMALY}
                  GROUP BY p.employee_id, p.outcome, p.reason) p
              JOIN hr_employee e ON e.id = p.employee_id
             WHERE p.cause <> 'inactive_employee' OR e.active
          GROUP BY e.company_id, e.id, p.cause""",
    ),
    Kind(
        "request",
        "Corrections Asked For",
        "Decide",
        "company_id, employee_id, request_id",
        """SELECT r.id AS key, r.create_date AS since, 1 AS number,
                  e.company_id, e.id AS employee_id, r.id AS request_id
             FROM biometric_correction_request r
             JOIN hr_employee e ON e.id = r.employee_id
            WHERE r.state = 'requested'""",
    ),
    Kind(
        "message",
        "Unreadable Lines",
        "Read",
        "company_id, device_id",
        f"""SELECT d.id AS key, m.since, m.number, d.company_id, d.id AS device_id
              FROM (SELECT device_id, min(received_at) AS since, count(*) AS number
                      FROM biometric_message
                     WHERE state = 'new' AND "table" IS DISTINCT FROM '{ENCRYPTED}'
                  GROUP BY device_id) m
              JOIN biometric_device d ON d.id = m.device_id""",
    ),
    Kind(
        "file",
        "Files to Check",
        "Check",
        "company_id, device_id, file_import_id",
        # Those of a person who tries a file are that person's own affair.
        """SELECT i.id AS key, i.create_date AS since, 1 AS number,
                  i.company_id, i.device_id, i.id AS file_import_id
             FROM biometric_file_import i
            WHERE i.state = 'failed' OR i.state = 'draft' AND i.folder_id IS NOT NULL""",
    ),
    Kind(
        "pass",
        "Passes That End",
        "Renew",
        "company_id, employee_id, partner_id, pass_id",
        # As in the reminder: a pass is renewed once later ones hold in all its groups.
        """SELECT s.id AS key, 1 AS number,
                  (s.last_day - c.biometric_expiry_days)::timestamp AS since,
                  s.company_id, s.employee_id, s.partner_id, s.id AS pass_id
             FROM biometric_access_pass s
             JOIN res_company c ON c.id = s.company_id
            WHERE s.active AND s.last_day >= %(today)s
                  AND s.last_day <= %(today)s + c.biometric_expiry_days
                  AND EXISTS (
                      SELECT FROM biometric_access_pass_biometric_device_group_rel g
                       WHERE g.biometric_access_pass_id = s.id AND NOT EXISTS (
                             SELECT FROM biometric_access_pass l
                               JOIN biometric_access_pass_biometric_device_group_rel o
                                 ON o.biometric_access_pass_id = l.id
                              WHERE o.biometric_device_group_id
                                    = g.biometric_device_group_id
                                    AND l.id <> s.id AND l.active
                                    AND (l.employee_id = s.employee_id
                                         OR l.partner_id = s.partner_id)
                                    AND l.first_day <= s.last_day + 1
                                    AND (l.last_day IS NULL
                                         OR l.last_day > s.last_day)))""",
    ),
)
VERBS = {kind.key: kind.verb for kind in KINDS}
CAUSE_TITLES = [
    *((cause.key, cause.title) for cause in CAUSES),
    (AMBIGUOUS.key, AMBIGUOUS.title),
]


def all_rows(today):
    """Return the SQL of all things to do, each with an id that is no other row's.

    :param today: the user's day.
    """
    parts = [_rows(number, kind, today) for number, kind in enumerate(KINDS)]
    return SQL(" UNION ALL ").join(parts)


def _rows(number, kind, today):
    given = set(kind.columns.split(", "))
    columns = ", ".join(
        f"t.{name}" if name in given else f"NULL::{type_} AS {name}"
        for name, type_ in COLUMNS.items()
    )
    return SQL(
        f"""SELECT t.key::bigint * {MAX_KINDS} + {number} AS id,
                   '{kind.key}'::varchar AS kind, {number} AS sequence,
                   t.since, t.number::int AS number, {columns}
              FROM ({kind.query}) AS t""",
        **({"today": today} if "%(today)s" in kind.query else {}),
    )

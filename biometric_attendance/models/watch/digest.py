"""What a person's morning mail says, read with that person's own rights."""

from ast import literal_eval
from datetime import datetime, timedelta
from typing import NamedTuple

import pytz

from odoo.fields import Domain

from .activities import get_local
from .causes import SILENT_CAUSES

LOOK_BACK = timedelta(days=1)
# Anomalies older than this are no news.
ANOMALIES_SINCE = timedelta(days=30)
MAX_LISTED = 20
MODULE = "biometric_attendance"
NOBODYS = Domain("employee_id", "=", False) & Domain("partner_id", "=", False)


class Line(NamedTuple):
    """Something that waits for people: how much, and where to find it."""

    label: str
    count: int
    url: str


class Absent(NamedTuple):
    """A person who came and did not go.

    :param since: naive UTC.
    """

    name: str
    since: datetime


class Digest(NamedTuple):
    """The content of one mail.

    :param silent: alerts of what fell silent since the day before, or is silent.
    :param alerts: the other open alerts.
    :param waiting: :class:`Line` of all that waits for people.
    :param absent: who came before today and has no check-out, the last of them.
    :param absent_count: how many these are.
    """

    silent: list
    alerts: list
    waiting: list
    absent: list
    absent_count: int

    def __bool__(self):
        return bool(self.silent or self.alerts or self.waiting or self.absent)


def prepare(env, company, now):
    """Return the digest of the user of ``env``."""
    alerts = env["biometric.alert"].search(
        [("user_id", "=", env.uid), ("company_id", "=", company.id)]
    )
    is_open = alerts.filtered(lambda alert: not alert.closed_at)
    silent = alerts.filtered(lambda alert: alert.cause in SILENT_CAUSES)
    since = now - LOOK_BACK
    lately = silent.filtered(lambda alert: not alert.folded and alert.since >= since)
    silent = (silent & is_open) | lately
    absent, count = _get_absent(env, company, now)
    return Digest(
        list(silent),
        list(is_open - silent),
        _get_waiting(env, company, now),
        absent,
        count,
    )


def _get_waiting(env, company, now):
    """Return what waits, of what the user may see."""
    device = Domain("device_id.company_id", "in", (company.id, False))
    anomalies = env.ref(f"{MODULE}.biometric_anomaly_action").sudo().domain
    recent = Domain("instant", ">=", now - ANOMALIES_SINCE)
    counted = (
        (env._("Anomalies"), "biometric.punch", "biometric_anomaly_action",
         device & recent & Domain(literal_eval(anomalies))),
        (env._("People to match"), "biometric.device.user", "biometric_device_user_action",
         device & NOBODYS),
        (env._("Messages to look at"), "biometric.message", "biometric_message_action",
         device & Domain("state", "=", "new")),
        (env._("Terminals to approve"), "biometric.device", "biometric_device_action",
         Domain("state", "=", "pending") & Domain("last_seen", "!=", False)),
    )  # fmt: skip
    lines = []
    for label, model, action, domain in counted:
        records = env[model]
        count = records.search_count(domain) if records.has_access("read") else 0
        if count:
            lines.append(Line(label, count, get_url(env, f"action-{MODULE}.{action}")))
    return lines


def _get_absent(env, company, now):
    """Return who came and has not gone, as far as is known, the last first."""
    midnight = get_local(company, now).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    begun = midnight.astimezone(pytz.utc).replace(tzinfo=None)
    own = Domain("employee_id.company_id", "=", company.id)
    sources = (
        ("hr.attendance", "check_in",
         Domain("check_out", "=", False) & Domain("check_in", "<", begun)),
        ("biometric.punch", "instant",
         Domain("outcome", "=", "missing_check_out")
         & Domain("instant", ">=", begun - LOOK_BACK)),
    )  # fmt: skip
    found, count = [], 0
    for model, moment, domain in sources:
        records = env[model]
        if not records.has_access("read"):
            continue
        count += records.search_count(own & domain)
        rows = records.search(own & domain, order=f"{moment} desc", limit=MAX_LISTED)
        found += [Absent(row.sudo().employee_id.name, row[moment]) for row in rows]
    found.sort(key=lambda each: each.since, reverse=True)
    return found[:MAX_LISTED], count


def get_url(env, path):
    """Return the address of a page of the web client."""
    return f"{env['ir.config_parameter'].sudo().get_param('web.base.url')}/odoo/{path}"

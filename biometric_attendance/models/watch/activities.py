"""Activities: who is told of an alert, and when not."""

from datetime import timedelta

import pytz
from markupsafe import Markup

from odoo import fields
from odoo.tools import SQL

from ...rules.opening import is_quiet
from ..isolation import isolate

ACTIVITY_TYPE = "biometric_attendance.activity_type_alert"
# How long nobody is told again of what a person was done with while it lasted.
DONE_FOR = timedelta(days=1)
MAX_LINKS = 10


def get_zone(company):
    """Return the name of a company's time zone."""
    return company.partner_id.tz or company.resource_calendar_id.tz or "UTC"


def get_local(company, now):
    """Return the wall clock of a company.

    :param now: naive UTC.
    """
    return pytz.utc.localize(now).astimezone(pytz.timezone(get_zone(company)))


def is_quiet_now(company, now):
    local = get_local(company, now)
    hour = local.hour + local.minute / 60
    quiet = company.biometric_quiet_from, company.biometric_quiet_until
    return is_quiet(hour, *quiet)


def is_muted(alert, now):
    """Whether somebody muted an alert until today or a later day."""
    until = alert.muted_until
    return bool(until and until >= get_local(alert.company_id, now).date())


def update_activities(alerts, now):
    """Make the activities that are missing, and change those that say something else."""
    alerts.activity_id.fetch(["active", "summary", "user_id"])
    active = alerts.filtered(lambda alert: alert.activity_id.active)
    _note_done((alerts - active).filtered("notified_at"), now)
    withdraw_muted(active, now)
    active = active.filtered("activity_id")
    if active:
        isolate(active, _rewrite_outdated, _note_failure)
    missing = (alerts - active).filtered(lambda alert: _needs_activity(alert, now))
    if missing:
        isolate(missing, lambda alerts: _create_activities(alerts, now), _note_failure)


def _note_done(alerts, now):
    """Note that a person is done with the activities, or deleted them."""
    for alert in alerts.filtered(
        lambda alert: not alert.done_at and not alert.not_notified
    ):
        alert.write({"done_at": now, "done_count": alert.device_count})


def _needs_activity(alert, now):
    if not alert.user_id or alert.gone_at or is_muted(alert, now):
        return False
    if is_quiet_now(alert.company_id, now):
        return False
    if not alert.done_at or alert.device_count > alert.done_count:
        return True
    return not alert._get_cause().event and alert.done_at <= now - DONE_FOR


def _is_outdated(alert):
    activity = alert.activity_id
    summary = _in_their_language(alert)._get_summary()
    return activity.summary != summary or activity.user_id != alert.user_id


def _in_their_language(alert):
    """The alert in the language and zone of who is told of it, with the zone's name.

    The text is stored and sent by mail, where no screen tells which zone it is.
    """
    user = alert.user_id
    tz = user.tz or get_zone(alert.company_id)
    return alert.with_context(lang=user.lang, tz=tz, biometric_name_zone=True)


def _rewrite_outdated(alerts):
    for alert in alerts.filtered(_is_outdated):
        activity = alert.activity_id
        values = _get_text(alert)
        if activity.user_id != alert.user_id:
            values["user_id"] = alert.user_id.id
        activity.with_context(mail_notify_force_send=False).write(values)


def _create_activities(alerts, now):
    """Make an activity of each alert; its mail waits in the queue, as any other."""
    env = alerts.env
    type_id = env["ir.model.data"]._xmlid_to_res_id(ACTIVITY_TYPE)
    values = [
        {
            **_get_text(alert),
            "activity_type_id": type_id,
            "automated": True,
            "date_deadline": _get_deadline(alert, now),
            "res_model_id": env["ir.model"]._get_id(alert._get_record()._name),
            "res_id": alert._get_record().id,
            "user_id": alert.user_id.id,
        }
        for alert in alerts
    ]
    model = env["mail.activity"].with_context(mail_notify_force_send=False)
    for alert, activity in zip(alerts, model.create(values), strict=True):
        alert.write(
            {
                "activity_id": activity.id,
                "notified_at": now,
                "done_at": False,
                "not_notified": False,
            }
        )


def _get_deadline(alert, now):
    """Return today, where the person is who is told."""
    return fields.Datetime.context_timestamp(_in_their_language(alert), now).date()


def _get_text(alert):
    alert = _in_their_language(alert)
    links = alert.device_ids[:MAX_LINKS] if not alert.device_id else ()
    note = Markup("<p>%s</p><p>%s</p><p>%s</p>") % (
        alert.description,
        alert.advice,
        Markup(" · ").join(
            record._get_html_link(record.display_name) for record in (*links, alert)
        ),
    )
    return {"summary": alert._get_summary(), "note": note}


def _note_failure(alert):
    """Note by SQL that nobody could be told: whatever failed may fail once more."""
    alert.env.cr.execute(
        SQL("UPDATE biometric_alert SET not_notified = TRUE WHERE id = %s", alert.id)
    )
    alert.invalidate_recordset(["not_notified"])


def withdraw_muted(alerts, now):
    """Delete the activities of muted alerts."""
    muted = alerts.filtered(lambda alert: is_muted(alert, now))
    if muted:
        muted.activity_id.unlink()
        muted.write({"notified_at": False, "done_at": False})


def close_activities(alerts):
    """Mark the activities done, or delete those that a larger alert replaces."""
    alerts.filtered("folded").activity_id.unlink()
    for alert in alerts:
        activity = alert.activity_id.filtered("active")
        if activity:
            translated = _in_their_language(alert)
            activity.with_context(lang=alert.user_id.lang).action_feedback(
                translated.env._("Over by itself.")
            )

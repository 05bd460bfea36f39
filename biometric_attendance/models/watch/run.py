"""The run of the watch: alerts are opened, changed and closed, and people told.

Nothing is written where nothing changed.
"""

from datetime import timedelta

from odoo.fields import Command, Domain

from ...rules.alerts import DEVICE, PERSON, SITE
from .. import locks
from ..isolation import isolate
from .activities import close_activities, update_activities
from .causes import CAUSES, SILENT_CAUSES
from .collect import Collection, find_causes

# What was over for less than this before it is back comes and goes: it is closed once it
# was over for as long.
CALM = timedelta(hours=1)
ONLY = 0  # the key of the lock: there is one watch of a database


def run(model, now):
    """Bring the alerts to what is wrong now, unless another run does.

    :param model: of alerts, as superuser.
    :param now: naive UTC.
    """
    env = model.env
    if not locks.try_lock_in_transaction(env, locks.WATCH, ONLY):
        return
    env.flush_all()
    found = find_causes(env, now)
    open_alerts = model.search([("closed_at", "=", False)])
    silent_before = _get_silent(open_alerts)
    wanted = Collection(env, found, open_alerts).get_wanted()
    current = {_get_key(alert): alert for alert in open_alerts}
    gone = [
        alert.id
        for key, alert in current.items()
        if key not in wanted and alert.cause in found
    ]
    _end(model.browse(gone), wanted, now)
    for key in wanted.keys() & current.keys():
        _update(current[key], wanted[key])
    _open(model, [each for key, each in wanted.items() if key not in current], now)
    still_open = model.search([("closed_at", "=", False)])
    _notify_webhooks(silent_before, _get_silent(still_open))
    update_activities(still_open, now)


def _get_silent(alerts):
    """Return the devices that alerts say are silent; those that may be back are not."""
    silent = alerts.filtered(
        lambda alert: alert.cause in SILENT_CAUSES and not alert.gone_at
    )
    return silent.device_ids


def _notify_webhooks(before, now):
    """Queue calls of webhooks for devices that have become silent, and that are back."""
    webhooks = before.env["biometric.webhook"]
    for event, devices in (
        ("device.silent", now - before),
        ("device.back", before - now),
    ):
        if devices and webhooks._is_followed(event):
            webhooks._queue_devices(event, devices)


def _get_key(alert):
    return alert.cause, alert.company_id.id, alert._get_subject()


def _end(alerts, wanted, now):
    """Close alerts whose cause is gone, at once or when it has been calm for a while."""
    concerned = {
        (each.cause, device) for each in wanted.values() for device in each.devices
    }
    closed = alerts.browse()
    for alert in alerts:
        elsewhere = any(
            (alert.cause, device) in concerned for device in alert.device_ids.ids
        )
        if alert.returning and not elsewhere:
            if not alert.gone_at:
                alert.gone_at = now
            if now - alert.gone_at < CALM:
                continue
        if alert.folded != elsewhere:
            alert.folded = elsewhere
        closed += alert
    if closed:
        isolate(closed, lambda alerts: _close(alerts, now))


def _close(alerts, now):
    close_activities(alerts)
    alerts.write({"closed_at": now, "not_notified": False})


def _get_values(each):
    return {
        "user_id": each.user.id,
        "device_count": len(each.devices),
        "number": each.number,
    }


def _update(alert, each):
    """Write what is different of an open alert."""
    values = {"gone_at": False, **_get_values(each)}
    changed = {
        name: value
        for name, value in values.items()
        if alert._fields[name].convert_to_write(alert[name], alert) != value
    }
    if set(alert.device_ids.ids) != set(each.devices):
        changed["device_ids"] = [Command.set(each.devices)]
    if CAUSES[alert.cause].event and each.since > alert.since:
        changed |= {"since": each.since, "done_at": False, "notified_at": False}
    if changed:
        alert.write(changed)


def _open(model, wanted, now):
    """Open alerts: those that were there before once more."""
    if not wanted:
        return
    before = {_get_key(alert): alert for alert in _search_closed(model, wanted)}
    new = []
    for each in wanted:
        values = {
            **_get_values(each),
            "device_ids": [Command.set(each.devices)],
            "since": each.since,
            "opened_at": now,
        }
        alert = before.get(each.key)
        if alert:
            recent = not alert.folded and alert.closed_at > now - CALM
            reset = dict.fromkeys(
                ("closed_at", "gone_at", "done_at", "notified_at"), False
            )
            times = {"times": alert.times + 1, "returning": recent, "folded": False}
            alert.write({**values, **reset, **times})
        else:
            new.append({**values, **_get_subject_values(each)})
    if new:
        model.create(new)


def _get_subject_values(each):
    kind, of = each.subject
    return {
        "cause": each.cause,
        "company_id": each.company.id,
        "device_id": of if kind == DEVICE else False,
        "site_id": of if kind == SITE else False,
    }


def _search_closed(model, wanted):
    """Return the closed alerts of the same causes and subjects."""
    of = {
        kind: [each.subject.of for each in wanted if each.subject.kind == kind]
        for kind in (DEVICE, SITE, PERSON)
    }
    nothing = Domain("device_id", "=", False) & Domain("site_id", "=", False)
    subjects = Domain("device_id", "in", of[DEVICE]) | Domain("site_id", "in", of[SITE])
    if of[PERSON]:
        subjects |= nothing
    causes = sorted({each.cause for each in wanted})
    closed = Domain("closed_at", "!=", False) & Domain("cause", "in", causes)
    return model.search(closed & subjects)

"""What webhooks are told, written in the transaction that it tells of."""

import json
import uuid

from odoo import api, fields, models

from ..crons import trigger_cron

PUNCHES_PER_CALL = 100
DENIED = "denied"


class BiometricWebhook(models.Model):
    _inherit = "biometric.webhook"

    @api.model
    def _is_followed(self, *events):
        """Whether anybody follows one of these events; it costs no query."""
        followers = self._get_followers()
        return any(event in followers for event in events)

    @api.model
    def _queue_stored(self, punches):
        """Queue calls that tell of new punches."""
        self._queue_punches("punch.stored", punches)
        denied = punches.filtered(lambda punch: punch.outcome == DENIED)
        self._queue_punches("punch.denied", denied)

    @api.model
    def _queue_changed(self, punches, former):
        """Queue calls that tell of changed outcomes.

        :param former: values of before, ``{punch id: {name: value}}``.
        """
        changed = punches.filtered(
            lambda punch: former[punch.id]["outcome"] != punch.outcome
        )
        self._queue_punches("punch.changed", changed, former)
        denied = changed.filtered(lambda punch: punch.outcome == DENIED)
        self._queue_punches("punch.denied", denied, former)

    @api.model
    def _queue_devices(self, event, devices):
        """Queue calls that tell of devices."""
        followers = self._get_followers().get(event, {})
        for company, own in devices.sudo().grouped("company_id").items():
            for webhook in followers.get(company.id, ()):
                rows = [_describe_device(device) for device in own]
                self._queue_calls(event, [webhook], {"devices": rows})

    @api.model
    def _queue_punches(self, event, punches, former=None):
        followers = self._get_followers().get(event)
        if not followers or not punches:
            return
        for company, own in punches.grouped(
            lambda punch: punch.device_id.company_id
        ).items():
            webhooks = followers.get(company.id)
            if not webhooks:
                continue
            for start in range(0, len(own), PUNCHES_PER_CALL):
                part = own[start : start + PUNCHES_PER_CALL]
                rows = [_describe_punch(punch, former) for punch in part]
                self._queue_calls(event, webhooks, {"punches": rows})

    @api.model
    def _queue_calls(self, event, webhooks, data):
        """Write one call for each webhook."""
        values = []
        for webhook in webhooks:
            number = str(uuid.uuid4())
            payload = {
                "event": event,
                "id": number,
                "created": _write_moment(fields.Datetime.now()),
                **data,
            }
            values.append(
                {
                    "webhook_id": webhook,
                    "event": event,
                    "uid": number,
                    "payload": json.dumps(payload),
                }
            )
        self.env["biometric.webhook.delivery"].sudo().create(values)
        trigger_cron(self.env, "cron_webhook")


def _describe_punch(punch, former):
    """Return a punch as JSON values; people by their ids alone."""
    values = {
        "id": punch.id,
        "device": punch.device_id.serial,
        "user": punch.pin,
        "employee_id": punch.employee_id.id or None,
        "contact_id": punch.partner_id.id or None,
        "at": punch.device_time,
        "instant": _write_moment(punch.instant),
        "direction": punch.direction or None,
        "event": punch.number or None,
        "outcome": punch.outcome,
        "reason": punch.reason or None,
        "detail": punch.detail or None,
    }
    if former:
        values["former_outcome"] = former[punch.id]["outcome"]
    return values


def _describe_device(device):
    return {
        "id": device.id,
        "serial": device.serial,
        "name": device.name,
        "site": device.site_id.name or None,
        "bridge": device.bridge_id.name or None,
        "last_seen": _write_moment(device.last_seen) if device.last_seen else None,
    }


def _write_moment(moment):
    """Return naive UTC in ISO format with its zone."""
    return f"{moment.replace(microsecond=0).isoformat()}Z"

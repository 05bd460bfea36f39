"""Settings that a device asks for when it connects."""

import hashlib
from datetime import datetime, timedelta

from odoo import fields

from ...rules import clock
from ...terminals.calls import Settings
from ..command.queueing import CommandRequest

CODE_LENGTH = 32  # most characters of a code in any protocol
FULL_READ_SINCE = "2000-01-01"


def prepare_settings(device):
    """Return the settings of a device; without ``last_punch`` it sends everything."""
    return Settings(
        serial=device.serial,
        dialect=device.dialect,
        registered=device.registered,
        registry_code=registration_code(device, "registry"),
        session_code=registration_code(device, "session"),
        last_punch=_prepare_last_punch(device),
        offset_minutes=offset_minutes(device),
        **wanted_records(device),
    )


def registration_code(device, purpose):
    """Return a code of the protocol. It travels in clear, so it is a name, no proof."""
    base = device.env["ir.config_parameter"].sudo().get_param("database.uuid")
    text = f"{base}|{purpose}|{device.serial}"
    return hashlib.sha256(text.encode()).hexdigest()[:CODE_LENGTH]


def offset_minutes(device):
    """Return the present offset of the device's zone, east of UTC."""
    return clock.offset_minutes(clock.zone(device.tz), fields.Datetime.now())


def _prepare_last_punch(device):
    """Return where the device goes on, ``None`` where it sends everything.

    Only terminals with the command ``introduce`` read ``last_punch`` of their settings.
    """
    if "introduce" not in device._capabilities():
        return None
    if device.resend_all:
        device.write({"resend_all": False, "resent_at": fields.Datetime.now()})
        return None
    last = device.env["biometric.punch"].search_fetch(
        [("device_id", "=", device.id)], ["device_time"], limit=1, order="id desc"
    )
    return datetime.fromisoformat(last.device_time) if last else None


def wanted_records(device):
    """Return which biometric rows the terminal shall send: what its company stores."""
    company = device.company_id.sudo()
    return {
        "templates": company.biometric_store_templates,
        "photos": bool(company.biometric_photo_days),
    }


def queue_full_read(device):
    """Have a device without such settings send its whole memory by commands."""
    now = fields.Datetime.now()
    until = clock.wall(now, clock.zone(device.tz)) + timedelta(days=1)
    span = {"since": FULL_READ_SINCE, "until": str(until.date())}
    device.env["biometric.command"]._queue_all(
        [
            CommandRequest(device, "query_users", {}),
            CommandRequest(device, "query_punches", span),
        ]
    )
    device.write({"resend_all": False, "resent_at": now})

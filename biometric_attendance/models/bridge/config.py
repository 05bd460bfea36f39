"""What a bridge is told: the terminals it reaches, and how."""

import hashlib
import json

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from ...terminals.poll import SET_PUSH
from ..poll import schedule
from ..push.settings import wanted_records
from . import program
from .biometric_bridge import HEARTBEAT_SECONDS

PROTOCOL = 1
# Of the connection of a source: what the host that calls it decides.
HOSTS_OWN = ("allow_loopback", "read_table")


class BiometricBridge(models.Model):
    _inherit = "biometric.bridge"

    def _get_devices(self):
        """Return the approved terminals behind the bridge."""
        behind = schedule.APPROVED & Domain("bridge_id", "=", self.id)
        behind &= Domain("company_id", "=", self.company_id.id)
        return self.env["biometric.device"].search(behind, order="id")

    def _prepare_config(self):
        """Return the configuration, JSON values with secrets in them, and its ETag."""
        self.ensure_one()
        devices = self._get_devices()
        polled = devices.filtered(
            lambda each: each.polled and each._has_address() and not each.login_refused
        )
        calling = devices.filtered(lambda each: each._get_push())
        config = {
            "protocol": PROTOCOL,
            "bridge": {"id": self.id, "name": self.name},
            "interval": HEARTBEAT_SECONDS,
            "devices": [_prepare_device(device) for device in polled],
            "relay": {
                "port": self.relay_port or None,
                "brands": None,
                "devices": [_prepare_calling(device) for device in calling],
            },
            "sources": [_prepare_source(source) for source in self._get_sources()],
            "update": program.describe(self.update_automatic),
        }
        return config, _get_etag(config)


def _prepare_device(device):
    """Return what a polled terminal is called with, and what to ask it."""
    return {
        **_prepare_calling(device),
        "name": device.name,
        "tz": device.tz,
        "dialect": device.dialect,
        "polled": True,
        "values": device._get_connection_values(),
        "poll_minutes": device.poll_minutes,
        "live": device.live,
        "poll_requested": device.poll_requested,
        "plan": {
            "read_whole_log": schedule.wants_whole_log(device),
            "position": device.poll_position or None,
            "questions": _get_questions(device),
        },
    }


def _prepare_calling(device):
    """Return what a terminal is known by when it calls the relay."""
    return {
        "id": device.id,
        "brand": device.brand,
        "serial": device.serial,
        "encoding": device.encoding,
        "path_digest": device.sudo().path_digest or None,
    }


def _get_questions(device):
    """Return what the server wants to know of a terminal beside commands."""
    if device.poll_failures:
        return []
    users = device.users_outdated or schedule.wants_whole_log(device)
    wanted = {
        SET_PUSH: device._wants_push_set(),
        "information": not device.firmware,
        "templates": users and wanted_records(device)["templates"],
        "query_users": users,
    }
    asked = device._get_poll().questions
    return [kind for kind, is_wanted in wanted.items() if is_wanted and kind in asked]


def _prepare_source(source):
    """Return what a source is called with, and how far it was read."""
    values = {**source._get_connection_values(), "since": str(source.since)}
    for own in HOSTS_OWN:
        values.pop(own)
    return {
        "id": source.id,
        "brand": source.brand,
        "name": source.name,
        "values": values,
        "poll_minutes": source.poll_minutes,
        "position": source.position or None,
        "poll_requested": source.poll_requested,
    }


def _get_etag(config):
    moving = {"position": None, "poll_requested": False}
    stable = {
        **config,
        "devices": [_without_moving(each) for each in config["devices"]],
        "sources": [{**each, **moving} for each in config["sources"]],
    }
    text = json.dumps(stable, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _without_moving(device):
    """Return a device's values without those that change whenever it is polled."""
    return {
        **device,
        "plan": {**device["plan"], "position": None},
        "poll_requested": False,
    }


def take_requested_sources(bridge):
    """Return the ids of the sources somebody wants read now, and forget that.

    :rtype: list[int]
    """
    rows = bridge.env.execute_query(
        SQL(
            """UPDATE biometric_source SET poll_requested = FALSE
                WHERE bridge_id = %s AND poll_requested AND active RETURNING id""",
            bridge.id,
        )
    )
    bridge.env["biometric.source"].invalidate_model(["poll_requested"], flush=False)
    return sorted(number for (number,) in rows)


def take_requested(bridge):
    """Return the ids of the terminals somebody wants polled now, and forget that.

    :rtype: list[int]
    """
    rows = bridge.env.execute_query(
        SQL(
            """UPDATE biometric_device SET poll_requested = FALSE
                WHERE bridge_id = %s AND poll_requested AND active
                  AND state = 'approved' RETURNING id""",
            bridge.id,
        )
    )
    bridge.env["biometric.device"].invalidate_model(["poll_requested"], flush=False)
    return sorted(number for (number,) in rows)

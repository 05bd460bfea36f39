"""Commands for terminals behind a bridge: leased when the bridge asks for them."""

import json

from odoo import models

from ..command import encoding
from .config import take_requested, take_requested_sources


class BiometricBridge(models.Model):
    _inherit = "biometric.bridge"

    def _lease_commands(self, ids):
        """Return the next commands of terminals, leased to the bridge.

        :param ids: of terminals that answered the bridge lately, the others are left out.
        :return: ``[{"device", "id", "kind", "payload"}]`` in order.
        """
        devices = self._get_devices().filtered(
            lambda device: device.id in ids and device._has_address()
        )
        commands = self.env["biometric.command"]
        queued = [("device_id", "in", devices.ids), ("state", "in", ("queued", "sent"))]
        pending = commands._read_group(queued, ["device_id"]) if devices else []
        leased = []
        for [device] in pending:
            leased += [
                self._prepare_command(device, commands.browse(int(number)), text)
                for number, text in commands._lease(device)
            ]
        return leased

    def _prepare_command(self, device, command, text):
        payload = (
            json.loads(text)
            if device.polled
            else encoding.prepare_resumed_payload(command)
        )
        return {
            "device": device.id,
            "id": str(command.id),
            "kind": command.kind,
            "payload": payload,
        }

    def _take_requested(self):
        """Return what is to be polled now, and forget that somebody asked.

        :return: ids of terminals, and of sources.
        """
        return take_requested(self), take_requested_sources(self)

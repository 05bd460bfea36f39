"""Asking for commands: what is refused, replaced, undone, and split into steps."""

import json
from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...terminals import BRANDS
from ...terminals.commands import KINDS, check
from ...terminals.errors import ProtocolError

# A command nobody fetched by then is given up. A door is not unlocked hours later.
LIFETIME = timedelta(days=14)
LIFETIME_OF_DANGEROUS = timedelta(minutes=15)
# What makes two commands the same thing asked twice.
TARGET = ("pin", "kind", "slot", "index", "door", "since", "until", "text")
# A new command makes an older one about the same person pointless, if that still waits.
UNDOES = {
    "set_user": ("delete_user", "deny_access"),
    "delete_user": ("set_user", "grant_access", "set_template", "enroll"),
    "grant_access": ("deny_access",),
    "deny_access": ("grant_access",),
}


class BiometricCommand(models.Model):
    _inherit = "biometric.command"

    @api.model
    def _queue(self, device, kind, payload=None, **extra):
        """Have a device do something; see :meth:`_queue_all`."""
        return self._queue_all([(device, kind, payload or {}, extra)])

    @api.model
    def _queue_all(self, wishes):
        """Have devices do things, in this order.

        One that is queued already takes the new values and keeps its place; one that a
        new one undoes is cancelled. The caller has checked who may ask.

        :param wishes: ``[(device, kind, payload, further values)]``; for the payload see
            :data:`~.protocols.commands.KINDS`. ``""`` empties a value, a missing one is
            left as it is on the terminal.
        :return: the commands, queued or changed.
        :raises ValidationError: a sentence for the person who asked.
        """
        steps = [step for wish in wishes for step in self._steps(*wish)]
        waiting = self.sudo()._waiting(steps)
        fresh, changed = {}, self.sudo().browse()
        for device, kind, payload, extra in steps:
            target = _target(kind, payload)
            mine = waiting[device.id, payload.get("pin")]
            for old in mine:
                if old.kind in UNDOES.get(kind, ()) and old.state == "queued":
                    old._finish("cancelled", result=self.env._("Not wanted any more."))
            alike = (o for o in mine if o.target == target and o.state == "queued")
            same = next(alike, None)
            if same:
                same._replace(payload, extra)
                changed |= same
                continue
            row = fresh.setdefault((device.id, target), {"payload": {}})
            row |= {
                "device_id": device.id,
                "kind": kind,
                "payload": {**row["payload"], **payload},
                "pin": payload.get("pin"),
                "target": target,
                "expires_at": _deadline(kind),
                **extra,
            }
        created = self.sudo().create(
            [{**row, "payload": _written(row["payload"])} for row in fresh.values()]
        )
        commands = changed | created
        commands.device_id._schedule_commands()
        return commands.sudo(False)

    @api.model
    def _steps(self, device, kind, payload, extra):
        """A wish as the commands its terminal needs for it."""
        self._refuse(device, kind, payload, extra)
        commands = BRANDS[device.brand].commands
        known = device._codec_knows(payload.get("pin"))
        for step, values in commands.steps(kind, payload, device.dialect, known=known):
            yield device, step, values, extra if step == kind else {}

    @api.model
    def _waiting(self, steps):
        """Queued commands the new ones may meet: ``{(device id, PIN): [command]}``."""
        found = defaultdict(list)
        for command in self.search(
            [
                ("state", "=", "queued"),
                ("device_id", "in", [device.id for device, *_rest in steps]),
                ("pin", "in", [payload.get("pin") for _d, _k, payload, _e in steps]),
            ],
            order="id",
        ):
            found[command.device_id.id, command.pin or None].append(command)
        return found

    def _replace(self, payload, extra):
        """Take over the values of the same thing asked again."""
        self.write(
            {
                "payload": _written({**json.loads(self.payload), **payload}),
                "expires_at": _deadline(self.kind),
                **extra,
            }
        )

    @api.model
    def _refuse(self, device, kind, payload, extra):
        if not device._is_approved():
            raise ValidationError(
                self.env._("Approve %s before telling it to do anything.", device.name)
            )
        if kind not in device._capabilities():
            raise ValidationError(
                self.env._(
                    "%(device)s cannot do that: %(kind)s.",
                    device=device.name,
                    kind=KINDS[kind].label if kind in KINDS else kind,
                )
            )
        try:
            check(kind, {**payload, **self._read_later(extra)})
        except ProtocolError as error:
            raise ValidationError(error.reason) from error

    @api.model
    def _read_later(self, extra):
        """Stand-ins for values that are only read when the command is sent."""
        return {}


def _deadline(kind):
    dangerous = KINDS[kind].dangerous
    return fields.Datetime.now() + (LIFETIME_OF_DANGEROUS if dangerous else LIFETIME)


def _target(kind, payload):
    return "|".join([kind, *(str(payload.get(name) or "") for name in TARGET)])


def _written(payload):
    """A payload as text; days and moments in ISO format, as codecs read them."""
    return json.dumps(payload, default=str)

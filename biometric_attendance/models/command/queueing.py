"""Requests to devices, and how they are merged into queued commands."""

import json
from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

from odoo import fields, models

from ...terminals import BRANDS
from ...terminals.commands import KINDS
from ...terminals.reasons import Reason

# A command that is not fetched within this time expires. It is short for dangerous ones:
# a door must not be unlocked hours later.
LIFETIME = timedelta(days=14)
DANGEROUS_LIFETIME = timedelta(minutes=15)
# A new command cancels queued ones of these kinds about the same user.
CANCELS = {
    "set_user": ("delete_user", "deny_access"),
    "delete_user": ("set_user", "grant_access", "set_template", "enroll"),
    "grant_access": ("deny_access",),
    "deny_access": ("grant_access",),
}
# Two commands with the same kind and the same of these values ask for the same thing.
TARGET_VALUES = ("pin", "kind", "slot", "index", "door", "since", "until", "text")


class CommandRequest(NamedTuple):
    """One thing a device is asked to do.

    :param device: the ``biometric.device``.
    :param kind: of :data:`~.terminals.commands.KINDS`, which names the payload's values.
    :param payload: ``""`` empties a value on the terminal, a missing one is left there.
    :param template_id: of the template to write; it is read when the command is sent.
    """

    device: models.Model
    kind: str
    payload: dict
    template_id: int | bool = False

    @property
    def pin(self):
        """PIN of the user it is about, ``None`` if it is about no user."""
        return self.payload.get("pin")

    @property
    def target(self):
        """Text that is equal for requests that ask for the same thing."""
        values = (str(self.payload.get(name) or "") for name in TARGET_VALUES)
        return "|".join([self.kind, *values])


def queue_all(commands, requests):
    """Queue requests; see ``biometric.command._queue_all``."""
    steps = [step for request in requests for step in _split(commands, request)]
    queued = _get_queued(commands.sudo(), steps)
    new, changed = {}, commands.sudo().browse()
    for step in steps:
        same = None
        for other in queued[step.device.id, step.pin]:
            if other.state != "queued":
                continue
            if other.kind in CANCELS.get(step.kind, ()):
                other._finish("cancelled", reason=Reason("not_wanted_any_more"))
            elif other.target == step.target and not same:
                same = other
        if same:
            same._replace_values(_values(step, json.loads(same.payload)))
            changed |= same
        else:
            values = new.setdefault((step.device.id, step.target), {})
            values |= _values(step, json.loads(values.get("payload", "{}")))
    created = commands.sudo().create(list(new.values()))
    result = changed | created
    result.device_id._schedule_commands()
    return result.sudo(False)


def _split(commands, request):
    """Yield the requests into which the device's brand splits one."""
    commands._check_request(request)
    device, kind = request.device, request.kind
    for step, payload in BRANDS[device.brand].commands.steps(
        kind,
        request.payload,
        device.dialect,
        known=device._get_known_options(request.pin),
    ):
        template = request.template_id if step == kind else False
        yield CommandRequest(device, step, payload, template)


def _get_queued(commands, requests):
    """Return queued commands about the same users: ``{(device id, PIN): [command]}``."""
    found = defaultdict(list)
    for command in commands.search(
        [
            ("state", "=", "queued"),
            ("device_id", "in", [request.device.id for request in requests]),
            ("pin", "in", [request.pin for request in requests]),
        ],
        order="id",
    ):
        found[command.device_id.id, command.pin or None].append(command)
    return found


def _values(request, payload):
    """Return the values of a command.

    :param payload: of an earlier request for the same thing; new values replace its own.
    """
    dangerous = KINDS[request.kind].dangerous
    template = {"template_id": request.template_id} if request.template_id else {}
    return {
        "device_id": request.device.id,
        "kind": request.kind,
        # Days and moments in ISO format, as the brands read them.
        "payload": json.dumps({**payload, **request.payload}, default=str),
        "pin": request.pin,
        "target": request.target,
        "expires_at": fields.Datetime.now()
        + (DANGEROUS_LIFETIME if dangerous else LIFETIME),
        **template,
    }

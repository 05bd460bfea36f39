"""Commands as text for their terminal, with values that are read when they are sent."""

import json

from odoo import fields

from ...rules import clock
from ...rules.vault import VaultError
from ...terminals.errors import ProtocolError

OVERHEAD_BYTES = 32  # allowed for around the text of each command


def encode(command):
    """Return the command as text for the terminal; ``None`` if it failed to encode."""
    commands, device = command._commands(), command.device_id
    known = device._get_known_options(command.pin)
    try:
        text = commands.encode(
            command.kind, prepare_payload(command), device.dialect, known=known
        )
        if len(text.encode()) + OVERHEAD_BYTES > commands.command_bytes:
            raise ProtocolError("command_too_long")
    except ProtocolError as error:
        command._finish("failed", reason=error.reason)
        return None
    return text


def prepare_payload(command):
    """Return the payload, with values that are only read now: the time, a template.

    :raises ProtocolError: a value cannot be read, or must not be sent any more.
    """
    payload = json.loads(command.sudo().payload)
    if command.kind == "set_clock":  # it may have waited for days
        zone = clock.zone(command.device_id.tz)
        payload["time"] = str(clock.wall(fields.Datetime.now(), zone))
    elif command.kind == "set_template":
        payload |= _read_template(command)
    elif command.kind == "clear_punches":
        unclearable = command.device_id._get_clearing_problem()
        if unclearable:
            raise ProtocolError(unclearable.code, **unclearable.values)
    return payload


def _read_template(command):
    template = command.sudo().template_id
    if not template:
        raise ProtocolError("template_gone")
    if not command.env["biometric.consent"]._covered(template.employee_id):
        raise ProtocolError("no_legal_basis")
    try:
        return {"blob": template._text(), "duress": template.duress}
    except VaultError as error:
        raise ProtocolError(error.code, **error.values) from error


def prepare_resumed_payload(command):
    """Return the payload, with the position an earlier session got to."""
    return {**prepare_payload(command), **(command.position or {})}

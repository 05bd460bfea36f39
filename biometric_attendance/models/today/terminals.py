"""The terminals of the screen *Today*, those in trouble first."""

from datetime import timedelta

from odoo.fields import Domain

# What a terminal's chip says, the first of these that is so.
SILENT, REFUSED, WAITING, CLOCK, GREEN = (
    "silent",
    "refused",
    "waiting",
    "clock",
    "green",
)


def read_terminals(env, now, site=None):
    """Return the devices the user may see with what is wrong with each, as dicts.

    ``state`` is ``waiting`` (for approval), ``silent``, ``refused``, ``clock`` or
    ``green``; ``silent`` is how many seconds ago the last contact was.
    """
    domain = Domain("company_id", "in", [env.company.id, False])
    if site:
        domain &= Domain("site_id", "=", site.id) | Domain("state", "=", "pending")
    devices = env["biometric.device"].search(domain)
    order = (WAITING, SILENT, REFUSED, CLOCK, GREEN)
    found = [_read_terminal(device, now) for device in devices]
    return sorted(found, key=lambda each: order.index(each["state"]))


def _read_terminal(device, now):
    state, text = _state_of(device)
    silent = device.last_seen and now - device.last_seen
    return {
        "id": device.id,
        "name": device.name,
        "state": state,
        "text": text,
        "silent": int(silent / timedelta(seconds=1)) if silent else False,
    }


def _state_of(device):
    env = device.env
    if device.state == "pending":
        return WAITING, env._("waits for approval")
    if not device.last_seen:
        return SILENT, env._("never called")
    if not device.online:
        return SILENT, env._("silent")
    if device.refused_lately:
        return REFUSED, env._("calls were refused")
    if device.clock_warning:
        return CLOCK, device.clock_warning
    return GREEN, ""

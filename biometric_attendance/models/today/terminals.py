"""The terminals of the screen *Today*, those in trouble first."""

from datetime import timedelta

from odoo.fields import Domain

from ..watch.causes import SILENT_CAUSES

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

    ``state`` is ``waiting`` (for approval or a first contact), ``silent``, ``refused``, ``clock`` or
    ``green``; ``silent`` is how many seconds ago the last contact was.
    """
    domain = Domain("company_id", "in", [env.company.id, False])
    if site:
        domain &= Domain("site_id", "=", site.id) | Domain("state", "=", "pending")
    devices = env["biometric.device"].search(domain)
    order = (WAITING, SILENT, REFUSED, CLOCK, GREEN)
    silent = _read_silent(devices)
    found = [_read_terminal(device, now, silent) for device in devices]
    return sorted(found, key=lambda each: order.index(each["state"]))


def _read_silent(devices):
    """Return the causes of the devices that *To Do* says are out of touch, by id.

    By the same alerts: how long a terminal may be quiet depends on the brand, on the hours
    of its site and on the company's setting.
    """
    alerts = devices.env["biometric.alert"].sudo()
    domain = [("closed_at", "=", False), ("cause", "in", SILENT_CAUSES)]
    return {
        device.id: alert.cause
        for alert in alerts.search([*domain, ("device_ids", "in", devices.ids)])
        for device in alert.device_ids
    }


def _read_terminal(device, now, silent):
    state, text = _state_of(device, silent.get(device.id))
    silent = device.last_seen and now - device.last_seen
    return {
        "id": device.id,
        "name": device.name,
        "state": state,
        "text": text,
        "silent": int(silent / timedelta(seconds=1)) if silent else False,
    }


def _state_of(device, cause):
    env = device.env
    if device.state == "pending":
        return WAITING, env._("waits for approval")
    if cause and not device.online:
        return SILENT, {
            "silent": env._("silent") if device.last_seen else env._("never called"),
            "unreadable": env._("cannot be read"),
            "bridge": env._("bridge silent"),
        }[cause]
    if device.refused_lately:
        return REFUSED, env._("calls were refused")
    if device.clock_warning:
        return CLOCK, device.clock_warning
    if not device.last_seen:
        return WAITING, env._("not in touch yet")
    return GREEN, ""

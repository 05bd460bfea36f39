"""The terminals of the screen *Today*, those in trouble first, and what is to do."""

from datetime import timedelta

from odoo.fields import Domain

from .people import MANAGES_ALL

ADMINISTRATOR = "hr_attendance.group_hr_attendance_manager"
TODO_SHOWN = 6
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


def read_todo(env):
    """Return what waits for the user, at most ``TODO_SHOWN`` lines, as dicts.

    Each has a ``text``, the label of its button, and what that opens: the XML id of an
    action of this addon, with the ``domain`` of the records.
    """
    lines = []
    for read in (
        _read_alerts,
        _read_pending,
        _read_unmapped,
        _read_anomalies,
        _read_messages,
    ):
        lines += read(env)
    return lines[:TODO_SHOWN]


def _line(key, text, button, action, domain, count=1):
    return {
        "key": key,
        "text": text,
        "button": button,
        "action": f"biometric_attendance.{action}",
        "domain": list(domain),
        "count": count,
    }


def _read_alerts(env):
    """Lines of open alerts, where something watches the terminals."""
    if "biometric.alert" not in env or not env["biometric.alert"].has_access("read"):
        return []
    opened = [("closed_at", "=", False), ("company_id", "=", env.company.id)]
    alerts = env["biometric.alert"].search(opened, limit=TODO_SHOWN)
    return [
        _line(
            f"alert-{alert.id}",
            alert.display_name,
            env._("Look"),
            "biometric_alert_action",
            [("id", "=", alert.id)],
        )
        for alert in alerts
    ]


def _read_pending(env):
    if not env.user.has_group(ADMINISTRATOR):
        return []
    devices = env["biometric.device"].search(
        [("state", "=", "pending"), ("company_id", "in", [env.company.id, False])],
        limit=TODO_SHOWN,
    )
    return [
        _line(
            f"pending-{device.id}",
            env._("%s waits for approval", device.name),
            env._("Approve"),
            "biometric_device_action",
            [("id", "=", device.id)],
        )
        for device in devices
    ]


def _read_unmapped(env):
    if not env.user.has_group(MANAGES_ALL):
        return []
    domain = [
        ("employee_id", "=", False),
        ("partner_id", "=", False),
        ("device_id.company_id", "=", env.company.id),
    ]
    groups = env["biometric.device.user"]._read_group(
        domain, ["device_id"], ["__count"], limit=TODO_SHOWN, order="__count desc"
    )
    return [
        _line(
            f"unmapped-{device.id}",
            env._(
                "%(count)s PINs unknown on %(device)s", count=count, device=device.name
            )
            if count > 1
            else env._("1 PIN unknown on %(device)s", device=device.name),
            env._("Match people"),
            "biometric_device_user_action",
            [*domain[:2], ("device_id", "=", device.id)],
            count,
        )
        for device, count in groups
    ]


def _read_anomalies(env):
    domain = [
        ("outcome", "in", ("missing_check_in", "missing_check_out", "clock_error")),
        *("|", ("employee_id.company_id", "=", env.company.id)),
        ("device_id.company_id", "=", env.company.id),
    ]
    count = env["biometric.punch"].search_count(domain)
    if not count:
        return []
    text = (
        env._("%s punches need a correction", count)
        if count > 1
        else env._("1 punch needs a correction")
    )
    button = env._("Correct")
    action = "biometric_anomaly_action"
    return [_line("anomalies", text, button, action, domain, count)]


def _read_messages(env):
    if not env["biometric.message"].has_access("read"):
        return []
    domain = [("state", "=", "new"), ("device_id.company_id", "=", env.company.id)]
    count = env["biometric.message"].search_count(domain)
    if not count:
        return []
    text = (
        env._("%s lines could not be read", count)
        if count > 1
        else env._("1 line could not be read")
    )
    return [
        _line(
            "messages", text, env._("Read"), "biometric_message_action", domain, count
        )
    ]

"""The table of what may be wrong with a device, the most pressing first."""

# Marked here, translated where they are shown.
# pylint: disable=prefer-env-translation

from collections.abc import Callable, Mapping
from typing import NamedTuple

from odoo.tools import format_datetime

from ...terminals.reasons import _

DANGER, WARNING, INFO = "danger", "warning", "info"
NOT_STORED = ("failed", "full", "large")


class Button(NamedTuple):
    """A button beside a trouble, for administrators: a method of the device."""

    name: str
    label: str
    confirm: str = ""


class Trouble(NamedTuple):
    """Something that may be wrong with a device.

    :param title: a few words for a card.
    :param find: returns the values of its sentences for a device, ``None`` where it is
        not so. ``code`` and ``advice`` among them are other sentences than its own.
    :param administrators: only they can do something about it, and are told.
    :param lasting: it may stay so for long, or passes by itself: it comes after all
        others, and cards do not show it.
    """

    key: str
    title: str
    level: str
    find: Callable[[object], Mapping | None]
    buttons: tuple[Button, ...] = ()
    administrators: bool = False
    lasting: bool = False


def _when(device, instant):
    zone = device.env.tz.zone
    return format_datetime(device.env, instant, zone, "medium") if instant else ""


def _label(device, name):
    """Return the label of a selection field's value."""
    return dict(device._fields[name]._description_selection(device.env))[device[name]]


def _is_pending(device):
    return device.state == "pending" and device.active


def _find_listener(device):
    return {} if device.listener_missing and device.active else None


def _find_pending(device):
    """Find what a pending device waits for; officers are told that it does."""
    if not _is_pending(device):
        return None
    if not device.env.user.has_group("hr_attendance.group_hr_attendance_manager"):
        return {} if device.id else None
    called = bool(device.last_seen)
    if device.polled:
        return {"code": "untested"}
    if not device.id or (device.listener_missing and not called):
        return None
    if device.key_required:
        code = "gateway_called" if called else "gateway_not_called"
        return {"code": code, "key": device.key_label}
    return {"code": "called" if called else "not_called"}


def _find_replaced(device):
    if not device.contradicted_at:
        return None
    who = device.contradiction or ""
    return {"since": _when(device, device.contradicted_at), "who": who}


def _find_refused(device):
    if not device.refused_lately or device.refused_reason in NOT_STORED:
        return None
    return _refusal(device)


def _find_not_stored(device):
    if not device.refused_lately or device.refused_reason not in NOT_STORED:
        return None
    return {"advice": device.refused_reason, **_refusal(device)}


def _refusal(device):
    reason = _label(device, "refused_reason")
    return {"at": _when(device, device.refused_at), "reason": reason}


def _find_work_failed(device):
    return {"failure": device.failure} if device.failure else None


def _find_unreadable(device):
    return _poll_failure(device) if device.polled else None


def _find_gateway(device):
    return _poll_failure(device) if device.has_poll and not device.polled else None


def _poll_failure(device):
    if not device.poll_error or not device._is_approved():
        return None
    found = {"since": _when(device, device.poll_error_at), "error": device.poll_error}
    if device.poll_requested or not device.poll_next:
        return {**found, "advice": "polled_now"}
    return {**found, "next": _when(device, device.poll_next)}


def _find_encrypted(device):
    count = device.encrypted_waiting_count
    return {"count": count} if count else None


def _find_clock_doubt(device):
    return {"doubt": device.clock_doubt_text} if device.clock_doubt else None


def _find_clock(device):
    shown = device.clock_warning and not device.clock_doubt
    return {"error": device.clock_warning} if shown else None


def _find_silent(device):
    """Find who is not in touch and not known to fail, which says more."""
    if not device._is_approved() or device.online or device.poll_error:
        return None
    advice = "not_polled" if device.polled else "silent"
    if not device.last_seen:
        return {"code": "never", "advice": advice}
    return {"since": _when(device, device.last_seen), "advice": advice}


def _find_doubted(device):
    return {"count": device.doubted_count} if device.doubted_count else None


def _find_zone(device):
    return {"zone": device.zone_before} if device.zone_before else None


def _find_unproven(device):
    return None if device.proves_identity or not device._is_approved() else {}


def _find_plain(device):
    own = device.sudo()
    shown = own.plain_at and own.accept_plain and own.has_encryption_key
    return {"at": _when(device, own.plain_at)} if shown else None


def _find_resend(device):
    shown = device.resend_all and device._is_approved() and not device.polled
    return {} if shown else None


def _find_unstored(device):
    return {"reasons": device.unstored} if device.unstored else None


PUT_CLOCK_RIGHT = Button("action_put_clock_right", _("Put It Right…"))
NEW_SECRET_PATH = Button(
    "action_new_secret_path",
    _("New Secret Address"),
    _(
        "From now on the terminal is only believed on its secret address, which is shown "
        "once: type it into the terminal. Go on?"
    ),
)
ACCEPT_TIMES = Button(
    "action_accept_times",
    _("They Are Right"),
    _("The marks are removed, and the times stay as they are. Go on?"),
)
ARCHIVED = Trouble("archived", _("Archived"), INFO, lambda _device: {}, lasting=True)
#: Of devices that are not archived; the first that is so is shown on top.
TROUBLES = (
    Trouble("listener", _("No listener"), WARNING, _find_listener, administrators=True),
    Trouble("pending", _("Waits for approval"), WARNING, _find_pending),
    Trouble("replaced", _("Two terminals"), DANGER, _find_replaced,
            (Button("action_accept_terminal", _("It Is One Terminal")),)),
    Trouble("refused", _("Calls refused"), DANGER, _find_refused),
    Trouble("not_stored", _("Not stored"), DANGER, _find_not_stored),
    Trouble("work_failed", _("Work on it failed"), DANGER, _find_work_failed),
    Trouble("unreadable", _("Cannot be read"), DANGER, _find_unreadable),
    Trouble("gateway", _("Gateway fails"), DANGER, _find_gateway),
    Trouble("encrypted", _("Encrypted messages wait"), DANGER, _find_encrypted,
            (Button("action_replay_waiting", _("Try Again")),)),
    Trouble("clock_doubt", _("Clock or zone doubtful"), DANGER, _find_clock_doubt,
            (PUT_CLOCK_RIGHT,)),
    Trouble("clock", _("Clock wrong"), DANGER, _find_clock),
    Trouble("silent", _("Silent"), DANGER, _find_silent),
    Trouble("doubted", _("Doubtful times"), WARNING, _find_doubted,
            (Button("action_open_doubted", _("Show Them")), PUT_CLOCK_RIGHT,
             ACCEPT_TIMES)),
    Trouble("zone", _("Zone changed"), WARNING, _find_zone,
            (Button("action_read_by_new_zone", _("Read Them Again…")),
             Button("action_keep_stored_times", _("Leave Them")))),
    Trouble("plain", _("Not encrypted"), WARNING, _find_plain, administrators=True,
            lasting=True),
    Trouble("unproven", _("Unproven"), WARNING, _find_unproven, (NEW_SECRET_PATH,),
            administrators=True, lasting=True),
    Trouble("resend", _("Sends all again"), INFO, _find_resend, lasting=True),
    Trouble("unstored", _("Not stored"), INFO, _find_unstored, lasting=True),
)  # fmt: skip

"""Whether a zone is that of a terminal's clock, by what the clock showed."""

from datetime import datetime

from odoo import fields

from ...rules import clock
from .clock_error import clock_error_text

# How far the clock may be from the time of the zone for the zone to be right.
TOLERANCE_SECONDS = 120


def get_proof(device, tz):
    """Return ``right``, ``wrong`` or ``unknown``, and a sentence that says why.

    :param device: as superuser.
    :param tz: name of the zone; nothing is known of none.
    """
    env = device.env
    try:
        zone = clock.zone(tz or "")
    except ValueError:
        return "unknown", False
    now = fields.Datetime.now()
    if device.clock_seen and device.clock_seen_at:
        return _compare(
            env, datetime.fromisoformat(device.clock_seen), device.clock_seen_at, tz
        )
    punch = env["biometric.punch"].search(
        [("device_id", "=", device.id), ("route", "in", ("push", "live"))],
        order="id desc",
        limit=1,
    )
    if punch:
        shown = datetime.fromisoformat(punch.device_time)
        verdict, text = _compare(env, shown, punch.received_at, tz)
        if verdict == "right":
            return verdict, text
    return "unknown", env._(
        "In %(zone)s it is %(time)s now: compare that with the terminal's display.",
        zone=tz,
        time=f"{clock.wall(now, zone):%H:%M}",
    )


def _compare(env, shown, at, tz):
    """Compare what a clock showed with the time of a zone.

    :param at: when it showed that, naive UTC.
    """
    there = clock.wall(at, clock.zone(tz))
    error = int((shown - there).total_seconds())
    same_day = shown.date() == there.date()
    form = "%H:%M:%S" if same_day else "%Y-%m-%d %H:%M:%S"
    values = {"shown": f"{shown:{form}}", "zone": tz, "there": f"{there:{form}}"}
    if abs(error) <= TOLERANCE_SECONDS:
        return "right", env._(
            "The terminal said %(shown)s; in %(zone)s it was %(there)s: right.",
            **values,
        )
    return "wrong", env._(
        "The terminal said %(shown)s; in %(zone)s it was %(there)s: %(error)s.",
        **values,
        error=clock_error_text(env, error),
    )


def _most_used_zone(device, company):
    """Return the zone of most of the company's devices, ``False`` where it has none."""
    domain = [("state", "=", "approved"), ("company_id", "=", company.id)]
    groups = device.sudo()._read_group(
        domain, ["tz"], ["__count"], order="__count DESC, tz", limit=1
    )
    return groups[0][0] if groups else False


def propose_zone(device, company):
    """Return the zone to propose for a device, by its clock where that is known.

    :param company: whose people will use the device.
    :return: ``False`` where none is known.
    """
    env = device.env
    names = [
        device.tz,
        device.site_id.tz,
        company.partner_id.tz,
        _most_used_zone(device, company),
        env.user.tz,
    ]
    known = []
    for name in filter(None, names):
        try:
            clock.zone(name)
        except ValueError:  # one this server lacks
            continue
        known.append(name)
    for name in known:
        if get_proof(device.sudo(), name)[0] == "right":
            return name
    if device.tz or not device.sudo().clock_seen:
        return known[0] if known else False
    return device._propose_seen_zone() or False

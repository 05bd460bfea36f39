"""When devices are polled: which are due, and how long to wait after a failure."""

from datetime import datetime, timedelta

from odoo import fields
from odoo.fields import Domain

from .. import locks
from ..command.states import COMMAND_LEASE
from ..crons import trigger_cron
from ..due import get_over_domain, is_over
from .sessions import MIN_STEPS, begin_sessions, run_sessions

ONLINE_WITHIN = timedelta(minutes=5)  # after the time it was to be polled
WHOLE_LOG_EVERY = timedelta(hours=20)  # once a day, whenever there is time
MAX_REST = timedelta(hours=1)
MIN_REST = timedelta(minutes=1)
# XML ids of the crons: whether they poll on demand, to the cron.
CRONS = {False: "cron_poll", True: "cron_call"}
APPROVED = Domain([("state", "=", "approved"), ("active", "=", True)])
# Those that no bridge reaches for this server.
REACHED = APPROVED & Domain("bridge_id", "=", False)


def get_poll_domain(devices):
    """Return the domain of terminals the cron polls, now or later.

    Those with a live connection are left out.
    """
    connected = locks.locked_ids(devices.env, locks.CONNECTION)
    listened_to = Domain("live", "=", True) & Domain("id", "in", connected)
    polled = Domain("polled", "=", True) & Domain("login_refused", "!=", True)
    return polled & REACHED & ~listened_to


def get_online_domain():
    """Return the domain of polled terminals that are online.

    The last session succeeded, and the next is not late.
    """
    late = fields.Datetime.now() - ONLINE_WITHIN
    on_time = Domain("poll_next", "=", False) | Domain("poll_next", ">=", late)
    healthy = Domain("last_seen", "!=", False) & Domain("poll_failures", "=", 0)
    return healthy & on_time


def is_online(device):
    late = fields.Datetime.now() - ONLINE_WITHIN
    on_time = not device.poll_next or device.poll_next >= late
    return bool(device.last_seen and not device.poll_failures and on_time)


def get_due(devices, on_demand):
    """Return the devices to be polled now, the longest due first."""
    now = fields.Datetime.now()
    if on_demand:
        waiting = get_waiting_on_demand(devices)
        return waiting.filtered(lambda device: _is_due(device, now))
    order = "poll_requested DESC, poll_next NULLS FIRST, id"
    fetched = ["poll_next", "poll_minutes"]
    polled = devices.search_fetch(get_poll_domain(devices), fetched, order=order)
    return polled.filtered(lambda device: _is_due(device, now))


def _is_due(device, now):
    longest = max(MAX_REST, timedelta(minutes=device.poll_minutes))
    return is_over(device.poll_next, now, longest)


def get_waiting_on_demand(devices):
    """Return devices polled on demand with queued commands, unless one is being answered."""
    found = devices.search(Domain("polled_on_demand", "=", True) & APPROVED)
    own = Domain("device_id", "in", found.filtered(lambda d: d._has_address()).ids)
    queued = own & Domain("state", "=", "queued")
    ended = get_over_domain("lease_until", fields.Datetime.now(), COMMAND_LEASE)
    leased = own & Domain("state", "=", "sent") & ~ended
    commands = devices.env["biometric.command"]
    waiting, answering = (
        {device.id for [device] in commands._read_group(domain, ["device_id"])}
        for domain in (queued, leased)
    )
    waiting_devices = devices.browse(waiting - answering)
    return waiting_devices.sorted(lambda d: (d.poll_next or datetime.min, d.id))


def run_cron(devices, on_demand):
    """Poll every device that is due.

    Odoo gives a job some seconds at a time and runs it again as long as it says that
    something remains: a session that is cut short goes on where it was.
    """
    due = devices._get_due(on_demand)
    progress = devices.env["ir.cron"]._commit_progress
    left = [progress(remaining=len(due))]

    def commit(done=0):
        left[0] = progress(done)

    waiting = begin_sessions(due, commit)
    run_sessions(devices.env, waiting, commit, lambda: left[0], min_steps=MIN_STEPS)
    progress(remaining=len(devices._get_due(on_demand) & due))
    _schedule_next(devices, on_demand)


def _schedule_next(devices, on_demand):
    """Have the cron run again when the next device is due."""
    if on_demand:
        upcoming = get_waiting_on_demand(devices)[:1]
    else:
        order = "poll_next NULLS FIRST"
        upcoming = devices.search(get_poll_domain(devices), order=order, limit=1)
    if upcoming:
        at = upcoming.poll_next or fields.Datetime.now()
        trigger_cron(devices.env, CRONS[on_demand], at=at)


def trigger_crons(devices):
    """Run the crons that poll these devices once the transaction is committed."""
    callable_devices = devices.filtered(
        lambda device: (
            device._has_address() and (device.polled_on_demand or not device.bridge_id)
        )
    )
    for on_demand in set(callable_devices.mapped("polled_on_demand")):
        trigger_cron(devices.env, CRONS[on_demand])


def wants_whole_log(device):
    """Whether the whole log is to be read, whatever the terminal has new."""
    if device.resend_all or not device.resent_at:
        return True
    return device.resent_at < fields.Datetime.now() - WHOLE_LOG_EVERY


def wants_commands(device):
    """Whether a session has more to do than to read new punches.

    A clock that was wrong is compared again: it was set, or can be set by now.
    """
    return (
        device.users_outdated
        or bool(device.clock_warning)
        or device._wants_push_set()
        or device.env["biometric.command"]._has_pending(device)
    )


def get_success_values(device):
    """Return the values to write after a successful session, ``{}`` for none.

    The device is polled again at once if the session had no time for everything.
    """
    healthy = {
        "poll_reason": False,
        "poll_error_at": False,
        "poll_failures": 0,
        "login_refused": False,
    }
    if device.polled:
        now = fields.Datetime.now()
        more = device._is_reading() or device.users_outdated
        more = more or device.env["biometric.command"]._has_only_queued(device)
        pause = timedelta(minutes=0 if more else device.poll_minutes)
        address = device[device._get_poll().address_field]
        return {
            **healthy,
            "last_seen": now,
            "address": address,
            "poll_next": now + pause,
        }
    # A gateway answered, which does not show that its terminal is online.
    failed = device.poll_next or device.poll_failures
    return {**healthy, "poll_next": False} if failed else {}


def get_failure_values(device, reason):
    """Return the values to write after a failed session: why, and when to poll again."""
    poll = device._get_poll()
    now = fields.Datetime.now()
    slow = device.polled and not device.live
    poll = device._get_poll()
    first_rest = timedelta(minutes=device.poll_minutes) if slow else MIN_REST
    return {
        "poll_next": now + get_rest(first_rest, device.poll_failures),
        "poll_requested": False,
        "poll_reason": reason.as_dict(),
        "poll_error_at": device.poll_error_at or now,
        "poll_failures": device.poll_failures + 1,
        "login_refused": bool(poll) and reason.code in poll.stops_after,
    }


def get_rest(first, failures):
    """Return how long to leave alone what did not answer.

    :param first: after the first failure; twice as long after each further one.
    :param failures: in a row before this one.
    """
    return max(min(first * 2 ** min(failures, 10), MAX_REST), MIN_REST)

"""Live connections: a separate process receives the events of terminals at once.

It runs the same sessions as the cron, but stays connected after each and receives events
until the terminal is due to be polled again, when it reads the log as the cron does. So
punches arrive within a second, and those made without a connection with the next poll.

Only the process that holds the lock of a terminal connects to it. The cron leaves out
terminals with a live connection, and polls them again when that process has ended.
"""

import time

from odoo import fields
from odoo.fields import Domain

from ...terminals import BRANDS
from .schedule import get_poll_domain
from .sessions import begin_sessions, run_sessions

MAX_LISTENING = 200  # by one process; a thread that mostly sleeps each
LOOK_SECONDS = 1.0  # between two searches for terminals to poll


def listen(devices, stopped):
    """Poll the terminals with a live connection repeatedly, and receive events between.

    It returns when the modules of the database have changed, to be called again.

    :param stopped: called often; once it returns true, this returns within seconds.
    """
    sessions = _LiveSessions(devices, stopped)
    while sessions.goes_on():
        run_sessions(
            devices.env,
            sessions,
            sessions.commit,
            sessions.goes_on,
            max_sessions=MAX_LISTENING,
        )
        time.sleep(LOOK_SECONDS)


def poll_once(devices):
    """Poll each terminal of the live process once, without receiving events afterwards.

    :return: those that were polled; any that another process is connected to are left out.
    """
    found = devices.search(_get_live_domain(devices))
    commit = devices.env["ir.cron"]._commit_progress
    run_sessions(devices.env, begin_sessions(found, commit), commit, lambda: True)
    return found


def find_waiting(devices):
    """Return the terminals to poll now, and to stay connected to.

    It does not matter whether they are due, unless they have just failed.
    """
    healthy = Domain("poll_failures", "=", 0)
    rested = Domain("poll_next", "=", False)
    rested |= Domain("poll_next", "<=", fields.Datetime.now())
    return devices.search(_get_live_domain(devices) & (healthy | rested))


def _get_live_domain(devices):
    brands = [key for key, each in BRANDS.items() if each.poll and each.poll.can_listen]
    live = Domain("live", "=", True) & Domain("brand", "in", brands)
    return get_poll_domain(devices) & live


class _LiveSessions:
    """The sessions to begin now, looked for each time they are gone through."""

    def __init__(self, devices, stopped):
        self._devices, self._stopped = devices, stopped
        self._look_at = 0.0
        self._outdated = False
        self.commit = devices.env["ir.cron"]._commit_progress

    def goes_on(self):
        return not (self._outdated or self._stopped())

    def __iter__(self):
        if time.monotonic() < self._look_at:
            return iter(())
        self._look_at = time.monotonic() + LOOK_SECONDS
        env = self._devices.env
        self._outdated = env.registry.check_signaling(env.cr) is not env.registry
        self.commit()
        env.invalidate_all()
        waiting = find_waiting(self._devices)
        return begin_sessions(waiting, self.commit, listen=True)

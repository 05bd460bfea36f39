"""Listening to terminals all the time, by a process of its own.

It begins the same sessions as the cron, but stays connected after each and listens until
the terminal is due again: then it reads the log as always. So punches come within a
second, and what was sent while nobody listened comes with the next reading.

Whoever has the lock of a terminal is connected to it. The cron leaves those alone that
are listened to, and polls them as any other as soon as the process is gone.
"""

import time

from odoo import fields
from odoo.fields import Domain

from .sessions import begin_sessions, run_sessions

MAX_LISTENING = 200  # by one process; a thread that mostly sleeps each
LOOK_SECONDS = 1.0  # between two looks for terminals to poll


def listen(devices, stopped):
    """Poll the terminals to be listened to, again and again, and listen between.

    Ends when the modules of the database have changed, to be called anew.

    :param stopped: called often; once it says so, this ends within seconds.
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
    """Poll each terminal that is to be listened to once, without listening.

    :return: those that were polled: nobody else was connected to them.
    """
    found = devices.search(devices._get_poll_domain() & Domain("live", "=", True))
    commit = devices.env["ir.cron"]._commit_progress
    run_sessions(devices.env, begin_sessions(found, commit), commit, lambda: True)
    return found


def find_waiting(devices):
    """The terminals to be polled now, and then listened to.

    Whether due or not: only those that have just failed are left in peace.
    """
    healthy = Domain("poll_failures", "=", 0)
    rested = Domain("poll_next", "=", False)
    rested |= Domain("poll_next", "<=", fields.Datetime.now())
    ours = devices._get_poll_domain() & Domain("live", "=", True)
    return devices.search(ours & (healthy | rested))


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

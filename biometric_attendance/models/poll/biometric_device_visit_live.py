"""Listening to terminals all the time, by a process of its own.

It makes the same visits as the cron, but stays after each and listens until the terminal
is due again: then it reads the log as always. So punches come within a second, and what
nobody heard comes with the next reading: the log is the truth, live is a hint.

Whoever has the lock of a terminal talks to it. The cron leaves those alone that are
listened to, and asks them as any other as soon as the process is gone.
"""

import time
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...terminals.zk4370.client.poll import poll
from ...terminals.zk4370.client.stay import Heard, stay
from ...terminals.zk4370.events import TABLE

AT_ONCE = 200  # terminals listened to by one process; a thread that mostly sleeps each
LOOK_EVERY = 1.0  # seconds between two looks for terminals to visit
FIRST_REST = timedelta(minutes=1)


class BiometricDevice(models.Model):
    _inherit = "biometric.device"

    live = fields.Boolean(
        string="Listen All the Time",
        tracking=True,
        help="Have punches at once instead of at the next reading. For this, the program "
        "“odoo biometric_live” has to run; without it the terminal is read as usual.",
    )
    listened_to = fields.Boolean(
        compute="_compute_listened_to",
        help="The program that listens is connected to the terminal right now.",
    )

    def _compute_listened_to(self):
        taken = self._taken()
        for device in self:
            device.listened_to = device.live and device.id in taken

    @api.model
    def _in_turn(self):
        """Those that are listened to are visited by whoever listens."""
        listened_to = Domain("live", "=", True) & Domain("id", "in", self._taken())
        return super()._in_turn() & ~listened_to

    @api.model
    def _to_listen_to(self):
        """The terminals to be visited now, and then listened to.

        Whether due or not: only those that have just failed are left in peace.
        """
        well = Domain("poll_error", "=", False)
        rested = Domain("poll_next", "=", False)
        rested |= Domain("poll_next", "<=", fields.Datetime.now())
        ours = self._in_turn() & Domain("live", "=", True)
        return self.search(ours & (well | rested))

    @api.model
    def _listen(self, stopped):
        """Visit the terminals to be listened to, again and again, and listen between.

        Ends when the modules of the database have changed, to be called anew.

        :param stopped: called often; once it says so, this ends within seconds.
        """
        nearby = _Nearby(self, stopped)
        while nearby.going_on():
            self._make_visits(nearby, nearby.commit, nearby.going_on, room=AT_ONCE)
            time.sleep(LOOK_EVERY)

    @api.model
    def _look_in(self):
        """Visit each terminal that is to be listened to once, without listening.

        :return: those that were visited: nobody else was talking to them.
        """
        devices = self.search(self._in_turn() & Domain("live", "=", True))
        commit = self.env["ir.cron"]._commit_progress
        self._make_visits(devices._visits(commit, poll), commit, lambda: True)
        return devices

    def _heard(self, step, trip):
        if isinstance(step, Heard):
            return self._listened(step, trip)
        return super()._heard(step, trip)

    def _listened(self, step, trip):
        """Store what was told live.

        :return: whether that is enough: the terminal is due, or not ours any more.
        """
        self.invalidate_recordset()
        if step.upload.lines:
            self._store(step.upload, TABLE, "live")
        if trip.noted:
            self._note_contact(self.host)
        else:
            trip.noted = True
            self._was_reached()
        due = not self.poll_next or self.poll_next <= fields.Datetime.now()
        return due or not self.live or not self._is_approved()

    def _first_rest(self):
        return FIRST_REST if self.live else super()._first_rest()

    def action_test_connection(self):
        self.ensure_one()
        self.check_access("write")
        if self.listened_to:
            return self._told(
                "success", self.env._("The terminal is being listened to right now.")
            )
        return super().action_test_connection()


class _Nearby:
    """The visits to begin now, looked for each time they are gone through."""

    def __init__(self, devices, stopped):
        self._devices, self._stopped = devices, stopped
        self._look_at = 0.0
        self._outdated = False
        self.commit = devices.env["ir.cron"]._commit_progress

    def going_on(self):
        return not (self._outdated or self._stopped())

    def __iter__(self):
        if time.monotonic() < self._look_at:
            return iter(())
        self._look_at = time.monotonic() + LOOK_EVERY
        env = self._devices.env
        self._outdated = env.registry.check_signaling(env.cr) is not env.registry
        self.commit()
        env.invalidate_all()
        return self._devices._to_listen_to()._visits(self.commit, stay)

"""Visits to the terminals that wait to be asked: when they begin, and how they end."""

import logging
from dataclasses import dataclass, field

from odoo import api, fields, models

from ...terminals.errors import TransportError
from ...terminals.zk4370.client.poll import poll
from ...terminals.zk4370.client.position import Position
from ..at_once import at_once
from .device_visits import Visits

_logger = logging.getLogger(__name__)

# Seconds of talk in a visit, and anew for each command. Odoo gives a job ten at a time,
# and ends its worker after a hundred and twenty.
DEADLINE = 45.0
GETS_SOMEWHERE = 2  # steps: after the greeting something is done or read


@dataclass
class Trip:
    """One visit.

    :param whole: everything in the log is read, not only what is new.
    :param errands: there is more to do than to read the log.
    :ivar undone: commands taken along and not done yet, in order.
    :ivar noted: that the terminal was reached is noted already, because it goes on.
    :ivar cut_short: there was no time for the rest.
    """

    device: models.Model
    whole: bool
    errands: bool
    undone: list[int] = field(default_factory=list)
    noted: bool = False
    cut_short: bool = False


class BiometricDevice(models.Model):
    _inherit = "biometric.device"

    cut_short = fields.Boolean(
        readonly=True,
        copy=False,
        help="There was no time for the whole of the last visit.",
    )

    @api.model
    def _cron_poll(self):
        """Ask every terminal that is due.

        Odoo gives a job some seconds at a time and runs it again as long as it says that
        something remains: a visit that is cut short goes on where it was.
        """
        due = self._due()
        progress = self.env["ir.cron"]._commit_progress
        left = [progress(remaining=len(due))]

        def commit(done=0):
            left[0] = progress(done)

        visits = due._visits(commit, poll)
        self._make_visits(visits, commit, lambda: left[0], least=GETS_SOMEWHERE)
        progress(remaining=len(self._due() & due))
        self._schedule_poll()

    @api.model
    def _make_visits(self, visits, commit, time_left, **limits):
        """Make visits at the same time, and take in what they tell.

        :param visits: as :meth:`_visits` gives them.
        :param commit: called after each step, with 1 after the last of a visit.
        :param time_left: whether to go on.
        :param limits: of :class:`.device_visits.Visits`.
        """

        def welcome(trip, step):
            answer = at_once(self.env, lambda: trip.device._hear_step(step, trip))
            commit()
            return answer

        def farewell(trip, error, cut_short):
            trip.cut_short = cut_short
            trip.device._part(trip, error)
            commit(1)

        with self._letting_go():
            Visits(welcome, farewell, time_left, **limits).run(visits)

    def _visits(self, commit, way):
        """The visits to be made: each terminal is locked when its turn comes.

        :param way: how: ``poll``, or ``stay`` to listen afterwards.
        """
        for device in self:
            if not device._lock_line():
                device._comes_later()
                continue
            at_once(self.env, device._note_begin)
            # What somebody else has read meanwhile is seen in a new transaction.
            commit()
            self.env.invalidate_all()
            if not device.exists():
                device._unlock_line()
                continue
            position = Position.from_dict(device.poll_position)
            trip = Trip(device, device._wants_all(), device._has_errands())
            yield (
                trip,
                way(
                    device._address(deadline=DEADLINE),
                    position,
                    whole=trip.whole,
                    errands=trip.errands,
                ),
            )

    def _has_errands(self):
        """Whether there is more to do than to read what is new.

        A clock that was wrong is looked at again: it was set, or can be set by now.
        """
        return (
            self.people_due
            or bool(self.clock_warning)
            or self.env["biometric.command"]._any_for(self)
        )

    def _part(self, trip, error):
        """The visit is over.

        :param error: what ended it early, ``None`` for nothing.
        """
        self.env.cr.rollback()
        # A person may have changed the device meanwhile, or deleted it.
        if self.exists():
            at_once(self.env, lambda: self._note_end(trip, error))
        self._unlock_line()

    def _hear_step(self, step, trip):
        """Take in one step; what it queues itself is no wish of anybody's."""
        due = self.poll_next
        answer = self._heard(step, trip)
        if due and not self.poll_next:
            self.poll_next = due
        return answer

    def _note_begin(self):
        """Have a wish to be asked at once, made from now on, be noticed in the end."""
        if self.exists() and not self.poll_next:
            self.poll_next = fields.Datetime.now()

    def _note_end(self, trip, error):
        # Where it was broken off, nobody knows about the command that was next.
        begun = 0 if error is None else 1
        self.env["biometric.command"].browse(trip.undone[begun:])._give_back()
        wished = self.polled and not self.poll_next
        if error is None:
            if not trip.noted:
                self._was_reached()
            if trip.cut_short or wished:
                self.poll_next = fields.Datetime.now()
            if trip.cut_short != self.cut_short:
                self.cut_short = trip.cut_short
        elif isinstance(error, TransportError):
            self._was_not_reached(error.reason)
        else:
            _logger.error("Visiting device %s failed", self.id, exc_info=error)
            self._was_not_reached(
                self.env._("Something went wrong on the server: look into its log.")
            )

    @api.model
    def _schedule_poll(self):
        """Have the cron run again when the next terminal is due."""
        upcoming = self.search(self._in_turn(), order="poll_next NULLS FIRST", limit=1)
        if upcoming:
            cron = self.env.ref("biometric_attendance.cron_poll").sudo()
            cron._trigger(at=upcoming.poll_next or fields.Datetime.now())

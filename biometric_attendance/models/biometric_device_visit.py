"""A visit to a terminal that waits to be asked, step by step.

greeted    ->  what it shall do
did it     ->  the command's result, and what came with it
read rows  ->  stored; the position moves in the same transaction
"""

import json
import logging
from dataclasses import dataclass, field

from odoo import api, fields, models

from ..protocols.records import DeviceInfo
from ..protocols.zk4370.punches import TABLE
from ..transports.errors import TransportError
from ..transports.orders import Done, Order
from ..transports.zk4370_poll import Greeting, Rows, poll
from ..transports.zk4370_position import Position
from .at_once import at_once
from .device_visits import Visits

_logger = logging.getLogger(__name__)

COUNTED = ("users", "fingers", "faces")


@dataclass
class Trip:
    """One visit.

    :param whole: everything in the log is read, not only what is new.
    :param errands: there is more to do than to read the log.
    :ivar undone: commands taken along and not done yet, in order.
    """

    device: models.Model
    whole: bool
    errands: bool
    undone: list[int] = field(default_factory=list)


class BiometricDevice(models.Model):
    _inherit = "biometric.device"

    people_due = fields.Boolean(
        readonly=True,
        copy=False,
        help="Its people have changed and are still to be read.",
    )

    @api.model
    def _cron_poll(self):
        """Ask every terminal that is due.

        Odoo gives a job some seconds at a time and runs it again as long as it says that
        something remains: a visit that is cut short goes on where it was.
        """
        due = self._due()
        commit = self.env["ir.cron"]._commit_progress
        left = [commit(remaining=len(due))]

        def welcome(trip, step):
            answer = at_once(self.env, lambda: trip.device._heard(step, trip))
            left[0] = commit()
            return answer

        def farewell(trip, error):
            trip.device._part(trip, error)
            left[0] = commit(1)

        with self._letting_go():
            Visits(welcome, farewell, lambda: left[0]).run(due._visits(commit))
        commit(remaining=len(self._due() & due))
        self._schedule_poll()

    def _visits(self, commit):
        """The visits to be made: each terminal is locked when its turn comes."""
        for device in self:
            if not device._lock_line():
                device._comes_later()
                continue
            # What somebody else has read meanwhile is seen in a new transaction.
            commit()
            self.env.invalidate_all()
            position = Position.from_dict(device.poll_position)
            trip = Trip(device, device._wants_all(), device._has_errands())
            yield (
                trip,
                poll(
                    device._address(),
                    position,
                    whole=trip.whole,
                    errands=trip.errands,
                ),
            )

    def _has_errands(self):
        return self.people_due or self.env["biometric.command"]._any_for(self)

    def _part(self, trip, error):
        """The visit is over.

        :param error: what ended it early, ``None`` for nothing.
        """
        self.env.cr.rollback()
        # A person may have changed the device meanwhile.
        at_once(self.env, lambda: self._note_end(trip, error))
        self._unlock_line()

    def _note_end(self, trip, error):
        # Where it was broken off, nobody knows about the command that was next.
        begun = 0 if error is None else 1
        self.env["biometric.command"].browse(trip.undone[begun:])._give_back()
        if error is None:
            self._was_reached()
        elif isinstance(error, TransportError):
            self._was_not_reached(error.reason)
        else:
            _logger.error("Visiting device %s failed", self.id, exc_info=error)
            self._was_not_reached(
                self.env._("Something went wrong on the server: look into its log.")
            )

    def _heard(self, step, trip):
        """Take in one step of a visit.

        :return: what the visit goes on with.
        """
        return _HEARD[type(step)](self, step, trip)

    def _greeted(self, step, trip):
        if step.serial is not None and not self._is_same(step.serial):
            raise TransportError(
                self.env._(
                    "Another terminal answers at this address: its serial number is %s.",
                    step.serial,
                )
            )
        counts = {name: getattr(step.sizes, name) for name in COUNTED}
        changed = any(
            count is not None and count != self[name] for name, count in counts.items()
        )
        # Remembered until they were read: the visit may end before.
        self.people_due = self.people_due or changed
        self._learn(
            DeviceInfo(
                **counts,
                punches=step.sizes.punches,
                user_capacity=step.sizes.user_capacity,
                finger_capacity=step.sizes.finger_capacity,
                face_capacity=step.sizes.face_capacity,
                punch_capacity=step.sizes.punch_capacity,
            )
        )
        if step.clock and step.clock.wall:
            self._compare_clock(step.clock.wall, step.clock.at.replace(tzinfo=None))
        if not (step.news or trip.errands):
            return []  # it was not asked who it is
        return [*self._orders_now(trip), *self._questions(trip)]

    def _orders_now(self, trip):
        commands = self.env["biometric.command"]
        orders = [
            Order(number, commands.browse(int(number)).kind, json.loads(text))
            for number, text in commands._lease_for(self)
        ]
        trip.undone = [int(order.id) for order in orders]
        return orders

    def _questions(self, trip):
        """What is asked beside commands: who it has, where that has changed, or may have.

        Nobody waits for these, so they are no commands. After a failure they are left
        out once, lest a terminal that breaks off at one of them is never read.
        """
        if self.poll_failures:
            return []
        cut_short = self.poll_position and not self.poll_position["complete"]
        people = self.people_due or (trip.whole and not cut_short)
        wanted = {
            "information": not self.firmware,
            "templates": people and self._wanted_of_people()["templates"],
            "query_users": people,
        }
        return [Order("", kind, {}) for kind, asked in wanted.items() if asked]

    def _did(self, step, trip):
        if step.upload:
            self._store(step.upload, step.order.kind, "poll")
        if step.order.id:
            self._did_command(step, trip)
            return
        if step.problem:
            _logger.info("Device %s, %s: %s", self.id, step.order.kind, step.problem)
        if step.order.kind == "query_users":  # the last question
            self.people_due = False

    def _did_command(self, step, trip):
        command = self.env["biometric.command"].browse(int(step.order.id))
        if step.problem:
            command._finish("failed", result=step.problem)
        else:
            command._answered(self, [step.result])
        trip.undone = [number for number in trip.undone if number != command.id]

    def _read_rows(self, step, trip):
        self._store(step.upload, TABLE, "poll")
        self.poll_position = step.position.as_dict()
        if step.position.complete and trip.whole:
            self.write({"resend_all": False, "resent_at": fields.Datetime.now()})
            self._note_count()

    @api.model
    def _schedule_poll(self):
        """Have the cron run again when the next terminal is due."""
        upcoming = self.search(
            [("polled", "=", True), ("state", "=", "approved")],
            order="poll_next NULLS FIRST",
            limit=1,
        )
        if upcoming:
            cron = self.env.ref("biometric_attendance.cron_poll").sudo()
            cron._trigger(at=upcoming.poll_next or fields.Datetime.now())


_HEARD = {
    Greeting: BiometricDevice._greeted,
    Done: BiometricDevice._did,
    Rows: BiometricDevice._read_rows,
}

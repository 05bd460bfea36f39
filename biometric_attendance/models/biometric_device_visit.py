"""A visit to a terminal that waits to be asked, step by step.

greeted    ->  what it shall do
did it     ->  the command's result, and what came with it
read rows  ->  stored; the position moves in the same transaction
"""

import json
import logging
from typing import NamedTuple

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


class Trip(NamedTuple):
    """One visit: where to, and whether to read everything there."""

    device: models.Model
    whole: bool


class BiometricDevice(models.Model):
    _inherit = "biometric.device"

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
            answer = at_once(self.env, lambda: trip.device._heard(step, trip.whole))
            left[0] = commit()
            return answer

        def farewell(trip, error):
            trip.device._part(error)
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
            trip = Trip(device, device._wants_all())
            yield trip, poll(device._address(), position, whole=trip.whole)

    def _part(self, error):
        """The visit is over.

        :param error: what ended it early, ``None`` for nothing.
        """
        self.env.cr.rollback()
        # A person may have changed the device meanwhile.
        at_once(self.env, lambda: self._note_end(error))
        self._unlock_line()

    def _note_end(self, error):
        if error is None:
            self._was_reached()
        elif isinstance(error, TransportError):
            self._was_not_reached(error.reason)
        else:
            _logger.error("Visiting device %s failed", self.id, exc_info=error)
            self._was_not_reached(
                self.env._("Something went wrong on the server: look into its log.")
            )

    def _heard(self, step, whole):
        """Take in one step of a visit.

        :param whole: the visit is to read everything.
        :return: what the visit goes on with.
        """
        return _HEARD[type(step)](self, step, whole)

    def _greeted(self, step, _whole):
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
        return [*self._orders_now(), *self._questions(changed)]

    def _orders_now(self):
        commands = self.env["biometric.command"]
        if not commands._any_for(self):
            return []
        return [
            Order(number, commands.browse(int(number)).kind, json.loads(text))
            for number, text in commands._lease_for(self)
        ]

    def _questions(self, changed):
        """What is asked beside commands: who it has, where their number has changed.

        Nobody waits for these, so they are no commands.
        """
        wanted = {
            "information": not self.firmware,
            "query_users": changed,
            "templates": changed and self._wanted_of_people()["templates"],
        }
        return [Order("", kind, {}) for kind, asked in wanted.items() if asked]

    def _did(self, step, _whole):
        if step.upload:
            self._store(step.upload, step.order.kind, "poll")
        if not step.order.id:
            if step.problem:
                _logger.info(
                    "Device %s, %s: %s", self.id, step.order.kind, step.problem
                )
        elif step.problem:
            command = self.env["biometric.command"].browse(int(step.order.id))
            command._finish("failed", result=step.problem)
        else:
            self.env["biometric.command"]._answered(self, [step.result])

    def _read_rows(self, step, whole):
        self._store(step.upload, TABLE, "poll")
        self.poll_position = step.position.as_dict()
        if step.position.complete and whole:
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

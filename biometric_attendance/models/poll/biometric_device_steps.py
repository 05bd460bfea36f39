"""What is done with each step of a visit to a terminal.

greeted    ->  what it shall do
did it     ->  the command's result, and what came with it
read rows  ->  stored; the position moves in the same transaction
"""

import json
import logging

from odoo import fields, models

from ...terminals.errors import TransportError
from ...terminals.orders import Done, Order
from ...terminals.records import DeviceInfo
from ...terminals.zk4370.client.poll import Greeting, Rows
from ...terminals.zk4370.punches import TABLE

_logger = logging.getLogger(__name__)

COUNTED = ("users", "fingers", "faces")


class BiometricDevice(models.Model):
    _inherit = "biometric.device"

    people_due = fields.Boolean(
        readonly=True,
        copy=False,
        help="Its people have changed and are still to be read.",
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
        out once, lest a terminal that breaks off at one of them is never read; and where
        there was no time for more than them.
        """
        if self.poll_failures or self.cut_short:
            return []
        cut_short = self.poll_position and not self.poll_position.get("complete")
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


_HEARD = {
    Greeting: BiometricDevice._greeted,
    Done: BiometricDevice._did,
    Rows: BiometricDevice._read_rows,
}

"""Calling a gateway: when, one call at a time, and what came of it."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ...terminals.cams.client.visit import Read, Ready, visit
from ...terminals.errors import (
    DeviceRefused,
    Misaddressed,
    TransportError,
    Unreachable,
)
from ...terminals.orders import Order
from . import biometric_device_steps  # noqa: F401 - what it extends comes first
from .biometric_device_gateway import GATEWAYS
from .biometric_device_poll import LONGEST_REST
from .biometric_device_visit import Trip

# What is written here makes it worth trying again at once.
WAY = {"gateway_url", "gateway_plain", "dialect", "connection_key", "sealing_key"}


class BiometricDevice(models.Model):
    _inherit = "biometric.device"

    @api.model
    def _cron_call(self):
        """Have the gateways do what is queued for their terminals."""
        due = self._to_be_called()
        progress = self.env["ir.cron"]._commit_progress
        left = [progress(remaining=len(due))]

        def commit(done=0):
            left[0] = progress(done)

        self._make_visits(due._calls(commit), commit, lambda: left[0])
        progress(remaining=len(self._to_be_called() & due))
        self._schedule_calls()

    @api.model
    def _to_be_called(self):
        """Terminals something is queued for, unless an answer or a rest is waited for."""
        return self.browse(
            device_id
            for device_id, rest_until in self._waiting_for_calls()
            if not rest_until or rest_until <= fields.Datetime.now()
        )

    @api.model
    def _waiting_for_calls(self):
        """:return: ``(device id, when its gateway may be called)``, soonest first."""
        self.env["biometric.command"].flush_model()
        self.flush_model()
        return self.env.execute_query(
            SQL(
                """SELECT id, poll_next FROM biometric_device d
                    WHERE brand IN %s AND state = 'approved' AND active
                      AND gateway_url IS NOT NULL
                      AND EXISTS (SELECT FROM biometric_command
                                   WHERE device_id = d.id AND state = 'queued')
                      AND NOT EXISTS (SELECT FROM biometric_command
                                       WHERE device_id = d.id AND state = 'sent'
                                         AND lease_until >= %s)
                    ORDER BY poll_next NULLS FIRST, id""",
                tuple(GATEWAYS),
                fields.Datetime.now(),
            )
        )

    def _calls(self, commit):
        """The visits to be made: each terminal is locked when its turn comes."""
        for device in self:
            if not device._lock_line():
                device._comes_later()
                continue
            commit()
            self.env.invalidate_all()
            if not device.exists():
                device._unlock_line()
                continue
            yield Trip(device, whole=False, errands=True), visit(device._gateway())

    def _heard(self, step, trip):
        take = _HEARD.get(type(step))
        return take(self, step, trip) if take else super()._heard(step, trip)

    def _next_order(self, _step, trip):
        """The next thing to do, leased; ``None`` for nothing."""
        commands = self.env["biometric.command"]
        for number, _text in commands._lease_for(self):
            command = commands.browse(int(number))
            command.answer_pending = False
            trip.undone = [command.id]
            return Order(number, command.kind, command._values_to_go_on())
        return None

    def _read_page(self, step, _trip):
        self._store(step.upload, step.order.kind, "poll")
        command = self.env["biometric.command"].browse(int(step.order.id))
        return command._note_progress(step)

    def _note_end(self, trip, error):
        """What was begun waits for the next turn, unless it may have happened."""
        if not self.gateway:
            super()._note_end(trip, error)
            return
        command = self.env["biometric.command"].browse(trip.undone).exists()
        # Else nobody knows whether it was done.
        sure = error is None or isinstance(error, Misaddressed | DeviceRefused)
        tried = not (sure or isinstance(error, Unreachable))
        reason = error.reason if isinstance(error, TransportError) else None
        trip.undone = []
        super()._note_end(trip, error)
        command._wait_for_next_turn(sure, tried, reason)

    def _was_reached(self):
        """The gateway answered; whether its terminal is there nobody said."""
        if not self.gateway:
            return super()._was_reached()
        if self.poll_next or self.poll_error:
            self._forget_failures()
        return None

    def _forget_failures(self):
        self.write(
            {
                "poll_next": False,
                "poll_error": False,
                "poll_error_at": False,
                "poll_failures": 0,
            }
        )

    def _was_not_reached(self, reason):
        result = super()._was_not_reached(reason)
        if self.gateway:
            rest = timedelta(minutes=2 ** min(self.poll_failures - 1, 10))
            self.poll_next = fields.Datetime.now() + min(rest, LONGEST_REST)
        return result

    def write(self, vals):
        result = super().write(vals)
        if not WAY.isdisjoint(vals):
            called = self.filtered("gateway")
            called.filtered("poll_next").poll_next = False
            called._call_soon()
        return result

    def _call_soon(self):
        """Have the gateways of these terminals called once this is committed."""
        ready = self.filtered(lambda device: device.gateway and device.gateway_url)
        if ready.filtered(lambda device: device._is_approved()):
            self.env.ref("biometric_attendance.cron_call").sudo()._trigger()

    @api.model
    def _schedule_calls(self):
        """Have the cron run again when the next rest is over."""
        for _device, rest_until in self._waiting_for_calls():
            at = rest_until or fields.Datetime.now()
            self.env.ref("biometric_attendance.cron_call").sudo()._trigger(at=at)
            return


_HEARD = {
    Ready: BiometricDevice._next_order,
    Read: BiometricDevice._read_page,
}

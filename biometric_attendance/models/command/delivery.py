"""Delivery of queued commands to terminals, and processing of their results.

queued -> sent -> done | failed
           |  ^
           |  `- no answer within the lease: sent again, up to ``max_attempts`` times
           `- unverified -> its users are read -> done | failed
"""

import logging

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...terminals import BRANDS
from ...terminals.reasons import Reason
from ..due import get_over_domain
from ..isolation import isolate
from ..reason import as_stored
from . import verification
from .encoding import OVERHEAD_BYTES, encode
from .states import COMMAND_LEASE, PENDING_STATES, READ_USERS

_logger = logging.getLogger(__name__)

MAX_COMMANDS_PER_ANSWER = 50  # if the bytes allow
MAX_COMMAND_ID = 2**31 - 1


class BiometricCommand(models.Model):
    _inherit = "biometric.command"

    @api.model
    def _has_pending(self, device):
        """Whether the device has queued or sent commands.

        It is plain SQL, because it is the only query of a terminal's heartbeat.
        """
        self.env.cr.execute(
            SQL(
                """SELECT 1 FROM biometric_command
                    WHERE device_id = %s AND state IN %s LIMIT 1""",
                device.id,
                PENDING_STATES,
            )
        )
        return bool(self.env.cr.fetchone())

    @api.model
    def _has_only_queued(self, device):
        """Whether commands are queued for the device, and none waits for an answer."""
        pending = [("device_id", "=", device.id), ("state", "in", PENDING_STATES)]
        return set(self.search(pending).mapped("state")) == {"queued"}

    @api.model
    def _lease(self, device):
        """Return the next commands of the device, in order, leased to it.

        While one is leased, nothing else is sent: a terminal that is still busy with a
        user must not be told to delete the user first.

        :return: ``[(id, text)]`` as the brand's commands encode them.
        """
        self._sweep([("device_id", "=", device.id)])
        pending = self.search(
            Domain("device_id", "=", device.id)
            & Domain("state", "in", PENDING_STATES)
            & Domain("unverified", "=", False)
            & self._get_deliverable_domain(device),
            order="id",
            limit=MAX_COMMANDS_PER_ANSWER,
        )
        if any(command.state == "sent" for command in pending):
            return []
        if pending.try_lock_for_update() != pending:  # another worker sends them
            return []
        leased, size = [], 0
        for command in pending:
            text = encode(command)
            if text is None:
                continue
            size += len(text.encode()) + OVERHEAD_BYTES
            too_many = device.one_command or size > command._commands().answer_bytes
            if leased and too_many:
                break
            leased.append((str(command.id), text))
            command._record_sending()
        return leased

    def _record_sending(self):
        self.write(
            {
                "state": "sent",
                "sent_at": fields.Datetime.now(),
                "answer_pending": False,
                "attempts": self.attempts + 1,
            }
        )
        self._renew_lease()

    def _renew_lease(self):
        """Extend the lease of sent commands, on which the terminal still works."""
        sent = self.filtered(lambda command: command.state == "sent")
        sent.lease_until = fields.Datetime.now() + COMMAND_LEASE

    def _unlease(self):
        """Queue leased commands again that were not begun; the attempt is not counted."""
        for command in self.filtered(lambda command: command.state == "sent"):
            command.attempts -= 1
            command._queue_again()

    def _queue_again(self):
        self.write({"state": "queued", "lease_until": False})

    def _requeue_unfinished(self, not_done, attempted, reason):
        """Queue commands again that a session leased and did not finish.

        :param not_done: whether it is certain that nothing was done.
        :param attempted: whether it counts as an attempt.
        :param reason: why they are unfinished, ``None`` if nothing went wrong.
        """
        for command in self.filtered(
            lambda command: command.state == "sent" and not command.answer_pending
        ):
            if not not_done and command._is_dangerous():
                command._finish("failed", reason=Reason("not_repeated"))
            elif not attempted:
                command._unlease()
            elif command.attempts >= command._commands().max_attempts:
                command._finish("failed", reason=reason)
            else:
                command._queue_again()

    def _record_progress(self, position, count):
        """Record how far a command that reads past punches has got.

        :param count: number of punches read since the last call.
        :return: whether to go on: somebody may have cancelled the command.
        """
        if self.state != "sent":
            return False
        found = (self.position or {}).get("found", 0) + count
        self.write(
            {
                "position": {**position, "found": found},
                "result_reason": as_stored(Reason("punches_so_far", {"count": found})),
            }
        )
        self._renew_lease()
        return True

    @api.model
    def _get_sent(self, device, ids):
        """Return the commands with these ids, without any that were not sent to this device.

        :param ids: texts, as terminals send them.
        """
        numbers = map(_command_number, ids)
        return self.search(
            [
                ("id", "in", [number for number in numbers if number]),
                ("device_id", "=", device.id),
                ("attempts", ">", 0),
            ],
            order="id",
        )

    @api.model
    def _process_results(self, device, results):
        """Process results a device sent; those of commands it never got are ignored.

        :param results: list of :class:`~.terminals.records.CommandResult`.
        """
        by_number = {_command_number(result.id): result for result in results}
        ids = {result.id for result in results}
        sent = self._get_sent(device, ids)
        unknown = len(ids) - len(sent)
        if unknown:
            device._record_unknown_result()
            _logger.info(
                "Device %s answered %s unknown commands", device.serial, unknown
            )
        # A result that is sent again does not change a command that is done.
        commands = sent.filtered(lambda command: command.state != "done")
        for command in commands:
            command._process_result(by_number[command.id])
        # Commands that waited until these were answered can be sent now.
        commands.filtered("answer_pending").device_id._schedule_commands()

    def _process_result(self, result):
        commands = self._commands()
        succeeded, reason = commands.explain(
            result.code, self.kind, self.device_id.dialect
        )
        if self._needs_verification(result.code):
            if not self.unverified:
                verification.begin(self, reason, result.code or 0)
        elif result.code == commands.pending_code:
            self._await_answer(reason)
        else:
            if succeeded and "found" in (self.position or {}):
                reason = Reason("punches_read", {"count": self.position["found"]})
            self._finish("done" if succeeded else "failed", result.code or 0, reason)

    def _process_records(self, results, upload):
        """Process the result of this command, and the records it read.

        :param results: list of :class:`~.terminals.records.CommandResult`.
        :param upload: :class:`~.terminals.records.Upload`, stored already.
        """
        if upload.refused and not (upload.punches or upload.users or upload.info):
            if self.state == "sent":  # else it has ended already
                self._finish("failed", reason=upload.refused[0].reason)
            return
        self._process_results(self.device_id, results)
        if self.kind == READ_USERS and self.state == "done":
            verification.verify(self, upload)

    @api.model
    def _finish_unanswered(self, device, leased):
        """Finish leased commands of the kinds that the device's brand never answers."""
        unanswered = BRANDS[device.brand].commands.unanswered
        for number, _text in leased if unanswered else ():
            command = self.browse(int(number))
            if command.kind in unanswered:
                command._finish("done", reason=Reason("restarting"))

    def _await_answer(self, reason):
        """Go on waiting: a gateway has the command, and sends the terminal's answer later."""
        if self.device_id.polled_on_demand and self.state == "sent":
            self.write({"answer_pending": True, "result_reason": as_stored(reason)})
            self._renew_lease()

    @api.model
    def _cron_sweep(self):
        self._sweep()

    @api.model
    def _sweep(self, domain=()):
        """Queue again or fail commands whose lease has ended, and expire old queued ones."""
        now = fields.Datetime.now()
        sent = Domain("state", "=", "sent") & Domain("lease_until", "!=", False)
        ended = get_over_domain("lease_until", now, COMMAND_LEASE)
        late = self.search(Domain(domain) & sent & ended, order="id")
        if late:
            isolate(late, lambda these: these._end_leases(), abandon)
        old = self.search([*domain, ("state", "=", "queued"), ("expires_at", "<", now)])
        old = old.filtered(lambda command: not command._is_withheld())
        if old:
            never = Reason("never_fetched")
            isolate(old, lambda these: these._finish("expired", reason=never), abandon)

    def _end_leases(self):
        """Queue commands again whose lease has ended, or fail them."""
        for command in self:
            if command._is_dangerous():
                command._finish("failed", reason=Reason("not_repeated"))
            elif command.attempts >= command._commands().max_attempts:
                command._give_up()
            else:
                command._queue_again()

    def _give_up(self):
        """Verify or fail a command that was sent ``max_attempts`` times without an answer."""
        read_back = self._commands().read_back
        if read_back and not read_back.only_erasures:
            verification.give_up(self)
        else:
            self._finish("failed", reason=Reason("never_answered"))

    def _needs_verification(self, code):
        """Whether the result is not reliable, so that the user is read back to verify it.

        :param code: the result; ``None`` for no answer, or one without a result.
        """
        read_back = self._commands().read_back
        if not read_back or not read_back.is_unverified(code, self.kind):
            return False
        return not read_back.only_erasures or verification.proves_erasure(self)


def abandon(command):
    """End a command with which nothing can be done, so that it blocks no others."""
    command.write(
        {
            "state": "failed",
            "lease_until": False,
            "result_reason": as_stored(Reason("server_error")),
            "finished_at": fields.Datetime.now(),
        }
    )


def _command_number(text):
    """Return the id of a command from the text a terminal sent; 0 if it is none."""
    number = int(text) if text.isdecimal() and len(text) < 20 else 0
    return number if number <= MAX_COMMAND_ID else 0

"""Handing commands to a terminal that asks, and processing what it answers.

queued -> sent -> done | failed
           |  ^
           |  `- no answer within the lease: sent again, until it was sent often enough
           `- unverified -> its users are read -> done | failed
"""

import json
import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ...rules import clock
from ...rules.vault import VaultError
from ...terminals import BRANDS
from ...terminals.errors import ProtocolError
from ...terminals.reasons import Reason
from ..reason import as_stored
from . import verification
from .states import PENDING_STATES, READ_USERS

_logger = logging.getLogger(__name__)

COMMAND_LEASE = timedelta(minutes=5)
MAX_COMMANDS_PER_ANSWER = 50  # if the bytes allow
OVERHEAD_BYTES = 32  # around the text of each
MAX_COMMAND_ID = 2**31 - 1


class BiometricCommand(models.Model):
    _inherit = "biometric.command"

    @api.model
    def _has_pending(self, device):
        """Whether the device has anything to fetch. The only query of a heartbeat."""
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
        """Whether the device could be handed something more right now."""
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
            [
                ("device_id", "=", device.id),
                ("state", "in", PENDING_STATES),
                ("unverified", "=", False),
            ],
            order="id",
            limit=MAX_COMMANDS_PER_ANSWER,
        )
        if any(command.state == "sent" for command in pending):
            return []
        if pending.try_lock_for_update() != pending:  # another worker is at them
            return []
        leased, size = [], 0
        for command in pending:
            text = command._encode()
            if text is None:
                continue
            size += len(text.encode()) + OVERHEAD_BYTES
            too_many = device.one_command or size > command._commands().answer_bytes
            if leased and too_many:
                break
            leased.append((str(command.id), text))
            command.write(
                {
                    "state": "sent",
                    "sent_at": fields.Datetime.now(),
                    "answer_pending": False,
                    "attempts": command.attempts + 1,
                }
            )
            command._renew_lease()
        return leased

    def _renew_lease(self):
        """Wait longer for an answer: the terminal is still at it."""
        sent = self.filtered(lambda command: command.state == "sent")
        sent.lease_until = fields.Datetime.now() + COMMAND_LEASE

    def _unlease(self):
        """Queue again what was leased and is known not to have been begun."""
        for command in self.filtered(lambda command: command.state == "sent"):
            command.attempts -= 1
            command._queue_again()

    def _queue_again(self):
        self.write({"state": "queued", "lease_until": False})

    def _requeue_unfinished(self, not_done, attempted, reason):
        """Queue again what a session began and did not finish.

        :param not_done: it is certain that nothing was done.
        :param attempted: count it as an attempt.
        :param reason: why it did not come to an end, ``None`` where nothing went wrong.
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

    def _encode(self):
        """The command as the terminal reads it; ``None`` where that cannot be."""
        commands, device = self._commands(), self.device_id
        known = device._get_known_options(self.pin)
        try:
            text = commands.encode(
                self.kind, self._prepare_payload(), device.dialect, known=known
            )
            if len(text.encode()) + OVERHEAD_BYTES > commands.command_bytes:
                raise ProtocolError("command_too_long")
        except ProtocolError as error:
            self._finish("failed", reason=error.why)
            return None
        return text

    def _prepare_payload(self):
        """The payload, with what is only read when the command is sent.

        :raises ProtocolError: where that cannot be read, or must not be sent any more.
        """
        payload = json.loads(self.sudo().payload)
        if self.kind == "set_clock":  # it may have waited for days
            zone = clock.zone(self.device_id.tz)
            payload["time"] = str(clock.wall(fields.Datetime.now(), zone))
        elif self.kind == "set_template":
            payload |= self._read_template()
        elif self.kind == "clear_punches":
            unclearable = self.device_id._get_clearing_problem()
            if unclearable:
                raise ProtocolError(unclearable.code, **unclearable.values)
        return payload

    def _read_template(self):
        template = self.sudo().template_id
        if not template:
            raise ProtocolError("template_gone")
        if not self.env["biometric.consent"]._covered(template.employee_id):
            raise ProtocolError("no_legal_basis")
        try:
            return {"blob": template._text(), "duress": template.duress}
        except VaultError as error:
            raise ProtocolError(error.code, **error.values) from error

    def _prepare_resumed_payload(self):
        """The payload, and the position from where to go on with it."""
        return {**self._prepare_payload(), **(self.position or {})}

    def _record_progress(self, position, count):
        """Remember how far punches of the past are read and stored.

        :param count: of punches read since the last time.
        :return: whether to go on: a person may have cancelled it.
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
        """The commands of these ids that were sent to this very device.

        :param ids: texts, as a terminal names them.
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
        """Take over results, only of commands that were sent to this very device.

        :param results: :class:`~.terminals.records.CommandResult`.
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
        # One that is done is done, however often the terminal says so.
        commands = sent.filtered(lambda command: command.state != "done")
        for command in commands:
            command._process_result(by_number[command.id])
        # What waited for the answer of one may follow now.
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
        """Process the result of this very command, and the records it read.

        :param upload: :class:`~.terminals.records.Upload`, stored already.
        """
        if upload.refused and not (upload.punches or upload.users or upload.info):
            if self.state == "sent":  # else it was decided about before
                self._finish("failed", reason=upload.refused[0].reason)
            return
        self._process_results(self.device_id, results)
        if self.kind == READ_USERS and self.state == "done":
            verification.verify(self, upload)

    @api.model
    def _finish_unanswered(self, device, leased):
        """Finish those of the leased commands that a device never answers."""
        unanswered = BRANDS[device.brand].commands.unanswered
        for number, _text in leased if unanswered else ():
            command = self.browse(int(number))
            if command.kind in unanswered:
                command._finish("done", reason=Reason("restarting"))

    def _await_answer(self, reason):
        """Somebody between has the command, and passes on the terminal's answer."""
        if self.device_id.polled_on_demand and self.state == "sent":
            self.write({"answer_pending": True, "result_reason": as_stored(reason)})
            self._renew_lease()

    @api.model
    def _cron_sweep(self):
        self._sweep()

    @api.model
    def _sweep(self, domain=()):
        """Decide about commands whose time has run out."""
        now = fields.Datetime.now()
        late = self.search(
            [*domain, ("state", "=", "sent"), ("lease_until", "<", now)], order="id"
        )
        for command in late:
            if command._is_dangerous():
                command._finish("failed", reason=Reason("not_repeated"))
            elif command.attempts >= command._commands().max_attempts:
                command._give_up()
            else:
                command._queue_again()
        self.search(
            [*domain, ("state", "=", "queued"), ("expires_at", "<", now)]
        )._finish("expired", reason=Reason("never_fetched"))

    def _give_up(self):
        """End a command the terminal was sent often enough without an answer."""
        if self._commands().read_back:
            verification.give_up(self)
        else:
            self._finish("failed", reason=Reason("never_answered"))

    def _needs_verification(self, code):
        """Whether an answer is no proof, so that reading the user back decides.

        :param code: ``None``: no answer, or one that does not say.
        """
        read_back = self._commands().read_back
        return bool(read_back and read_back.is_unverified(code, self.kind))


def _command_number(text):
    """A command's id as a terminal names it; 0 where it can be none."""
    number = int(text) if text.isdecimal() and len(text) < 20 else 0
    return number if number <= MAX_COMMAND_ID else 0

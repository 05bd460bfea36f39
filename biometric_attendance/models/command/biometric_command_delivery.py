"""Handing commands to a terminal that asks, and reading what it answers."""

import json
import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ...rules import clock
from ...terminals import BRANDS
from ...terminals.errors import ProtocolError
from ..reason import sentence

_logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
AT_ONCE = 50  # commands to one answer, if the bytes allow
OVERHEAD = 32  # bytes around the text of each
LARGEST = 2**31 - 1  # no command has a higher number


class BiometricCommand(models.Model):
    _inherit = "biometric.command"

    @api.model
    def _any_for(self, device):
        """Whether the device has anything to fetch. The only query of a heartbeat."""
        self.env.cr.execute(
            SQL(
                """SELECT 1 FROM biometric_command
                    WHERE device_id = %s AND state IN ('queued', 'sent') LIMIT 1""",
                device.id,
            )
        )
        return bool(self.env.cr.fetchone())

    @api.model
    def _lease_for(self, device):
        """The next commands of the device, in order, leased to it.

        While one is leased, nothing else is sent: a terminal that is still busy with a
        user must not hear of the user's deletion first.

        :return: ``[(id, text)]`` for the brand's ``encode_commands``.
        """
        now = fields.Datetime.now()
        self._sweep([("device_id", "=", device.id)])
        pending = self.search(
            [
                ("device_id", "=", device.id),
                ("state", "in", ("queued", "sent")),
                ("unverified", "=", False),
            ],
            order="id",
            limit=AT_ONCE,
        )
        if any(command.state == "sent" for command in pending):
            return []
        if pending.try_lock_for_update() != pending:  # another worker is at them
            return []
        limit = BRANDS[device.brand].commands.answer_bytes
        leased, size = [], 0
        for command in pending:
            text = command._render()
            if text is None:
                continue
            size += len(text.encode()) + OVERHEAD
            if leased and (size > limit or device._one_at_a_time()):
                break
            leased.append((str(command.id), text))
            command.write(
                {
                    "state": "sent",
                    "sent_at": now,
                    "lease_until": now + LEASE,
                    "attempts": command.attempts + 1,
                }
            )
        return leased

    @api.model
    def _any_left(self, device):
        """Whether the device could be handed something more right now."""
        pending = [("device_id", "=", device.id), ("state", "in", ("queued", "sent"))]
        return set(self.search(pending).mapped("state")) == {"queued"}

    def _give_back(self):
        """Queue again what was leased and is known not to have been begun."""
        for command in self.filtered(lambda command: command.state == "sent"):
            command.write(
                {
                    "state": "queued",
                    "lease_until": False,
                    "attempts": command.attempts - 1,
                }
            )

    def _render(self):
        """The command as the terminal reads it; ``None`` where that cannot be."""
        commands, device = self._brand().commands, self.device_id
        known = device._codec_knows(self.pin)
        try:
            text = commands.encode(
                self.kind, self._values(), device.dialect, known=known
            )
            if len(text.encode()) + OVERHEAD > commands.command_bytes:
                raise ProtocolError("This is more than a terminal takes at once.")
        except ProtocolError as error:
            self._finish("failed", result=sentence(self.env, error.why))
            return None
        return text

    def _values(self):
        """The payload, with what is only read when the command is sent.

        :raises ProtocolError: where that cannot be read any more.
        """
        values = json.loads(self.sudo().payload)
        if self.kind == "set_clock":  # it may have waited for days
            zone = clock.zone(self.device_id.tz)
            values["time"] = str(clock.wall(fields.Datetime.now(), zone))
        return values

    @api.model
    def _answered(self, device, results):
        """Take results in: only of commands that were sent to this very device.

        :param results: :class:`~.protocols.records.CommandResult`.
        """
        said = {int(r.id): r for r in results if _is_number(r.id)}
        sent = self.search(
            [
                ("id", "in", list(said)),
                ("device_id", "=", device.id),
                ("attempts", ">", 0),
            ],
            order="id",
        )
        strays = len({result.id for result in results}) - len(sent)
        if strays:
            device._note_strays()
            _logger.info(
                "Device %s answered %s unknown commands", device.serial, strays
            )
        # One that is done is done, however often the terminal says so.
        commands = sent.filtered(lambda command: command.state != "done")
        for command in commands:
            command._take_answer(said[command.id])
        commands._take_effect()

    def _take_answer(self, result):
        commands = self._brand().commands
        if result.code == commands.pending_code:  # a terminal in front passed it on
            return
        good, reason = commands.explain(result.code, self.kind, self.device_id.dialect)
        words = sentence(self.env, reason)
        self._finish("done" if good else "failed", result.code or 0, words)

    def _take_effect(self):
        """What follows from results. Extended where something does."""

    @api.model
    def _sweep(self, domain=()):
        """Decide about commands whose time has run out."""
        now = fields.Datetime.now()
        late = self.search(
            [*domain, ("state", "=", "sent"), ("lease_until", "<", now)], order="id"
        )
        for command in late:
            if command._dangerous():
                command._finish(
                    "failed",
                    result=self.env._("No answer. It is not repeated by itself."),
                )
            elif command.attempts >= command._brand().commands.max_attempts:
                command._give_up()
            else:
                command.write({"state": "queued", "lease_until": False})
        self.search(
            [*domain, ("state", "=", "queued"), ("expires_at", "<", now)]
        )._finish("expired", result=self.env._("The terminal never asked for it."))

    def _renew_lease(self):
        """The terminal is still at it."""
        for command in self.filtered(lambda command: command.state == "sent"):
            command.lease_until = fields.Datetime.now() + LEASE

    def _give_up(self):
        """The terminal was told often enough."""
        self._finish("failed", result=self.env._("The terminal never answered."))

    @api.model
    def _cron_sweep(self):
        self._sweep()


def _is_number(text):
    """Whether an id a terminal names can be one of ours at all."""
    return text.isdecimal() and len(text) < 20 and int(text) <= LARGEST

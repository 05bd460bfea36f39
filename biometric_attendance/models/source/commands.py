"""Commands of terminals behind a source, which the source's sessions carry out.

connected           ->  the queued commands of its terminals are returned
command done        ->  the command's result is stored, and what came with it
command unanswered  ->  it is queued again, some times
"""

import json

from odoo import api, models
from odoo.fields import Domain

from ...terminals import BRANDS
from ...terminals.reasons import Reason
from ...terminals.session import DeviceCommand
from ...terminals.source import SourceCommand
from ..command.delivery import abandon
from ..command.states import PENDING_STATES
from ..isolation import isolate

# Of one session: the punches of all terminals wait meanwhile.
MAX_COMMANDS = 50


class BiometricSource(models.Model):
    _inherit = "biometric.source"

    def _get_command_problem(self):
        """Return why no terminal behind it can take a command, ``None`` if they can.

        :rtype: ~.terminals.reasons.Reason
        """
        self.ensure_one()
        if not self.active:
            return Reason("source_archived", {"source": self.name})
        return None

    @api.depends("active")
    def _compute_takes_commands(self):
        result = super()._compute_takes_commands()
        for source in self.filtered("takes_commands"):
            source.takes_commands = not source._get_command_problem()
        return result

    def _schedule_commands(self):
        """Read these sources because a command is queued, but for those that rest."""
        self.filtered(lambda source: not source.sudo().failures)._schedule_now()

    def _get_commanded_devices(self):
        """Return its terminals that have commands to be sent, the longest queued first."""
        if not self.takes_commands:
            return self.env["biometric.device"]
        pending = Domain("device_id.source_id", "=", self.id)
        pending &= Domain("state", "in", PENDING_STATES)
        commands = self.env["biometric.command"]
        found = commands._read_group(pending, ["device_id"], order="id:min")
        return self.env["biometric.device"].union(
            *(device for [device] in found if device._is_approved())
        )

    def _process_connected(self, step, taken):
        """Return the next commands of its terminals, in the order they were queued."""
        taken.left.clear()  # it may be tried again
        leased = []
        for device in self._get_commanded_devices():
            if len(leased) < MAX_COMMANDS:
                isolate(device, lambda each: leased.extend(each._lease_for_source()))
        leased.sort(key=lambda each: int(each.command.id))
        devices = {device.source_key: device for device in self.device_ids}
        for terminal, command in leased:
            taken.left[int(command.id)] = devices[terminal]
        return leased

    def _process_command_done(self, step, taken):
        """Store the result of a command, and the records it read.

        One that cannot be stored fails by itself.
        """
        command = self.env["biometric.command"].browse(int(step.command.id))
        device = taken.left[command.id]

        def store(command):
            if step.upload:
                device._store_upload(step.upload, command.kind, "poll")
            if step.problem:
                command._finish("failed", reason=step.problem)
            else:
                command._process_results(device, [step.result])

        isolate(command.exists(), store, abandon)

    def _process_command_unanswered(self, step, taken):
        """Queue a command again of which nobody knows what became, or give it up."""
        command = self.env["biometric.command"].browse(int(step.command.id)).exists()
        command._requeue_unfinished(False, True, step.reason)

    def _release_commands(self, taken, error):
        """Queue again what a session took along and did not begin.

        :param error: what ended the session, ``None`` for nothing. Nobody knows then what
            became of the first: it is sent again once its lease has ended.
        :return: whether to go on with them at once.
        """
        left = sorted(taken.left)[0 if error is None else 1 :]
        released = self.env["biometric.command"].browse(left).exists()
        released._unlease()
        return bool(released) and error is None and not taken.unanswered


class BiometricDevice(models.Model):
    _inherit = "biometric.device"

    def _lease_for_source(self):
        """Return its next commands, as its source's session takes them."""
        commands = self.env["biometric.command"]
        return [
            SourceCommand(
                self.source_key,
                DeviceCommand(
                    number, commands.browse(int(number)).kind, json.loads(text)
                ),
            )
            for number, text in commands._lease(self)
        ]

    def _capabilities(self):
        """What its brand knows, nothing where no session would carry it out."""
        behind = self.source_id.sudo()
        if behind and (not self.source_key or behind._get_command_problem()):
            return frozenset()
        return super()._capabilities()

    def _get_command_problem(self, kind):
        behind = self.source_id.sudo()
        brand = BRANDS.get(self.brand)
        is_asked = behind and brand and brand.commands
        problem = behind._get_command_problem() if is_asked else None
        return problem or super()._get_command_problem(kind)

    def _schedule_commands(self):
        behind = self.filtered("source_id")
        behind.source_id.sudo()._schedule_commands()
        return super(BiometricDevice, self - behind)._schedule_commands()

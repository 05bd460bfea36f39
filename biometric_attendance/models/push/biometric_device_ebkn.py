"""EBKN terminals: what they are told when they ask, and what they bring back.

poll    ->  what it says of itself, its clock; the next command
result  ->  of a command this very terminal was sent: its records, its end, its proof
"""

from odoo import fields, models
from odoo.fields import Domain

from ...terminals import ebkn
from ...terminals.errors import ProtocolError
from ..command.biometric_command_people import WRITES
from ..command.biometric_command_proof import READS

# Commands that tell whether a user was there when they were given. A deletion that only
# waits may still be undone.
WRITING = Domain("kind", "in", WRITES) & Domain("state", "in", ("queued", "sent"))
DELETING = Domain("kind", "=", "delete_user") & Domain("state", "=", "sent")
UNDER_WAY = WRITING | DELETING


class BiometricDevice(models.Model):
    _inherit = "biometric.device"

    def _codec_knows(self, pin=None):
        known = super()._codec_knows(pin)
        if self.brand != "ebkn" or not pin:
            return known
        return {**known, ebkn.PRESENT: "yes" if self._has_there(pin) else "no"}

    def _has_there(self, pin):
        """Whether the terminal has a user of this PIN, as far as anybody knows.

        Who is there is not written whole: that would delete fingers.
        """
        mine = Domain("device_id", "=", self.id) & Domain("pin", "=", pin)
        user = self.env["biometric.device.user"].sudo().search(mine)
        last = self.env["biometric.command"].sudo().search(mine & UNDER_WAY, limit=1)
        if user.sync_state == "absent" or last.kind == "delete_user":
            return False
        if last.kind == "set_user":  # it was not there when that was decided
            return bool(user.reported_at and user.reported_at > last.create_date)
        if last or user.sync_state == "present" or user.reported_at:
            return True
        return bool(self.env["biometric.punch"].sudo().search_count(mine, limit=1))

    def _heard_poll(self, body):
        """Take in what a poll says; nothing of it is lost where it cannot be read."""
        if not self._is_first_in_a_minute("poll"):
            return
        try:
            document, _blocks = ebkn.decode_frame(body)
        except ProtocolError:
            return
        info, wall = ebkn.read_poll(document)
        self._learn(info)
        if wall:
            self._compare_clock(wall, fields.Datetime.now())

    def _command_at_poll(self, resend_all):
        """The next thing it shall do: ``(id, text)`` of a command, or nothing.

        :param resend_all: it is to send its whole memory.
        """
        commands = self.env["biometric.command"]
        if resend_all:
            self._ask_for_what_it_has()
        leased = commands._lease_for(self) if commands._any_for(self) else []
        if not leased:
            return None
        [(number, text)] = leased
        command = commands.browse(int(number))
        if command.kind == "restart":
            done = self.env._("It restarts at once, without an answer.")
            command._finish("done", result=done)
        return number, text

    def _ask_for_what_it_has(self):
        if "query_punches" in self._capabilities():
            self._ask_for_everything()
        else:
            self.resend_all = False

    def _take_result(self, call, body):
        """What became of a command, and what came with it.

        :param call: :class:`~.protocols.ebkn.Call`; its id is all that ties the two.
        """
        commands = self.env["biometric.command"]
        command = commands._sent_to(self, call.id)
        known = self._codec_knows()
        pins = self.sudo().user_ids.mapped("pin")
        result, upload = ebkn.decode_results(
            call, body, command.kind or "", known=known, pins=pins
        )
        if not command:
            commands._answered(self, [result])
            return
        self._store(upload, call.table, "poll")
        if upload.refused and not (upload.punches or upload.users or upload.info):
            if command.state == "sent":  # else it was decided about before
                command._finish("failed", result=upload.refused[0].reason)
            return
        commands._answered(self, [result])
        if command.kind == READS and command.state == "done":
            command._prove(upload)

    def _expect_more(self, call):
        """A part of a result came: the rest is waited for."""
        commands = self.env["biometric.command"]
        commands._sent_to(self, call.id)._renew_lease()

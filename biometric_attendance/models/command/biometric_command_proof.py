"""Commands whose result is no proof: what was read back decides.

sent -> unverified ----(its user, or the list of users, is read)----> done | failed
           |  while other commands go on, the one that reads among them
           └─ nobody answers about the user -> failed
"""

import json

from odoo import api, fields, models
from odoo.fields import Domain

from ...terminals import BRANDS
from ..reason import sentence
from .biometric_command_people import WRITES

# What is pointless for a user the terminal does not answer about.
OF_A_USER = (*WRITES, "set_template", "grant_access", "deny_access", "enroll")
READS = "query_users"


class BiometricCommand(models.Model):
    _inherit = "biometric.command"

    unverified = fields.Boolean(
        readonly=True,
        help="The terminal has said what became of it; reading it back decides.",
    )

    def _is_doubtful(self, code):
        read_back = self._brand().commands.read_back
        return read_back and read_back.is_unverified(code, self.kind)

    def _take_answer(self, result):
        if not self._is_doubtful(result.code):
            return super()._take_answer(result)
        if not self.unverified:
            dialect = self.device_id.dialect
            _good, reason = self._brand().commands.explain(
                result.code, self.kind, dialect
            )
            self._claim(sentence(self.env, reason), result.code or 0)
        return None

    def _claim(self, words, code=0):
        """Note what the terminal says, and have it read back."""
        self.write(
            {
                "state": "sent",  # also of one that was given up too early
                "unverified": True,
                "result": words,
                "code": code,
                "lease_until": False,
                "finished_at": False,
            }
        )
        whom = {} if self.kind == "delete_user" else {"pin": self.pin}
        self._queue(self.device_id, READS, whom)

    def _take_result(self, results, upload):
        """Take in the result of this very command, and the records it read.

        :param upload: :class:`~.terminals.records.Upload`.
        """
        if upload.refused and not (upload.punches or upload.users or upload.info):
            if self.state == "sent":  # else it was decided about before
                reason = sentence(self.env, upload.refused[0].reason)
                self._finish("failed", result=reason)
            return
        self._answered(self.device_id, results)
        if self.kind == READS and self.state == "done":
            self._prove(upload)

    @api.model
    def _finish_unanswered(self, device, leased):
        """Finish those of the commands handed over that a device never answers."""
        unanswered = BRANDS[device.brand].commands.unanswered
        for number, _text in leased if unanswered else ():
            command = self.browse(int(number))
            if command.kind in unanswered:
                done = self.env._("It restarts at once, without an answer.")
                command._finish("done", result=done)

    def _prove(self, upload):
        """Decide about what was unverified before this command read it back.

        :param upload: :class:`~.protocols.records.Upload`, what it read.
        """
        for claim in self._claims():
            payload = json.loads(claim.sudo().payload)
            why_not = claim._brand().commands.read_back.difference(
                claim.kind, payload, upload
            )
            words = sentence(self.env, why_not) or self.env._("Done, and read back.")
            claim._finish("failed" if why_not else "done", claim.code, words)

    def _claims(self):
        """The claims this command reads back, in order."""
        self.ensure_one()
        deletions = Domain("kind", "=", "delete_user")
        whose = ~deletions & Domain("pin", "=", self.pin) if self.pin else deletions
        return self.search(
            Domain("device_id", "=", self.device_id.id)
            & Domain("state", "=", "sent")
            & Domain("unverified", "=", True)
            & Domain("id", "<", self.id)
            & whose,
            order="id",
        )

    def _finish(self, state, code=0, result=None):
        outcome = super()._finish(state, code, result)
        for reading in self.filtered(lambda c: c.kind == READS and state != "done"):
            unproven = self.env._("What it did could not be read back: %s", result)
            for claim in reading._claims():
                claim._finish("failed", claim.code, unproven)
        return outcome

    def _give_up(self):
        """A terminal says nothing at all about a user it does not have."""
        self.ensure_one()
        if not self._brand().commands.read_back:
            return super()._give_up()
        if self._is_doubtful(None) and self.device_id._is_approved():
            return self._claim(self.env._("The terminal never answered."))
        unclaimed = self.kind == READS and self.pin and not self._claims()
        super()._give_up()
        if unclaimed:
            self._device_user()._has_become("absent", None)
        elif self.kind in OF_A_USER:
            self._spare_the_rest()
        return None

    def _spare_the_rest(self):
        """Do not wait as long for everything else about the same user."""
        waiting = [
            ("device_id", "=", self.device_id.id),
            ("pin", "=", self.pin),
            ("kind", "in", OF_A_USER),
            ("state", "=", "queued"),
        ]
        words = self.env._("The terminal does not answer about this user.")
        self.search(waiting)._finish("failed", result=words)

    @api.model
    def _sent_to(self, device, number):
        """The command of this number, if it was sent to this very device.

        :param number: as a terminal names it.
        """
        if not (number.isdecimal() and len(number) < 10):
            return self.browse()
        sent = [("id", "=", int(number)), ("device_id", "=", device.id)]
        return self.search([*sent, ("attempts", ">", 0)])

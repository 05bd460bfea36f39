"""Terminals of the security dialect: how they are taken in, and what they are asked.

GET  cdata?options=all  ->  OK, until it is registered; then its code and options
POST registry           ->  its code
POST push               ->  its options
GET  rtdata?type=time   ->  the time
"""

import hashlib
from datetime import timedelta

from odoo import fields, models

from ...rules import clock
from ...terminals import BRANDS

CODE_LENGTH = 32  # letters the protocol has room for


class BiometricDevice(models.Model):
    _inherit = "biometric.device"

    registered = fields.Boolean(
        readonly=True,
        copy=False,
        help="A terminal of the security dialect was given its code.",
    )

    def _greet_security(self):
        """The answer to the first call of a terminal of the security dialect."""
        codec = BRANDS[self.brand].codec
        if not self.registered:
            return codec.OK
        return codec.encode_push_options(
            self._code("session"),
            registry_code=self._code("registry"),
            **self._wanted_of_people(),
        )

    def _take_in(self, body):
        """Take in what a terminal says of itself, and give it its code."""
        codec = BRANDS[self.brand].codec
        info, _key = codec.decode_registry(body)
        self._learn(info)
        self.registered = True
        return codec.encode_registry(self._code("registry"))

    def _push_options(self):
        return BRANDS[self.brand].codec.encode_push_options(
            self._code("session"), **self._wanted_of_people()
        )

    def _time(self):
        now = fields.Datetime.now()
        offset = clock.offset_minutes(clock.zone(self.tz), now)
        return BRANDS[self.brand].codec.encode_time(now, offset)

    def _code(self, purpose):
        """A code of the protocol. It travels in clear, so it is a name, no proof."""
        base = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        text = f"{base}|{purpose}|{self.serial}"
        return hashlib.sha256(text.encode()).hexdigest()[:CODE_LENGTH]

    def _ask_for_everything(self):
        """Have a terminal without stamps send its whole memory once more."""
        now = fields.Datetime.now()
        until = clock.wall(now, clock.zone(self.tz)) + timedelta(days=1)
        asked = {"since": "2000-01-01", "until": str(until.date())}
        self.env["biometric.command"]._queue_all(
            [(self, "query_users", {}, {}), (self, "query_punches", asked, {})]
        )
        self.write({"resend_all": False, "resent_at": now})

    def _needs_queries(self):
        """Whether it is asked for its memory by commands."""
        return self.resend_all and "introduce" not in self._capabilities()

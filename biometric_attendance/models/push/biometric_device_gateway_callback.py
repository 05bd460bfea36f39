"""What a gateway tells: taken in, kept if need be, and acknowledged."""

import logging

from psycopg2 import OperationalError

from odoo import models

from ...terminals import BRANDS
from ...terminals.errors import ProtocolError
from ...terminals.records import Refused
from .biometric_message import SEALED

_logger = logging.getLogger(__name__)


class BiometricDevice(models.Model):
    _inherit = "biometric.device"

    def _hear(self, call, route="push"):
        """Store what a gateway says for the terminal, whatever that is.

        What it holds is sent again and again until it is acknowledged, and all that
        follows waits; so what cannot be stored as it should is kept as a message.

        :return: whether it is stored and may be acknowledged.
        :raises OperationalError: the database has trouble, the gateway shall keep it.
        """
        if call.kind == SEALED:
            return self._keep_sealed(call)
        try:
            with self.env.cr.savepoint():
                self._take(call, route)
        except OperationalError:
            raise
        except Exception:
            _logger.exception(
                "Device %s: a %s could not be stored", self.id, call.table
            )
            self._keep_unstored(call)
        return True

    def _take(self, call, route):
        """Store what an opened call says, and the answer to a command it may be."""
        codec = BRANDS[self.brand].codec
        self._meet_dialect(call.dialect)
        self._store(codec.decode_upload(call.table, call.body), call.table, route)
        if call.reference:
            results = codec.decode_results(call.body)
            self.env["biometric.command"]._answered(self, results)

    def _keep_sealed(self, call):
        codec = BRANDS[self.brand].codec
        [refused] = codec.decode_upload(SEALED, call.body).refused
        kept = self.env["biometric.message"]._keep_sealed(self, refused)
        if not kept:
            self._note_refusal("full")
        return kept

    def _keep_unstored(self, call):
        """Keep what could not be stored, without its secrets, to be replayed."""
        line = BRANDS[self.brand].codec.without_secrets(call.body)
        reason = self.env._("It could not be stored: look into the server's log.")
        self.env["biometric.message"]._keep(self, call.table, [Refused(line, reason)])

    def _keep_unreadable(self, body):
        """Keep what is none of the protocol's, of a gateway that knows its address.

        :return: whether it is kept. A body that reads well came in a way that hides its
            token from the check: to store it would be to believe whoever knows the
            address alone.
        """
        codec = BRANDS[self.brand].codec
        try:
            codec.read_call("", {}, "POST", headers={}, body=body)
        except ProtocolError:
            self._store(codec.decode_upload("", body), "")
            return True
        return False

    def _acknowledgement(self, call):
        """What makes the gateway go on: said only once that is committed."""
        codec, own = BRANDS[self.brand].codec, self.sudo()
        dialect = call.dialect if call else self.dialect
        key = (call and call.opened_with) or own.sealing_key or ""
        return codec.acknowledge(dialect, key=key if self.seal_answers else "")

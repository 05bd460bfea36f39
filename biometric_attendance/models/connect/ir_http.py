"""Notes calls of terminals that are not received, for whoever connects one.

A call that is received costs nothing more than a comparison.
"""

from werkzeug.exceptions import BadRequest, NotFound

from odoo import models
from odoo.http import request
from odoo.tools import SQL, consteq

from ...terminals import BRANDS
from ..push.device_cache import digest
from ..push.ir_http import Caller
from . import own_call
from .tls import watch_for_tls

# Refusals to what is noted; all others of known devices are on the device, too.
KINDS = {
    "bypass": "bypass",
    "malformed": "malformed",
    "unknown": "path",
    "path": "token",
    "key": "key",
}
MISDIRECTED = (NotFound, BadRequest)


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def _register_hook(self):
        super()._register_hook()
        watch_for_tls()

    @classmethod
    def _biometric_caller(cls, http, body):
        caller = super()._biometric_caller(http, body)
        if caller.refusal:
            cls._biometric_note_attempt(http, caller, body)
        return caller

    @classmethod
    def _biometric_sender(cls, brand, call, token, body):
        """Answer a call this server made itself as one of an unknown device, and list none."""
        if call.serial.startswith(own_call.PREFIX) and own_call.is_own(
            request.env, call.serial
        ):
            return Caller(call, request.env["biometric.device"], "unknown_device")
        return super()._biometric_sender(brand, call, token, body)

    @classmethod
    def _biometric_note_attempt(cls, http, caller, body):
        """Note a call that was refused; the work is the same for each serial number."""
        brand, call = request.biometric_brand, caller.call
        serial = call.serial if call else ""
        kind = KINDS.get(caller.refusal)
        if caller.refusal == "unknown_device":
            kind = cls._biometric_kind_of_unknown(brand, call, body)
        elif kind is None or (caller.device and kind == "malformed"):
            kind = "refused"
        attempts = request.env["biometric.contact.attempt"]
        attempts._record(kind, brand, serial, http.remote_addr, http.path)

    @classmethod
    def _biometric_kind_of_unknown(cls, brand, call, body):
        """Return what is to be said of a call with a serial number nobody approved."""
        if call.serial.startswith(own_call.PREFIX):
            return "check" if own_call.is_own(request.env, call.serial) else "unknown"
        request.env.cr.execute(
            SQL(
                """SELECT path_digest, key_digest FROM biometric_device
                    WHERE brand = %s AND serial = %s""",
                brand,
                call.serial,
            )
        )
        row = request.env.cr.fetchone()
        if not row:
            return "full"
        path_digest, key_digest = row
        token = cls._biometric_token(request.httprequest.path)
        if path_digest and not consteq(digest(token), path_digest):
            return "token"
        key = BRANDS[brand].push.key_sent(call, body)
        if key_digest and key is not None and not consteq(digest(key), key_digest):
            return "key"
        return "unknown"

    @classmethod
    def _handle_error(cls, exception):
        response = super()._handle_error(exception)
        if isinstance(exception, MISDIRECTED) and request.db:
            cls._biometric_note_misdirected(request.httprequest)
        return response

    @classmethod
    def _biometric_note_misdirected(cls, http):
        """Note the call of a terminal at a path that is not for terminals."""
        for key, brand in BRANDS.items():
            if not brand.push:
                continue
            serial = brand.push.read_misdirected(
                http.path, http.args, http.method, http.headers
            )
            if serial is not None:
                kind = "bypass" if brand.push.listener.required else "path"
                # A request that failed writes nothing, and its cursor may only read.
                request.env.cr.rollback()
                attempts = request.env["biometric.contact.attempt"]
                attempts._record(kind, key, serial, http.remote_addr, http.path)
                return

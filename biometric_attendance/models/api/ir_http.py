"""Authentication of programs that call the API, by a token in the header."""

import time

from psycopg2 import OperationalError
from werkzeug.exceptions import (
    BadRequest,
    HTTPException,
)

from odoo import models
from odoo.http import request

from ...rules.pace import Pace
from ..push import guessing
from .answers import error
from .reading import read_json

PROTOCOL = "1"
PROTOCOL_HEADER = "Biometric-Protocol"
SCHEME = "bearer "
PREFIX = "/biometric/v1/"
# What Odoo raises, to the code of the answer; the first that fits.
CODES = (
    (OperationalError, "busy"),
    (BadRequest, "malformed"),
)
# What wrong tokens and codes are counted by, beside the caller's network.
COUNTED_AS = "token"
# Requests of one token in a minute that one worker serves; a bridge makes about thirty.
MAX_REQUESTS = 600
REQUESTS = Pace(MAX_REQUESTS)


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _authenticate(cls, endpoint):
        if endpoint.routing["auth"] == "biometric_api":
            request.biometric_right = endpoint.routing["biometric_right"]
            # Odoo looks at the route after authentication, which answers by itself.
            request.session.can_save = False
            limit = endpoint.routing["max_content_length"]
            request.httprequest.max_content_length = limit
        return super()._authenticate(endpoint)

    @classmethod
    def _handle_error(cls, exception):
        """Answer programs in JSON, also where something unforeseen happened."""
        response = super()._handle_error(exception)
        if not request.httprequest.path.startswith(PREFIX):
            return response
        if isinstance(exception, HTTPException) and exception.response is not None:
            return response
        kinds = ((kind, code) for kind, code in CODES if isinstance(exception, kind))
        _kind, code = next(kinds, (Exception, "failed"))
        return error(code).response

    @classmethod
    def _auth_method_biometric_api(cls):
        """Find the token, check what it may do, and read the body.

        Who calls without the right gets no further than a look at a header. A route
        without a right, which is for callers that have no token yet, checks its own proof.
        """
        http = request.httprequest
        protocol = http.headers.get(PROTOCOL_HEADER, PROTOCOL).strip()
        if protocol != PROTOCOL:
            raise error("protocol")
        gateway = request.env["ir.model.data"]._xmlid_to_res_id(
            "biometric_attendance.user_gateway"
        )
        request.update_env(
            user=gateway,
            context={
                **request.env.context,
                "tracking_disable": True,
                "biometric_gateway": True,
            },
        )
        request.biometric_token = request.env["biometric.api.token"]
        if request.biometric_right:
            request.biometric_token = cls._biometric_find_token(
                _read_bearer(http.headers.get("Authorization", ""))
            )
        request.biometric_body = read_json(http) if http.method == "POST" else None

    @classmethod
    def _biometric_find_token(cls, text):
        """Return the token of a request, with its right, place and pace checked."""
        address = request.httprequest.remote_addr
        caller = guessing.caller_key(request.env, address, COUNTED_AS, "")
        if guessing.is_blocked(caller):
            raise error("pace")
        token = request.env["biometric.api.token"].sudo()._find(text)
        if not token:
            guessing.record_refusal(caller, "key", text)
            raise error("token")
        guessing.record_success(caller)
        if not token._is_allowed_from(address):
            raise error("network")
        if not token._has_right(request.biometric_right):
            raise error("right")
        if not REQUESTS.count((request.env.cr.dbname, token.id), time.monotonic()):
            raise error("pace")
        token._record_use(address)
        return token


def _read_bearer(header):
    if header[: len(SCHEME)].lower() != SCHEME:
        return ""
    return header[len(SCHEME) :].strip()

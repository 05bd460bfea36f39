"""Who calls on a device's route. The only way in for terminals."""

from typing import NamedTuple

from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import (
    BadRequest,
    ClientDisconnected,
    RequestEntityTooLarge,
)

from odoo import models
from odoo.http import Response, request
from odoo.tools import config

from ...listener import is_listener
from ...listener.configuration import PROOF_HEADER
from ...terminals import BRANDS
from ...terminals.errors import ProtocolError

SECRET_PREFIX = "/biometric/"
TOO_LARGE = "Too large\n", 413


def _plain(text, status):
    """An answer for terminals, instead of Odoo's page for people."""
    return Response(text, status=status, content_type="text/plain")


class Caller(NamedTuple):
    """Who calls, and whether to believe it.

    :param call: what the codec made of the request; ``None`` where it is malformed.
    :param device: the device; empty for a stranger.
    :param known: its line in the directory; ``None`` for a stranger.
    :param refusal: ``None`` to believe it, else ``around`` the listener, ``malformed``,
        ``stranger``, ``state``, ``path``, ``key`` or ``address``.
    """

    call: object
    device: models.Model
    known: object
    refusal: str | None


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _authenticate(cls, endpoint):
        routing = endpoint.routing
        if routing["auth"] == "biometric_device":
            request.biometric_brand = routing["biometric_brand"]
            # Odoo sets the cap after authentication, but the body is read in it.
            request.httprequest.max_content_length = routing["max_content_length"]
        return super()._authenticate(endpoint)

    @classmethod
    def _auth_method_biometric_device(cls):
        """Read the body, find the device, check every factor it has.

        The body is read here because Odoo would parse one that calls itself a form,
        which terminals like to do, and leave nothing for the codec.
        """
        http = request.httprequest
        try:
            body = http.get_data(cache=True, parse_form_data=False)
        except ClientDisconnected as error:  # it has fewer bytes than it promised
            raise BadRequest(response=_plain("Bad request\n", 400)) from error
        except RequestEntityTooLarge as error:
            raise RequestEntityTooLarge(response=_plain(*TOO_LARGE)) from error
        # A chunked body is cut at the cap without a word: what is that long is not whole.
        if len(body) >= http.max_content_length:
            raise RequestEntityTooLarge(response=_plain(*TOO_LARGE))
        http.form = http.files = ImmutableMultiDict()
        gateway = request.env["ir.model.data"]._xmlid_to_res_id(
            "biometric_attendance.user_gateway"
        )
        # Beside what is there: without its language Odoo reads one off the company, which
        # costs more than the rest of a heartbeat.
        request.update_env(
            user=gateway,
            context={
                **request.env.context,
                "tracking_disable": True,
                "biometric_gateway": True,
            },
        )
        request.biometric_caller = cls._biometric_caller(http)

    @classmethod
    def _biometric_caller(cls, http):
        brand = request.biometric_brand
        codec = BRANDS[brand].codec
        devices = request.env["biometric.device"]
        body, token = http.get_data(), cls._biometric_token(http.path)
        if BRANDS[brand].push.listener.required and not cls._biometric_listened(http):
            return Caller(None, devices, None, "around")
        try:
            call = codec.read_call(
                http.path, http.args, http.method, headers=http.headers, body=body
            )
        except ProtocolError:
            return cls._biometric_unreadable(http, brand, token)
        if call.kind == "unknown" and call.kind not in codec.CARRYING:
            return Caller(call, devices, None, None)
        if call.kind in codec.CARRYING and not cls._biometric_measured(http):
            return Caller(call, devices, None, "malformed")
        known = devices._known(brand, call.serial, token)
        if known is None:
            devices._note_stranger(brand, call.serial, http.remote_addr, call.dialect)
            return Caller(call, devices, None, "stranger")
        device = devices._browse_known(known)
        call = device._unsealed(call)
        refusal = known.refusal(http.remote_addr, token, codec.proof(call, body))
        if refusal is None and call.serial not in ("", device.serial):
            refusal = "serial"
        if refusal is None and not known.approved:
            refusal = "state"
        if refusal:
            device._note_refusal(refusal)
        else:
            device._note_contact(http.remote_addr)
        return Caller(call, device, known, refusal)

    @classmethod
    def _biometric_unreadable(cls, http, brand, token):
        """Who sent what makes no sense: only a secret address can tell."""
        devices = request.env["biometric.device"]
        known = (
            devices._known(brand, "", token) if cls._biometric_measured(http) else None
        )
        if known is None or not known.approved:
            return Caller(None, devices, None, "malformed")
        if known.refusal(http.remote_addr, token, None):
            return Caller(None, devices, None, "malformed")
        return Caller(None, devices._browse_known(known), known, "malformed")

    @classmethod
    def _biometric_listened(cls, http):
        """Whether the listener passed the request on: who else does may claim anything."""
        return is_listener(http.headers.get(PROOF_HEADER, ""), config["data_dir"])

    @classmethod
    def _biometric_measured(cls, http):
        """Whether the request says how long its body is.

        The server takes a body of unknown length for an empty one.
        """
        length = http.headers.get("Content-Length", "")
        chunked = "chunked" in http.headers.get("Transfer-Encoding", "").lower()
        return chunked or length.strip().isdecimal()

    @classmethod
    def _biometric_token(cls, path):
        """The secret part of ``/biometric/<token>/...``, else ``""``."""
        if not path.startswith(SECRET_PREFIX):
            return ""
        token, slash, _brand = path.removeprefix(SECRET_PREFIX).partition("/")
        return token if slash else ""

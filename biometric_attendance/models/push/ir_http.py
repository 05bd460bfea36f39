"""Authentication of the calls of terminals, which all use these routes."""

import functools
import threading
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

from ...controllers import push
from ...listener import is_listener
from ...listener.configuration import PROOF_HEADER
from ...terminals import BRANDS
from ...terminals.calls import CARRYING_KINDS
from ...terminals.errors import ProtocolError
from . import encryption, guessing
from .device_cache import UNKNOWN_CALLER
from .relay import find_relay
from .unknown_devices import record_unknown_device

SECRET_PREFIX = "/biometric/"
# Most mebibytes of rows a terminal may send at once, where it is not the brand's.
MAX_UPLOAD_PARAMETER = "biometric_attendance.max_upload_mebibytes"
SMALLEST_LIMIT = 2**20  # bytes: no setting and no brand allows fewer


def _plain(text, status):
    """Return an answer for terminals, instead of Odoo's page for people."""
    return Response(text, status=status, content_type="text/plain")


class Caller(NamedTuple):
    """The caller of a request: its device, and why it is refused, if it is.

    :param call: what the brand made of the request; ``None`` where it is malformed.
    :param device: the device; empty for an unknown one.
    :param refusal: ``None`` if it is accepted, else a reason of ``calls.Rejected``, or
        ``large``: its body is too long to be looked at.
    """

    call: object
    device: models.Model
    refusal: str | None


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def _generate_routing_rules(self, modules, converters):
        yield from super()._generate_routing_rules(modules, converters)
        for key, brand in BRANDS.items():
            for path in brand.push.paths if brand.push else ():
                routing = {
                    "type": "http",
                    "auth": "biometric_device",
                    "methods": list(path.methods),
                    "routes": list(path.patterns),
                    "csrf": False,
                    "save_session": False,
                    "readonly": False,
                    "max_content_length": path.max_body_bytes,
                    "biometric_brand": key,
                }
                for pattern in path.patterns:
                    endpoint = functools.partial(push.receive)
                    endpoint.routing = endpoint.original_routing = routing
                    yield pattern, endpoint

    @classmethod
    def _authenticate(cls, endpoint):
        routing = endpoint.routing
        if routing["auth"] == "biometric_device":
            request.biometric_brand = routing["biometric_brand"]
            # Odoo logs it with the stack of a worker that takes too long.
            url = push.REQUEST_FILTER.shown(request.httprequest.url)
            threading.current_thread().url = url
            # Odoo sets the cap after authentication, but the body is read in it.
            request.httprequest.max_content_length = routing["max_content_length"]
        return super()._authenticate(endpoint)

    @classmethod
    def _auth_method_biometric_device(cls):
        """Read the body, find the device, check every proof it has.

        The body is read here because Odoo would parse one that calls itself a form,
        which terminals like to do, and leave nothing for the brand.
        """
        http = request.httprequest
        try:
            body = http.get_data(cache=True, parse_form_data=False)
        except ClientDisconnected as error:  # shorter than its Content-Length
            raise BadRequest(response=_plain("Bad request\n", 400)) from error
        except RequestEntityTooLarge:
            body = None
        http.form = http.files = ImmutableMultiDict()
        gateway = request.env["ir.model.data"]._xmlid_to_res_id(
            "biometric_attendance.user_gateway"
        )
        # The context is extended, not replaced: without a language in it Odoo reads that of
        # the company, which costs more than the rest of an empty call.
        request.update_env(
            user=gateway,
            context={
                **request.env.context,
                "tracking_disable": True,
                "biometric_gateway": True,
            },
        )
        request.biometric_relay = find_relay(request.env, http)
        # Odoo cuts a chunked body at the limit without an error: one of that length may be
        # incomplete. What is longer than rows may be is read all the same, or its sender
        # would find the connection closed.
        if body is None or cls._biometric_is_too_large(http, body):
            request.biometric_caller = cls._biometric_too_large(http)
        else:
            request.biometric_caller = cls._biometric_caller(http, body)

    @classmethod
    def _biometric_is_too_large(cls, http, body):
        """Whether a body is longer than allowed; of a short one no setting is read."""
        if len(body) < min(http.max_content_length, SMALLEST_LIMIT):
            return False
        return len(body) >= cls._biometric_max_body(http)

    @classmethod
    def _biometric_max_body(cls, http):
        """Return how long the body of the request may be: it is refused from there on."""
        rules, most = BRANDS[request.biometric_brand].push, http.max_content_length
        of_rows = rules.max_body_bytes(http.path, http.args)
        if of_rows is None or of_rows >= most:
            return most
        parameters = request.env["ir.config_parameter"].sudo()
        mebibytes = str(parameters.get_param(MAX_UPLOAD_PARAMETER) or "")
        if mebibytes.isdecimal() and int(mebibytes):
            of_rows = int(mebibytes) * 2**20 + 1
        return min(most, of_rows)

    @classmethod
    def _biometric_too_large(cls, http):
        """Return the caller of a request whose body is too long to be looked at.

        That is noted on the device: its terminal sends the same for ever.
        """
        brand = request.biometric_brand
        devices = request.env["biometric.device"]
        refused = Caller(None, devices, "large")
        rules = BRANDS[brand].push
        if rules.listener.required and not cls._biometric_is_listener(http):
            return refused
        try:
            call = rules.read_call(
                http.path, http.args, http.method, headers=http.headers, body=b""
            )
        except ProtocolError:
            return refused
        cache = request.env["biometric.device.cache"]
        entry = cache._find(brand, call.serial, cls._biometric_token(http.path))
        if entry:
            cache._browse(entry)._record_refusal("large")
        return refused

    @classmethod
    def _biometric_caller(cls, http, body):
        brand = request.biometric_brand
        rules, token = BRANDS[brand].push, cls._biometric_token(http.path)
        devices = request.env["biometric.device"]
        if rules.listener.required and not cls._biometric_is_listener(http):
            return Caller(None, devices, "bypass")
        try:
            call = rules.read_call(
                http.path, http.args, http.method, headers=http.headers, body=body
            )
        except ProtocolError:
            return cls._biometric_unreadable(http, brand, token)
        if call.kind == "unknown":
            return Caller(call, devices, "unknown")
        if call.kind in CARRYING_KINDS and not cls._biometric_has_length(http):
            return Caller(call, devices, "malformed")
        if call.body and cls._biometric_is_too_large(http, call.body):
            return cls._biometric_too_large(http)  # decompressed
        return cls._biometric_sender(brand, call, token, body)

    @classmethod
    def _biometric_sender(cls, brand, call, token, body):
        """Return the caller of a request that could be read, with its proofs checked."""
        devices = request.env["biometric.device"]
        cache = request.env["biometric.device.cache"]
        rules, relay = BRANDS[brand].push, request.biometric_relay
        entry = cache._find(brand, call.serial, token)
        if relay and entry and entry.values["bridge_id"] != relay.bridge:
            if rules.listener.required and not cls._biometric_came_by_listener():
                return Caller(call, devices, "bypass")
            relay = None  # as from anybody
        address = relay.caller if relay else request.httprequest.remote_addr
        caller = guessing.caller_key(request.env, address, brand, call.serial)
        if guessing.is_blocked(caller):
            device = cache._browse(entry) if entry else devices
            if device:
                device._record_refusal("guessing")
            return Caller(call, device, "guessing")
        if entry is None:
            # As much work as for a device.
            UNKNOWN_CALLER.refusal(address, token, rules.key_sent(call, body))
            if not call.serial:  # else there is nothing to guess
                guessing.record_refusal(caller, "path", token)
            record_unknown_device(
                request.env,
                brand,
                call.serial,
                address,
                call.dialect,
                call.info and call.info.encoding,
                read_clock=lambda: cls._biometric_clock(rules, call, body),
                bridge=relay and relay.bridge,
            )
            return Caller(call, devices, "unknown_device")
        device = cache._browse(entry)
        call = encryption.decrypt(device, call)
        key = rules.key_sent(call, body)
        refusal = entry.refusal(None if relay else address, token, key)
        if refusal:
            guessing.record_refusal(caller, refusal, token, key)
        elif entry.is_proved_by(token, key):
            guessing.record_success(caller)
        refusal = refusal or cls._biometric_misfit(call, entry, device)
        if refusal:
            device._record_refusal(refusal)
        else:
            device._record_contact(address)
        return Caller(call, device, refusal)

    @classmethod
    def _biometric_clock(cls, rules, call, body):
        """Return what the clock of a terminal shows, where a call tells, else ``None``."""
        status = rules.read_status(call, body)
        return status and status.clock

    @classmethod
    def _biometric_misfit(cls, call, entry, device):
        """Return why a call is refused although its caller is the device, or ``None``."""
        if call.serial not in ("", device.serial):
            return "serial"
        if not entry.approved:
            return "state"
        return encryption.refusal(device, entry, call)

    @classmethod
    def _biometric_unreadable(cls, http, brand, token):
        """Return the caller of a malformed request; only a secret address identifies it."""
        devices = request.env["biometric.device"]
        cache = request.env["biometric.device.cache"]
        address = http.remote_addr
        caller = guessing.caller_key(request.env, address, brand, "")
        if guessing.is_blocked(caller) or not cls._biometric_has_length(http):
            return Caller(None, devices, "malformed")
        entry = cache._find(brand, "", token)
        refusal = (entry or UNKNOWN_CALLER).refusal(address, token, None)
        if refusal:
            guessing.record_refusal(caller, refusal, token, None)
        if refusal or not entry or not entry.approved:
            return Caller(None, devices, "malformed")
        return Caller(None, cache._browse(entry), "malformed")

    @classmethod
    def _biometric_is_listener(cls, http):
        """Whether the listener or a bridge passed the request on: others claim anything."""
        return bool(request.biometric_relay) or cls._biometric_came_by_listener()

    @classmethod
    def _biometric_came_by_listener(cls):
        proof = request.httprequest.headers.get(PROOF_HEADER, "")
        return is_listener(proof, config["data_dir"])

    @classmethod
    def _biometric_has_length(cls, http):
        """Whether the request says how long its body is.

        The server takes a body of unknown length for an empty one.
        """
        length = http.headers.get("Content-Length", "")
        chunked = "chunked" in http.headers.get("Transfer-Encoding", "").lower()
        return chunked or length.strip().isdecimal()

    @classmethod
    def _biometric_token(cls, path):
        """Return the secret part of ``/biometric/<token>/...``, else ``""``."""
        if not path.startswith(SECRET_PREFIX):
            return ""
        token, slash, _brand = path.removeprefix(SECRET_PREFIX).partition("/")
        return token if slash else ""

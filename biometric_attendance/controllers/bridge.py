"""The routes of the bridge program; the contract is in ``docs/api.md``."""

from odoo.http import Controller, Response, request, route

from ..models.api.answers import HEADERS, answer, error
from ..models.api.reading import MAX_BODY_BYTES, SMALL_BODY_BYTES
from ..models.bridge import program
from ..models.bridge.pairing import get_text
from ..models.push import guessing
from ..models.push.relay import INSTANCE_HEADER
from .api_route import api_route

MAX_ITEMS = 1000
# What wrong codes are counted by, beside the caller's network.
COUNTED_AS = "pairing"
PROGRAM_TYPE = "application/zip"


class BridgeApi(Controller):
    """Every route but two needs the token of a bridge, which pairing gives."""

    @api_route("/pair", "POST")
    def pair(self, **_params):
        """Exchange a code for a token, once."""
        values = request.biometric_body
        code = values.get("code")
        if not isinstance(code, str):
            raise error("malformed", "The code is missing.")
        http = request.httprequest
        caller = guessing.caller_key(request.env, http.remote_addr, COUNTED_AS, "")
        if guessing.is_blocked(caller):
            raise error("pace")
        bridge = request.env["biometric.bridge"].sudo()._find_by_code(code)
        if not bridge:
            guessing.record_refusal(caller, "key", code)
            raise error("code")
        guessing.record_success(caller)
        return answer(
            {
                "token": bridge._pair(values),
                "bridge": {"id": bridge.id, "name": bridge.name},
                "url": bridge.get_base_url(),
            }
        )

    @api_route("/config", "GET", "bridge")
    def config(self, **_params):
        """Tell the bridge which terminals it reaches, and how."""
        config, etag = _get_bridge()._prepare_config()
        response = answer(config)
        response.headers["Cache-Control"] = "private, no-cache"
        response.set_etag(etag)
        return response.make_conditional(request.httprequest)

    @api_route("/steps", "POST", "bridge", MAX_BODY_BYTES)
    def steps(self, **_params):
        """Process steps of sessions in order, each by itself."""
        items = request.biometric_body.get("items")
        if not isinstance(items, list) or len(items) > MAX_ITEMS:
            raise error("malformed", f"Send a list of at most {MAX_ITEMS} items.")
        if not all(isinstance(each, dict) and "id" in each for each in items):
            raise error("malformed", "Each item needs an id.")
        bridge = _get_bridge()
        return answer({"results": bridge._process_steps(items)})

    @api_route("/results", "POST", "bridge", MAX_BODY_BYTES)
    def results(self, **params):
        """Process results of commands, which are steps, too."""
        return self.steps(**params)

    @api_route("/commands", "GET", "bridge")
    def commands(self, devices="", **_params):
        """Lease commands, and say which terminals somebody wants polled now."""
        bridge = _get_bridge()
        ids = {int(each) for each in devices.split(",") if _is_number(each)}
        leased = bridge._lease_commands(ids) if ids else []
        devices, sources = bridge._take_requested()
        return answer({"commands": leased, "poll": devices, "sources": sources})

    @api_route("/heartbeat", "POST", "bridge")
    def heartbeat(self, **_params):
        """Store what the bridge says of itself."""
        bridge = _get_bridge()
        bridge._process_heartbeat(request.biometric_body)
        _config, etag = bridge._prepare_config()
        now = bridge.env.cr.now().replace(microsecond=0)
        return answer({"now": f"{now.isoformat()}Z", "config": etag})

    @api_route("/bridge.pyz", "GET", "bridge")
    def update(self, **_params):
        """Hand out the program for an update."""
        return _send_program()

    @route(
        program.PUBLIC_PATH,
        type="http",
        auth="public",
        methods=["GET"],
        csrf=False,
        max_content_length=SMALL_BODY_BYTES,
        save_session=False,
        readonly=False,
        sitemap=False,
    )
    def download(self, **_params):
        """Hand out the program to people; it is the same for everybody."""
        return _send_program()


def _get_bridge():
    """Return the bridge of the token, as superuser, unless another has its place."""
    bridge = request.biometric_token.bridge_id
    if not bridge.active:
        raise error("token")
    named = request.httprequest.headers.get(INSTANCE_HEADER)
    values = {"instance": (request.biometric_body or {}).get("instance") or named}
    instance = get_text(values, "instance")
    bridge._check_lease(instance)
    bridge._record_contact(instance, request.httprequest.remote_addr)
    return bridge


def _send_program():
    found = program.find()
    if not found:
        raise error("not_built")
    response = Response(
        found.content,
        headers={**HEADERS, "Cache-Control": "no-cache"},
        mimetype=PROGRAM_TYPE,
    )
    response.headers["Content-Disposition"] = f"attachment; filename={program.NAME}"
    response.set_etag(found.sha256)
    return response.make_conditional(request.httprequest)


def _is_number(text):
    return text.isascii() and text.isdecimal() and len(text) < 10

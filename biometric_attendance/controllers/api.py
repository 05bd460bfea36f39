"""The route for programs of anybody that send punches; see ``docs/api.md``."""

from odoo.http import Controller, request

from ..models.api.answers import answer, error
from ..models.api.punches import MAX_ITEMS
from ..models.api.reading import MAX_BODY_BYTES
from ..rules.openapi import describe
from .api_route import api_route

NOTHING = "/<path:anything>"


class Api(Controller):
    """Routes for programs of anybody."""

    @api_route("/punches", "POST", "punches", MAX_BODY_BYTES)
    def punches(self, **_params):
        """Store punches, and say of each what became of it and whether access is allowed."""
        body = request.biometric_body
        items, device = body.get("punches"), body.get("device")
        if not isinstance(items, list) or not isinstance(device, str | None):
            raise error("malformed", "Send a list of punches, and the device as text.")
        if len(items) > MAX_ITEMS:
            raise error("large", f"Send at most {MAX_ITEMS} punches at once.")
        results = request.env["biometric.api.punches"]._process(
            request.biometric_token, device, items, request.httprequest.remote_addr
        )
        return answer({"received": len(items), "results": results})

    @api_route("/openapi.json", "GET")
    def openapi(self, **_params):
        """Describe the API."""
        return answer(describe())

    @api_route(NOTHING, "GET")
    def get_nothing(self, **_params):
        """Answer in JSON that there is nothing: Odoo's page is for people."""
        raise error("not_found")

    @api_route(NOTHING, "POST")
    def post_nothing(self, **_params):
        """Answer in JSON that there is nothing."""
        raise error("not_found")

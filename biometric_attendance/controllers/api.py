"""The route for programs of anybody that send punches; see ``docs/api.md``."""

from odoo.http import Controller, request, route

from ..models.api.answers import answer, error
from ..models.api.punches import MAX_ITEMS
from ..models.api.reading import MAX_BODY_BYTES, SMALL_BODY_BYTES
from ..rules.openapi import describe

NOTHING = "/biometric/v1/<path:anything>"


class Api(Controller):
    """Routes for programs of anybody."""

    @route(
        "/biometric/v1/punches",
        type="http",
        auth="biometric_api",
        biometric_right="punches",
        methods=["POST"],
        csrf=False,
        max_content_length=MAX_BODY_BYTES,
        save_session=False,
        readonly=False,
    )
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

    @route(
        "/biometric/v1/openapi.json",
        type="http",
        auth="biometric_api",
        biometric_right=None,
        methods=["GET"],
        csrf=False,
        max_content_length=SMALL_BODY_BYTES,
        save_session=False,
        readonly=False,
    )
    def openapi(self, **_params):
        """Describe the API."""
        return answer(describe())

    @route(
        NOTHING,
        type="http",
        auth="biometric_api",
        biometric_right=None,
        methods=["GET"],
        csrf=False,
        max_content_length=SMALL_BODY_BYTES,
        save_session=False,
        readonly=False,
    )
    def get_nothing(self, **_params):
        """Answer in JSON that there is nothing: Odoo's page is for people."""
        raise error("not_found")

    @route(
        NOTHING,
        type="http",
        auth="biometric_api",
        biometric_right=None,
        methods=["POST"],
        csrf=False,
        max_content_length=SMALL_BODY_BYTES,
        save_session=False,
        readonly=False,
    )
    def post_nothing(self, **_params):
        """Answer in JSON that there is nothing."""
        raise error("not_found")

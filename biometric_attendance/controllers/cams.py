"""CAMS: what the gateway tells of its terminals."""

from odoo.http import Controller, Response, request, route

from ..models.retry import retry_on_serialization_failure
from ..terminals import cams

JSON, TEXT = "application/json", "text/plain"
# Anything but "done" makes the gateway keep what it has and try again.
REFUSED = b'{"status":"refused"}'
STATUSES = {"malformed": 400, "key": 401, "serial": 401, "full": 503}
FORBIDDEN = 403


class CamsController(Controller):
    @route(
        (
            "/biometric/<string:path_token>/cams",
            # Where the vendor's own module listens, for those who come from it.
            "/cams/biometric-api3.0",
        ),
        type="http",
        auth="biometric_device",
        methods=["POST"],
        csrf=False,
        save_session=False,
        readonly=False,
        max_content_length=cams.MOST + 1,
        biometric_brand="cams",
    )
    def tell(self, **_query):
        """Punches, people and late answers, of all three generations."""
        caller = request.biometric_caller
        if caller.refusal == "malformed":
            return self._malformed(caller)
        if caller.refusal:
            return self._refused(caller.refusal)
        if not retry_on_serialization_failure(
            request.env, lambda: caller.device._hear(caller.call)
        ):
            return self._refused("full")
        return self._done(caller)

    def _malformed(self, caller):
        """Kept for people where the gateway knows its address, else only noted."""
        http, device = request.httprequest, caller.device
        body = http.get_data()
        if device and retry_on_serialization_failure(
            request.env, lambda: device._keep_unreadable(body)
        ):
            return self._done(caller)
        known = device._known("cams", cams.named(http.args), "")
        if device or known:
            (device or device._browse_known(known))._note_refusal("malformed")
        return self._refused("malformed")

    def _refused(self, reason):
        return self._answer(REFUSED, STATUSES.get(reason, FORBIDDEN))

    def _done(self, caller):
        return self._answer(caller.device._acknowledgement(caller.call))

    def _answer(self, body, status=200):
        kind = JSON if body.startswith(b"{") else TEXT
        return Response(body, status=status, content_type=kind)

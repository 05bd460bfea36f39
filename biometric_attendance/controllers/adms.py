"""ZKTeco push: what a terminal asks, and what it tells."""

from odoo.http import Controller, Response, request, route

from ..protocols import adms

MEBIBYTE = 2**20
TEXT = "text/plain"
# A stranger is greeted like a friend but gets no options and keeps its rows; one who
# fails to prove who it is gets nothing.
GREETED = {"stranger", "state"}


class AdmsController(Controller):
    _urls = (
        "/iclock/",
        "/iclock/<path:endpoint>",
        "/biometric/<string:path_token>/iclock/<path:endpoint>",
    )

    @route(
        _urls,
        type="http",
        auth="biometric_device",
        methods=["GET"],
        csrf=False,
        save_session=False,
        readonly=False,
        max_content_length=MEBIBYTE // 16,
        biometric_brand="adms",
    )
    def ask(self, **_query):
        """Handshakes and heartbeats."""
        caller = request.biometric_caller
        if caller.refusal in GREETED:
            return self._answer(adms.OK)
        return self._refused(caller) or self._ask(caller)

    @route(
        _urls,
        type="http",
        auth="biometric_device",
        methods=["POST"],
        csrf=False,
        save_session=False,
        readonly=False,
        max_content_length=16 * MEBIBYTE,
        biometric_brand="adms",
    )
    def tell(self, **_query):
        """Rows, photos and results."""
        caller = request.biometric_caller
        if caller.refusal in GREETED:
            return self._answer(adms.hold(), 503)
        return self._refused(caller) or self._tell(caller)

    def _refused(self, caller):
        if caller.refusal == "malformed":
            return self._answer(b"Bad request\n", 400)
        if caller.refusal:
            return self._answer(b"Forbidden\n", 403)
        if caller.call.kind == "unknown":
            return self._answer(b"Not found\n", 404)
        return None

    def _ask(self, caller):
        device, call = caller.device, caller.call
        if call.kind == "handshake" and call.dialect != "security":
            return self._answer(device._handshake(call))
        if call.info:
            device._learn(adms.decode_info(call.info))
        if call.kind == "poll" and caller.known.resend_all:
            return self._answer(adms.encode_check())
        if call.kind == "poll":
            return self._answer(self._commands(device))
        return self._answer(adms.OK)

    def _commands(self, device):
        """What the terminal shall do, or that there is nothing."""
        commands = request.env["biometric.command"]
        leased = commands._lease_for(device) if commands._any_for(device) else ()
        return adms.encode_commands(leased) if leased else adms.OK

    def _tell(self, caller):
        body = request.httprequest.get_data()
        if caller.call.kind == "result":
            request.env["biometric.command"]._answered(
                caller.device, adms.decode_results(body)
            )
        if caller.call.kind not in ("upload", "photo"):
            return self._answer(adms.OK)
        if caller.call.dialect == "security":
            return self._answer(adms.hold(), 503)
        upload = caller.device._receive(caller.call.table, body)
        return self._answer(adms.acknowledge(caller.call.table, upload))

    def _answer(self, body, status=200):
        """The oldest firmware wants a plain body of known length, and no cookie.

        Odoo's server adds the ``Date`` header terminals set their clocks by.
        """
        return Response(body, status=status, content_type=TEXT)

"""ZKTeco push: what a terminal asks, and what it tells."""

from odoo.http import Controller, Response, request, route

from ..models.retry import retry_on_serialization_failure
from ..terminals import adms

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
        device._meet_dialect(call.dialect)
        if call.info:
            device._learn(adms.decode_info(call.info))
        answer = _ASKED.get(call.kind)
        return self._answer(answer(caller) if answer else adms.OK)

    def _tell(self, caller):
        answer = _TOLD.get(caller.call.kind, lambda _caller, _body: adms.OK)
        body = request.httprequest.get_data()

        def take():
            caller.device._meet_dialect(caller.call.dialect)
            return answer(caller, body)

        return self._answer(retry_on_serialization_failure(request.env, take))

    def _answer(self, body, status=200):
        """The oldest firmware wants a plain body of known length, and no cookie.

        Odoo's server adds the ``Date`` header terminals set their clocks by.
        """
        return Response(body, status=status, content_type=TEXT)


def _greet(caller):
    if caller.device.dialect == "security":
        return caller.device._greet_security()
    return caller.device._handshake(caller.call)


def _orders(caller):
    """What the terminal shall do, or that there is nothing."""
    device, commands = caller.device, request.env["biometric.command"]
    if caller.known.resend_all:
        if not device._needs_queries():
            return adms.encode_check()
        device._ask_for_everything()
    leased = commands._lease_for(device) if commands._any_for(device) else ()
    return adms.encode_commands(leased) if leased else adms.OK


def _results(caller, body):
    request.env["biometric.command"]._answered(caller.device, adms.decode_results(body))
    return adms.OK


def _upload(caller, body):
    call = caller.call
    upload = caller.device._receive(call.table, body, call.name)
    return adms.acknowledge(call.table, upload, name=call.name)


# Kind of call to what answers it; all others are answered with success alone.
_ASKED = {
    "handshake": _greet,
    "poll": _orders,
    "push": lambda caller: caller.device._push_options(),
    "time": lambda caller: caller.device._time(),
}
_TOLD = {
    "result": _results,
    "upload": _upload,
    "photo": _upload,
    "poll": lambda caller, body: _orders(caller),
    "push": lambda caller, body: caller.device._push_options(),
    "registry": lambda caller, body: caller.device._take_in(body),
}

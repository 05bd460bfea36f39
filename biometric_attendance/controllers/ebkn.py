"""EBKN: what a terminal tells, and what it is told."""

from odoo.http import Controller, Response, request, route

from ..listener.configuration import PROOF_HEADER
from ..models.retry import retry_on_serialization_failure
from ..terminals import ebkn

MEBIBYTE = 2**20
NOBODY = ebkn.Call("unknown", "")
MEANINGLESS = {None, "malformed"}


class EbknController(Controller):
    """The address the listener gives them, whatever path they called.

    Only ``response_code`` counts, and every answer has one: without it a terminal sends
    the same again, several times a second. An error of the server has none, and the
    listener adds it.
    """

    @route(
        ("/biometric/ebkn", "/biometric/<string:path_token>/ebkn"),
        type="http",
        auth="biometric_device",
        methods=["POST"],
        csrf=False,
        save_session=False,
        readonly=False,
        max_content_length=16 * MEBIBYTE,
        biometric_brand="ebkn",
    )
    def tell(self, **_query):
        """Passages, enrolments, polls and results."""
        caller = request.biometric_caller
        if caller.refusal == "around":
            return Response("Forbidden\n", status=403, content_type="text/plain")
        call = caller.call or NOBODY
        if caller.refusal or call.kind == "unknown":
            meaningless = caller.refusal in MEANINGLESS
            code = ebkn.UNKNOWN_REQUEST if meaningless else ebkn.UNREGISTERED
            return self._answer(*ebkn.encode_answer(code, call))
        http = request.httprequest
        body = http.get_data()
        secret = http.headers[PROOF_HEADER]
        return self._answer(
            *retry_on_serialization_failure(
                request.env, lambda: self._take(caller, body, secret)
            )
        )

    def _take(self, caller, body, secret):
        device, call = caller.device, caller.call
        device._meet_dialect(call.dialect)
        code, message = request.env["biometric.block"]._join(device, call, body, secret)
        if message is not None:
            return _TAKEN[call.kind](caller, message)
        if call.kind == "result":
            device._expect_more(call)
        return ebkn.encode_answer(code, call)

    def _answer(self, headers, body):
        return Response(body, headers=headers)


def _stored(caller, body):
    caller.device._receive(caller.call.table, body)
    return ebkn.encode_answer(ebkn.OK, caller.call)


def _order(caller, body):
    caller.device._heard_poll(body)
    order = caller.device._command_at_poll(caller.known.resend_all)
    if order:
        return ebkn.command_answer(*order, caller.call)
    return ebkn.encode_answer(ebkn.NO_COMMAND, caller.call)


def _result(caller, body):
    caller.device._take_result(caller.call, body)
    return ebkn.encode_answer(ebkn.OK, caller.call)


_TAKEN = {
    "glog": _stored,
    "enroll": _stored,
    "other": _stored,
    "poll": _order,
    "result": _result,
}

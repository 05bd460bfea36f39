"""The controller that terminals of every brand call."""

from odoo.http import Response, request

from ..listener import hide_secrets
from ..listener.configuration import PROOF_HEADER
from ..models.push.relay import ANSWER, ANSWER_HEADER
from ..terminals import BRANDS, listener_rules
from ..terminals.calls import Rejected

REQUEST_FILTER = hide_secrets(listener_rules().values())


def receive(**_params):
    """Process a terminal's call, and answer in the protocol of its brand.

    Odoo's server adds the ``Date`` header terminals set their clocks by.
    """
    brand, caller = request.biometric_brand, request.biometric_caller
    if caller.refusal == "large":  # of no protocol: the body is not looked at
        return Response("Too large\n", status=413, content_type="text/plain")
    response = BRANDS[brand].push.answer(caller.call, _process(brand, caller))
    headers = dict(response.headers)
    if request.biometric_relay:
        headers[ANSWER_HEADER] = ANSWER
    return Response(response.body, status=response.status, headers=headers)


def _process(brand, caller):
    http, device = request.httprequest, caller.device
    body = http.get_data()
    if caller.refusal == "malformed":
        return device._process_malformed(brand, http.args, body)
    if caller.refusal:
        return Rejected(caller.refusal)
    call = caller.call
    if call.body is not None:
        body = call.body
    secret = http.headers.get(PROOF_HEADER, "")
    return device._process_call(call, body, secret)

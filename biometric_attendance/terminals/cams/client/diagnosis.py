"""Find out whether a gateway answers for a terminal."""

import secrets

from ...errors import ProtocolError, TransportError
from ...reasons import Reason
from ...session import Diagnosis
from .gateway import Gateway, call, refusal


def diagnose(gateway: Gateway) -> Diagnosis:
    """Ask for information about the terminal; never raises."""
    try:
        answer = call(gateway, "information", {}, secrets.token_hex(6))
    except (TransportError, ProtocolError) as error:
        return Diagnosis(error.reason)
    if not answer.good:
        return Diagnosis(refusal(answer).reason)
    return Diagnosis(answer=Reason("gateway_answers"), info=answer.upload.info)

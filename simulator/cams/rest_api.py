"""Where the server's calls arrive: each goes to its generation and its device."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from . import rest_v2, rest_v3
from .calls import Call
from .statuses import INVALID_ORIGIN_IP, INVALID_SERVICE_TAG_ID, Refusal

if TYPE_CHECKING:
    from .endpoint import CamsEndpoint

#: Where calls go; the path of the second generation is known to customers alone, so that
#: any path that is not another's is taken for it.
REST_PATHS = {
    "v2": "/external/2.0/biometric",
    "v3": "/external/api3.0/biometric",
}


class RestApi:
    """The REST side of the gateway, without sockets.

    :param endpoints: the devices it knows.
    """

    def __init__(self, endpoints: Sequence[CamsEndpoint]):
        self.endpoints = {endpoint.terminal.serial: endpoint for endpoint in endpoints}

    def answer(self, call: Call, at: datetime) -> bytes:
        """Return the body of the answer to a call at the instant ``at`` (aware)."""
        return _generation(call).answer(self, call, at)

    def serial(self, call: Call) -> str:
        """For which device the call is, ``""`` if it does not say."""
        return _generation(call).serial(call)

    def device(self, call: Call, serial: str) -> CamsEndpoint:
        """Return the terminal of a serial number.

        :raises Refusal: there is none, or the call comes from elsewhere.
        """
        endpoint = self.endpoints.get(serial)
        if endpoint is None:
            raise Refusal(INVALID_SERVICE_TAG_ID)
        addresses = endpoint.registration.addresses
        if addresses is not None and call.peer not in addresses:
            raise Refusal(INVALID_ORIGIN_IP)
        return endpoint


def _generation(call: Call):
    path = urlsplit(call.path).path
    return rest_v3 if path.startswith(REST_PATHS["v3"]) else rest_v2

"""Where the server's calls arrive: each goes to its generation and its device."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from . import rest_first, rest_second, rest_third
from .calls import Call
from .statuses import INVALID_ORIGIN_IP, INVALID_SERVICE_TAG_ID, Refusal

if TYPE_CHECKING:
    from .face import CamsFace

FIRST_PATH = "/external/1.0/user/"
THIRD_PATH = "/external/api3.0/"


class Desk:
    """The REST side of the gateway, without sockets.

    The path of the second generation is told to customers alone: any other path is its.

    :param faces: the devices it knows.
    """

    def __init__(self, faces: Sequence[CamsFace]):
        self.faces = {face.terminal.serial: face for face in faces}

    def answer(self, call: Call, at: datetime) -> bytes:
        """Return the body of the answer to a call at the instant ``at`` (aware)."""
        return _generation(call).answer(self, call, at)

    def serial(self, call: Call) -> str:
        """For which device the call is, ``""`` if it does not say."""
        return _generation(call).serial(call)

    def device(self, call: Call, serial: str) -> CamsFace:
        """:raises Refusal: there is none, or the call comes from elsewhere."""
        face = self.faces.get(serial)
        if face is None:
            raise Refusal(INVALID_SERVICE_TAG_ID)
        addresses = face.registration.addresses
        if addresses is not None and call.peer not in addresses:
            raise Refusal(INVALID_ORIGIN_IP)
        return face


def _generation(call: Call):
    path = urlsplit(call.path).path
    if path.startswith(FIRST_PATH):
        return rest_first
    return rest_third if path.startswith(THIRD_PATH) else rest_second

"""A user and templates sent in pieces, then stored together."""

from struct import unpack_from
from typing import TYPE_CHECKING

from ..people import Place, Refused, Template
from .codes import Command
from .fingers import SAVE_REQUEST, BadUpload, Finger, Upload
from .responses import DONE, FAILED, Response
from .users import store_user

if TYPE_CHECKING:
    from .connection import Connection
    from .endpoint import ZkEndpoint

LARGEST_UPLOAD = 1 << 20


def announce(connection: "Connection", data: bytes) -> list[Response]:
    """So many bytes will come."""
    if len(data) < 4 or unpack_from("<I", data)[0] > LARGEST_UPLOAD:
        return FAILED
    connection.upload.clear()
    connection.expected = unpack_from("<I", data)[0]
    return DONE


def take(connection: "Connection", data: bytes) -> list[Response]:
    if len(connection.upload) + len(data) > connection.expected:
        return FAILED
    connection.upload += data
    return DONE


def save(connection: "Connection", data: bytes) -> list[Response]:
    """Store what was sent: first the users, then their fingers."""
    if data != SAVE_REQUEST or len(connection.upload) != connection.expected:
        return FAILED
    try:
        upload = Upload(
            bytes(connection.upload), connection.endpoint.firmware.user_size
        )
    except BadUpload:
        return FAILED
    connection.upload.clear()
    stored = all(store_user(connection.endpoint, record) for record in upload.users)
    return DONE if stored and _store(connection.endpoint, upload.fingers) else FAILED


def _store(endpoint: "ZkEndpoint", fingers: list[Finger]) -> bool:
    terminal = endpoint.terminal
    try:
        for finger in fingers:
            pin = terminal.slots.pin(finger.uid) or ""
            place = Place(pin, "finger", finger.number)
            terminal.set_template(Template(place, finger.blob))
    except Refused:
        return False
    return True


COMMANDS = {
    Command.PREPARE_DATA: announce,
    Command.DATA: take,
    Command.SAVE_TEMPLATES: save,
}

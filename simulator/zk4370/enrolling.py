"""A finger enrolled because the client asked for it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..people import Refused
from .codes import Command, Event
from .events import enrolled_data
from .responses import DONE, FAILED, Response

if TYPE_CHECKING:
    from .connection import Connection
    from .endpoint import ZkEndpoint

PRESSES = 3
GOOD = b"\x64"
FAILURE = 4


def start(connection: "Connection", data: bytes) -> list[Response]:
    """``[PIN 24][finger][1]``, or of old ``[PIN u32][finger]``."""
    endpoint = connection.endpoint
    if len(data) >= 25:
        pin = (
            data[:24].partition(b"\0")[0].decode(endpoint.firmware.encoding, "replace")
        )
        finger = data[24]
    elif len(data) == 5:
        pin, finger = str(int.from_bytes(data[:4], "little")), data[4]
    else:
        return FAILED
    if pin not in endpoint.terminal.users:
        return FAILED
    connection.script = events(endpoint, pin, finger)
    return DONE


def events(
    endpoint: "ZkEndpoint", pin: str, finger: int
) -> Iterator[tuple[Event, bytes]]:
    """The finger is pressed three times, each time well; then how it ended."""
    result = endpoint.enrolment
    for _press in range(PRESSES):
        yield Event.FINGER, b""
        yield Event.QUALITY, GOOD
    size = 0
    if not result:
        try:
            template = endpoint.terminal.enrol(pin, endpoint.now(), slot=finger)
            size = len(template.blob)
        except Refused:
            result = FAILURE
    yield Event.FINGER_ENROLLED, enrolled_data(result, pin, finger, size)


def cancel(connection: "Connection", data: bytes) -> list[Response]:
    """Whatever was waited for, it is not any more."""
    connection.script = connection.playing = None
    return DONE


COMMANDS = {Command.START_ENROLL: start, Command.CANCEL_CAPTURE: cancel}

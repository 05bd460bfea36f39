"""A finger enrolled because the client asked for it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..people import Refused
from .codes import Command, Event
from .events import enrolled_data
from .words import DONE, FAILED, Said

if TYPE_CHECKING:
    from .conversation import Conversation
    from .face import ZkFace

PRESSES = 3
GOOD = b"\x64"
FAILURE = 4


def start(talk: "Conversation", data: bytes) -> list[Said]:
    """``[PIN 24][finger][1]``, or of old ``[PIN u32][finger]``."""
    face = talk.face
    if len(data) >= 25:
        pin = data[:24].partition(b"\0")[0].decode(face.firmware.encoding, "replace")
        finger = data[24]
    elif len(data) == 5:
        pin, finger = str(int.from_bytes(data[:4], "little")), data[4]
    else:
        return FAILED
    if pin not in face.terminal.users:
        return FAILED
    talk.script = events(face, pin, finger)
    return DONE


def events(face: "ZkFace", pin: str, finger: int) -> Iterator[tuple[Event, bytes]]:
    """The finger is pressed three times, each time well; then how it ended."""
    result = face.enrolment
    for _press in range(PRESSES):
        yield Event.FINGER, b""
        yield Event.QUALITY, GOOD
    size = 0
    if not result:
        try:
            template = face.terminal.enrol(pin, face.now(), slot=finger)
            size = len(template.blob)
        except Refused:
            result = FAILURE
    yield Event.FINGER_ENROLLED, enrolled_data(result, pin, finger, size)


def cancel(talk: "Conversation", data: bytes) -> list[Said]:
    """Whatever was waited for, it is not any more."""
    talk.script = talk.playing = None
    return DONE


COMMANDS = {Command.START_ENROLL: start, Command.CANCEL_CAPTURE: cancel}

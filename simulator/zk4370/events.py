"""What a terminal sends unasked: event frames and the data of each."""

from datetime import datetime

from .codes import Event, Reply
from .frames import Frame
from .times import six_bytes

#: Length of a punch's data to the bytes of its user: of an uid, a PIN, a PIN as text.
PUNCH_LENGTHS = {10: 2, 14: 2, 12: 4, 32: 24, 36: 24, 37: 24, 52: 24}
_UID, _PIN = 2, 4


def event_frame(event: Event, data: bytes = b"") -> Frame:
    """Return the frame: the event in place of the session, reply id 0."""
    return Frame(command=Reply.EVENT, session=event, reply=0, data=data)


def punch_data(
    length: int, uid: int, pin: str, time: datetime, state: int, verify: int
) -> bytes:
    """Return the data of a punch: user, verify code, state, six bytes of time, zeros."""
    size = PUNCH_LENGTHS[length]
    if size == _UID:
        user = uid.to_bytes(size, "little")
    elif size == _PIN:
        user = int(pin).to_bytes(size, "little")
    else:
        user = pin.encode().ljust(size, b"\0")
    return (user + bytes([verify, state]) + six_bytes(time)).ljust(length, b"\0")


def enrolled_data(result: int, pin: str, finger: int, size: int) -> bytes:
    """Return how an enrolment ended: result, bytes of the template, PIN, finger."""
    numbers = result.to_bytes(2, "little") + size.to_bytes(2, "little")
    return numbers + pin.encode()[:9].ljust(9, b"\0") + bytes([finger])

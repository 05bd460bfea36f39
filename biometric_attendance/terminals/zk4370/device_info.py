"""How full the terminal is: the answer to one small request, and so the cheap poll.

    at 16 users, 24 fingers, 32 punches, 40 audit rows, 48 administrators, 52 passwords,
    56 room for fingers, 60 for users, 64 for punches, 68 fingers free, 72 users free,
    76 punches free, [80 faces, 88 room for faces]            each a signed 32-bit number

80 bytes on terminals without faces, 92 with, 112 on a SpeedFace, 4 on two small models.
Sources: a public description of the protocol, captures of four models.
"""

from dataclasses import dataclass
from struct import Struct

_NUMBER = Struct("<i")

#: Field to its place in the answer.
_PLACES = {
    "users": 16,
    "fingers": 24,
    "punches": 32,
    "finger_capacity": 56,
    "user_capacity": 60,
    "punch_capacity": 64,
    "faces": 80,
    "face_capacity": 88,
}


@dataclass(frozen=True, slots=True)
class Sizes:
    """Counts and capacities, as in ``DeviceInfo``. ``None``: not said, which is not 0."""

    users: int | None = None
    fingers: int | None = None
    punches: int | None = None
    finger_capacity: int | None = None
    user_capacity: int | None = None
    punch_capacity: int | None = None
    faces: int | None = None
    face_capacity: int | None = None


def decode_sizes(data: bytes) -> Sizes:
    """As much as the answer holds, of whatever length; a negative number is not said."""
    values = {
        name: _NUMBER.unpack_from(data, place)[0]
        for name, place in _PLACES.items()
        if len(data) >= place + _NUMBER.size
    }
    return Sizes(**{name: number for name, number in values.items() if number >= 0})

"""How full the terminal is: the answer to one small request, and so the cheap poll.

    at 16 users, 24 fingers, 32 punches, 40 audit rows, 48 administrators, 52 passwords,
    56 room for fingers, 60 for users, 64 for punches, 68 fingers free, 72 users free,
    76 punches free, [80 faces, 88 room for faces]            each a signed 32-bit number

80 bytes on terminals without faces, 92 with, 112 on a SpeedFace, 4 on two small models.
Sources: a public description of the protocol, captures of four models.
"""

from dataclasses import asdict, dataclass
from struct import Struct

_NUMBER = Struct("<i")

#: Field to its place in the answer.
_PLACES = {
    "users": 16,
    "fingers": 24,
    "punches": 32,
    "operations": 40,
    "admins": 48,
    "passwords": 52,
    "finger_capacity": 56,
    "user_capacity": 60,
    "punch_capacity": 64,
    "fingers_free": 68,
    "users_free": 72,
    "punches_free": 76,
    "faces": 80,
    "face_capacity": 88,
}
#: The forms known, in bytes.
FORMS = (4, 80, 92, 112)


@dataclass(frozen=True, slots=True)
class Sizes:
    """What is stored and what fits. ``None``: the terminal does not say, which is not 0."""

    users: int | None = None
    fingers: int | None = None
    punches: int | None = None
    operations: int | None = None
    admins: int | None = None
    passwords: int | None = None
    finger_capacity: int | None = None
    user_capacity: int | None = None
    punch_capacity: int | None = None
    fingers_free: int | None = None
    users_free: int | None = None
    punches_free: int | None = None
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


def encode_sizes(sizes: Sizes, form: int = 92) -> bytes:
    """The terminal's side.

    :param form: the answer's length in bytes; what does not fit is left out.
    """
    data = bytearray(form)
    for name, number in asdict(sizes).items():
        place = _PLACES[name]
        if number is not None and place + _NUMBER.size <= form:
            _NUMBER.pack_into(data, place, number)
    return bytes(data)

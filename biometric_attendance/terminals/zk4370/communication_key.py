"""The answer to "unauthorized": the communication key, scrambled.

Not a protection: whoever records one session can compute the key. Sources: vectors of
two real sessions, two independent implementations.
"""

from struct import Struct

from ..errors import ProtocolError

_WORD = Struct("<I")
_SWAPPED = Struct("<HH")
_MASK = b"ZKSO"

#: Keys have up to six digits on the terminal's own menu; the field takes more.
LARGEST_KEY = 0xFFFF_FFFF


def scramble(key: int, session: int, ticks: int = 50) -> bytes:
    """Data of the request to authenticate: four bytes.

    The key's bits in reverse order, plus the session, XOR "ZKSO", halves swapped, XOR
    the ticks but for the third byte, which is the ticks themselves.

    :param ticks: any number; the terminal reads it from the third byte.
    :raises ProtocolError: for a key that is no 32-bit number.
    """
    if not 0 <= key <= LARGEST_KEY:
        raise ProtocolError("key_invalid")
    turned = int(f"{key:032b}"[::-1], 2)
    mixed = _WORD.pack((turned + session) & 0xFFFF_FFFF)
    low, high = _SWAPPED.unpack(bytes(a ^ b for a, b in zip(mixed, _MASK, strict=True)))
    tick = ticks & 0xFF
    first, second, _third, last = _SWAPPED.pack(high, low)
    return bytes((first ^ tick, second ^ tick, tick, last ^ tick))

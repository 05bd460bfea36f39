"""What a terminal says unasked, while somebody listens.

10   [uid u16][verify][state][time 6]          14: 4 more behind
12   [PIN u32][verify][state][time 6]
32   [PIN 24][verify][state][time 6]           36, 37, 52: 4, 5, 20 more behind
"""

from struct import pack

from ...protocols.zk4370.moment import encode_six
from ..entries import StoredPunch
from .firmware import ZkFirmware


def punch_event(punch: StoredPunch, firmware: ZkFirmware) -> bytes:
    """A punch as this model tells it."""
    length = firmware.event
    if length in (10, 14):
        who = pack("<H", punch.slot)
    elif length == 12:
        who = pack("<I", int(punch.pin))
    else:
        who = pack("<24s", punch.pin.encode(firmware.encoding))
    known = who + bytes((punch.verify, punch.status)) + encode_six(punch.local)
    return known.ljust(length, b"\0")


def enrolled_event(result: int, size: int, pin: str, finger: int) -> bytes:
    """How enrolling a finger ended: 0 well, 4 and 6 badly, 5 known already."""
    return pack("<HH9sB", result, size, pin.encode(), finger)

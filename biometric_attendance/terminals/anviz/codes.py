"""The numbers of the TC-B protocol in words.

Sources: three public implementations and the list of commands of a fourth.
"""

from enum import IntEnum

from ..reasons import _


class Command(IntEnum):
    """What is asked of a terminal."""

    GET_SERIAL = 0x24
    GET_CLOCK = 0x38
    SET_CLOCK = 0x39
    GET_COUNTS = 0x3C
    GET_RECORDS = 0x40
    DELETE_USER = 0x4C
    OPEN_DOOR = 0x5E
    GET_USERS = 0x72
    SET_USERS = 0x73


class Ack(IntEnum):
    """What a terminal answers."""

    OK = 0
    FAILED = 1
    FULL = 4
    EMPTY = 5
    NO_USER = 6
    TIMED_OUT = 8
    USER_EXISTS = 0x0A


#: The low bits of a record's type are the key that was pressed; the rest are the door.
STATE_MASK = 0x0F
STATUS = {0: "in", 1: "out"}
#: Bits of the backup code.
VERIFY = {
    1: (_("fingerprint"),),
    2: (_("fingerprint"),),
    4: (_("password"),),
    8: (_("card"),),
    6: (_("fingerprint"), _("password")),
    9: (_("card"), _("fingerprint")),
    12: (_("card"), _("password")),
}

"""Numbers of port 4370, from public descriptions of the protocol.

Written apart from the addon's own, as all of this folder: where the two differ, one of
them is wrong, and a test fails.
"""

from enum import IntEnum


class Command(IntEnum):
    """What a client asks."""

    READ_TABLE = 7
    WRITE_USER = 8
    READ_TEMPLATES = 9
    READ_OPTION = 11
    WRITE_OPTION = 12
    READ_PUNCHES = 13
    CLEAR_EVERYTHING = 14
    CLEAR_PUNCHES = 15
    DELETE_USER = 18
    DELETE_TEMPLATES = 19
    UNLOCK = 31
    CLEAR_OPERATIONS = 33
    READ_OPERATIONS = 34
    SIZES = 50
    START_VERIFY = 60
    START_ENROLL = 61
    CANCEL_CAPTURE = 62
    WRITE_SCREEN = 66
    CLEAR_SCREEN = 67
    PIN_WIDTH = 69
    DOOR_STATE = 75
    GET_TEMPLATE = 88
    SAVE_TEMPLATES = 110
    DELETE_TEMPLATE = 134
    GET_TIME = 201
    SET_TIME = 202
    REGISTER_EVENTS = 500
    CONNECT = 1000
    EXIT = 1001
    ENABLE = 1002
    DISABLE = 1003
    RESTART = 1004
    POWER_OFF = 1005
    REFRESH = 1013
    REFRESH_OPTIONS = 1014
    TEST_VOICE = 1017
    VERSION = 1100
    AUTHENTICATE = 1102
    PREPARE_DATA = 1500
    DATA = 1501
    FREE_BUFFER = 1502
    PREPARE_BUFFER = 1503
    READ_BUFFER = 1504


class Reply(IntEnum):
    """What a terminal sends."""

    EVENT = 500
    PREPARE_DATA = 1500
    DATA = 1501
    OK = 2000
    ERROR = 2001
    UNAUTHORIZED = 2005
    UNKNOWN = 65535


class Event(IntEnum):
    """Bits a client registers for; one stands in the session field of each event."""

    PUNCH = 0x001
    FINGER = 0x002
    FINGER_ENROLLED = 0x008
    UNLOCK = 0x020
    QUALITY = 0x100


#: Command and number of its table, as a client names them, to what the table holds.
TABLES = {
    (9, 5): "users",
    (7, 2): "templates",
    (13, 0): "punches",
    (34, 0): "operations",
}

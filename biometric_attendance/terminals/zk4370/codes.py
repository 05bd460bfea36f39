"""The numbers of port 4370 in words.

Sources: the vendor's communication manual of 2006, public descriptions of the protocol,
captures of several models. A number missing here is kept as it is.
"""

from enum import IntEnum, IntFlag

from .. import zk_codes as zkcodes


class Command(IntEnum):
    """What a client asks. The same number in an answer is in :class:`Reply`."""

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
    VERIFY_MODE = 79
    UPLOAD_PIECE = 87
    GET_TEMPLATE = 88
    SAVE_TEMPLATES = 110
    BUFFER_CHECKSUM = 119
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
    """What a terminal answers; ``EVENT`` comes unasked."""

    EVENT = 500
    PREPARE_DATA = 1500
    DATA = 1501
    OK = 2000
    ERROR = 2001
    ACK_DATA = 2002
    RETRY = 2003
    REPEAT = 2004
    UNAUTHORIZED = 2005
    WRONG_DATA = 0xFFFB
    NOT_READY = 0xFFFC
    WRONG_COMMAND = 0xFFFD
    UNKNOWN = 0xFFFF


class Event(IntFlag):
    """What happened at the terminal; stands in the session field of an event."""

    PUNCH = 1
    FINGER = 2
    USER_ENROLLED = 4
    FINGER_ENROLLED = 8
    BUTTON = 16
    UNLOCK = 32
    VERIFY = 128
    QUALITY = 256
    ALARM = 512


#: Parameter of the tables that are read through the buffer: command and its table.
TABLES = {
    "users": (Command.READ_TEMPLATES, 5),
    "templates": (Command.READ_TABLE, 2),
    "punches": (Command.READ_PUNCHES, 0),
    "operations": (Command.READ_OPERATIONS, 0),
}

#: What a terminal is asked of itself, name of its option to what it is.
OPTIONS = {
    "~SerialNumber": "serial number",
    "~DeviceName": "model",
    "~Platform": "platform",
    "MAC": "hardware address",
    "IPAddress": "network address",
    "~ZKFPVersion": "version of the finger algorithm",
    "ZKFaceVersion": "version of the face algorithm",
    "FingerFunOn": "whether it reads fingers",
    "FaceFunOn": "whether it reads faces",
    "~PIN2Width": "longest PIN",
    "~IsABCPinEnable": "whether PINs may have letters",
    "~ExtendFmt": "layout of its punches",
    "~UserExtFmt": "layout of its users",
    "CompatOldFirmware": "whether it keeps old layouts",
    "WorkCode": "whether it asks for a work code",
    "AlarmReRec": "minutes within which a second punch is dropped",
    "~OEMVendor": "vendor",
}

#: How a person was recognised, as the models with a colour screen count; 0 to 2 mean the
#: same on the older ones. Known of 4370: 0 password, 1 finger, 2 card, 15 face.
VERIFY = {0: "password", 1: "fingerprint", 2: "card", **zkcodes.VERIFY}

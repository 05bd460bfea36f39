"""The numbers of port 4370 in words.

Sources: the vendor's communication manual of 2006, public descriptions of the protocol,
captures of several models. A number missing here is kept as it is.
"""

from enum import IntEnum, IntFlag

from .. import zk_codes as zkcodes


class Command(IntEnum):
    """What is asked of a terminal; pyzk sends the other requests by its own constants."""

    READ_TABLE = 7
    WRITE_USER = 8
    READ_TEMPLATES = 9
    READ_OPTION = 11
    READ_PUNCHES = 13
    DELETE_USER = 18
    DELETE_TEMPLATES = 19
    SIZES = 50
    START_ENROLL = 61
    WRITE_SCREEN = 66
    CLEAR_SCREEN = 67
    GET_TEMPLATE = 88
    SAVE_TEMPLATES = 110
    DELETE_TEMPLATE = 134
    GET_TIME = 201
    CONNECT = 1000
    EXIT = 1001
    DISABLE = 1003
    VERSION = 1100
    AUTHENTICATE = 1102
    PREPARE_BUFFER = 1503
    READ_BUFFER = 1504


class Reply(IntEnum):
    """What a terminal answers; ``EVENT`` comes unasked."""

    EVENT = 500
    PREPARE_DATA = 1500
    DATA = 1501
    OK = 2000
    ERROR = 2001
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
    FINGER_ENROLLED = 8


#: Parameter of the tables that are read through the buffer: command and its table.
TABLES = {
    "users": (Command.READ_TEMPLATES, 5),
    "templates": (Command.READ_TABLE, 2),
    "punches": (Command.READ_PUNCHES, 0),
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

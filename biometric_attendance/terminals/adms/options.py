"""The answer to a handshake: the options an attendance terminal works by.

Every line, the last included, ends with LF: firmware drops an unterminated last line.
Both families of stamps are sent, because firmware before 2.2.14 knows only the old
names and newer firmware ignores them. There is no way here to emit ``ICLOCKSVRURL``,
the option that diverts a terminal to another server.
"""

from collections.abc import Mapping
from datetime import datetime

from ..errors import Forbidden, ProtocolError
from ..text import number
from ..zk_times import encode_zk_time

#: The table a stamp belongs to, and the option names that carry it, new and old.
_STAMPS = {
    "ATTLOG": ("ATTLOGStamp", "Stamp"),
    "OPERLOG": ("OPERLOGStamp", "OpStamp"),
    "ATTPHOTO": ("ATTPHOTOStamp", "PhotoStamp"),
    "BIODATA": ("BIODATAStamp",),
    "IDCARD": ("IDCARDStamp",),
    "ERRORLOG": ("ERRORLOGStamp",),
}
# By name, never as a bit string: the two dialects order the bits differently.
_ROWS = ("AttLog", "OpLog", "EnrollUser", "ChgUser")
_TEMPLATES = ("EnrollFP", "ChgFP", "FACE")
_PHOTOS = ("AttPhoto", "UserPic", "BioPhoto")
_REPORTED_OPTIONS = (
    "UserCount,TransactionCount,FingerFunOn,FPVersion,FPCount,FaceFunOn,FaceVersion,"
    "FaceCount,FvFunOn,PvFunOn,BioPhotoFun,BioDataFun,PhotoFunOn,~LockFunOn,~Platform,"
    "MultiBioDataSupport,MultiBioPhotoSupport"
)
#: Most bytes of a body that terminals are told.
MAX_POST_BYTES = 2**20
# One place for each kind of template, 0 to 10: finger, face and vein, palm, visible light.
TEMPLATES_ON = "0:1:1:0:0:0:0:1:1:1:1"
TEMPLATES_OFF = "0:0:0:0:0:0:0:0:0:0:0"


def encode_options(
    serial: str,
    *,
    stamps: Mapping[str, str],
    offset_minutes: int,
    photos: bool = False,
    templates: bool = False,
    delay: int = 10,
    error_delay: int = 30,
) -> bytes:
    """Encode the option block of the attendance dialect.

    :param stamps: table to stamp, decimal digits; a missing one is ``0``, which asks
        for everything the terminal has.
    :param offset_minutes: the zone's present offset east of UTC. The terminal sets its
        clock by it, so a wrong one shifts every later punch.
    :param photos: whether the terminal shall send photos.
    :param templates: whether it shall send fingers and faces. What is not asked for
        stays on the terminal.
    :param delay: seconds between polls, 2 to 60.
    :param error_delay: seconds to wait after a failure, 30 to 300.
    :raises Forbidden: for a serial or stamp that could add a line of its own.
    :raises ProtocolError: for an offset the protocol cannot express.
    """
    if not serial or not serial.isprintable():
        raise Forbidden("serial_unprintable")
    wanted = (*_ROWS, *(_TEMPLATES * templates), *(_PHOTOS * photos))
    lines = [
        f"GET OPTION FROM: {serial}",
        *_stamp_lines(stamps),
        f"ErrorDelay={int(error_delay)}",
        f"Delay={int(delay)}",
        "TransTimes=00:00;14:05",
        "TransInterval=1",
        "TransFlag=TransData " + "\t".join(wanted),
        f"TimeZone={_time_zone(offset_minutes)}",
        "Realtime=1",
        "Encrypt=None",
        "ServerVer=2.4.1",
        # Terminal and server use the lower version; 2.4 would negotiate encryption.
        "PushProtVer=2.3.0",
        "PushOptionsFlag=1",
        f"PushOptions={_REPORTED_OPTIONS}",
        f"MultiBioDataSupport={TEMPLATES_ON if templates else TEMPLATES_OFF}",
        f"MultiBioPhotoSupport={TEMPLATES_OFF}",
        "SupportPing=1",
        f"MaxPostSize={MAX_POST_BYTES}",
    ]
    return "".join(f"{line}\n" for line in lines).encode()


def _stamp_lines(stamps: Mapping[str, str]) -> list[str]:
    """New names first, as the vendor's own examples have it."""
    new, old = [], []
    for table, names in _STAMPS.items():
        stamp = stamps.get(table) or "0"
        if not (stamp.isascii() and stamp.isdigit()):
            raise Forbidden("stamp")
        new.append(f"{names[0]}={stamp}")
        old += [f"{name}={stamp}" for name in names[1:]]
    return new + old


def _time_zone(minutes: int) -> int:
    """Whole hours, or signed total minutes where the size tells them from hours.

    Firmware reads anything above 60 in size as minutes, and ``5:30`` as 5.
    """
    hours, rest = divmod(abs(minutes), 60)
    if hours > 14 or (rest and hours < 1):
        raise ProtocolError("offset_inexpressible", minutes=minutes)
    return minutes if rest else minutes // 60


#: A stamp that only says "not everything again" to firmware that keeps its own books.
_SEND_NEW_ONLY = "9999"


def stamps_after(last: datetime, push_version: str) -> dict[str, str]:
    """Return stamps for :func:`encode_options` that make a terminal go on after a record.

    Firmware from 2.2.14 on keeps its own books; older firmware sends the records whose
    ZK-encoded time is greater than the stamp.

    :param last: wall clock of the last attendance record stored.
    :param push_version: as the terminal sent it, ``""`` if it did not.
    """
    parts = (number(part) or 0 for part in push_version.split("."))
    old = tuple(parts) < (2, 2, 14)
    stamps = dict.fromkeys(_STAMPS, _SEND_NEW_ONLY)
    if old and last.year >= 2000:
        stamps["ATTLOG"] = str(encode_zk_time(last))
    return stamps


def encode_check() -> bytes:
    """Return the answer to a poll that makes the terminal introduce itself again."""
    return b"C:1:CHECK\n"

"""Registration: the first calls of a terminal of the security dialect.

    GET  cdata?SN=..&options=all        ->  OK
    POST registry?SN=..                 ->  RegistryCode=Uy47fxftP3        (406: refused)
         DeviceType=acc,~DeviceName=F20/M,..,authKey=..
    POST push?SN=..  (cookie: token)    ->  ServerVersion=3.0.1 LF .. SessionID=.. LF
    GET  rtdata?SN=..&type=time         ->  DateTime=583050990,ServerTZ=+0800

A terminal that is registered already gets ``registry=ok``, its code and the options in
answer to the first. Source: the vendor's security push document 3.1.
"""

import re
from datetime import datetime

from ..calls import Call
from ..errors import Forbidden
from ..records import DeviceInfo
from ..text import decode_text
from .device_info import decode_options
from .options import TEMPLATES_OFF, TEMPLATES_ON
from .times import write_offset, write_zk_time

_CODE = re.compile(r"[0-9A-Za-z]{1,32}", re.ASCII).fullmatch
_KEY = re.compile(r"(?i)(?:^|,)authKey=([^,\r\n]*)").search


def decode_registry(body: bytes) -> tuple[DeviceInfo, str]:
    """Decode what a terminal sends about itself, and its communication key, ``""`` if none.

    Never raises. The key is for comparing in constant time, not for keeping; among the
    options it is replaced by a mark.
    """
    found = _KEY(decode_text(body))
    info = decode_options(body).info or DeviceInfo()
    return info, found[1].strip() if found else ""


def key_sent(call: Call, body: bytes) -> str | None:
    """Return the communication key sent, ``None`` where the message has no place for one.

    The security dialect sends it when it registers, in the body.
    """
    if call.kind == "registration":
        return decode_registry(body)[1]
    if call.kind == "handshake" and (call.key or call.dialect != "security"):
        return call.key
    return None


def encode_registry(code: str) -> bytes:
    """Encode the answer that gives a terminal its code.

    :raises Forbidden: for a code that is not 1 to 32 letters or digits.
    """
    return f"RegistryCode={_checked(code)}".encode()


def encode_push_options(
    session_id: str,
    *,
    registry_code: str = "",
    templates: bool = False,
    photos: bool = False,
    delay: int = 10,
    error_delay: int = 30,
) -> bytes:
    """Encode the options a terminal of the security dialect works by.

    :param session_id: 1 to 32 letters or digits, part of the token of later requests.
    :param registry_code: for the answer to the first request of a registered terminal.
    :param templates: whether it shall send fingers and faces.
    :param photos: whether it shall send photos faces are compared with.
    :param delay: seconds between polls.
    :param error_delay: seconds to wait after a failure, 30 to 300.
    :raises Forbidden: for an id or code that could add a line of its own.
    """
    lines = [
        "ServerVersion=3.0.1",
        "ServerName=ADMS",
        "PushVersion=3.0.1",
        # Terminal and server use the lower version; 3.1.1 would negotiate encryption.
        "PushProtVer=3.0.1",
        f"ErrorDelay={int(error_delay)}",
        f"RequestDelay={int(delay)}",
        "TransTimes=00:00;14:05",
        "TransInterval=1",
        "TransTables=User Transaction",
        "Realtime=1",
        f"SessionID={_checked(session_id)}",
        "TimeoutSec=10",
        f"BioPhotoFun={int(photos)}",
        f"BioDataFun={int(templates)}",
        f"MultiBioDataSupport={TEMPLATES_ON if templates else TEMPLATES_OFF}",
        f"MultiBioPhotoSupport={TEMPLATES_ON if photos else TEMPLATES_OFF}",
    ]
    if registry_code:
        lines = ["registry=ok", f"RegistryCode={_checked(registry_code)}", *lines]
    return "".join(f"{line}\n" for line in lines).encode()


def encode_time(now: datetime, offset_minutes: int) -> bytes:
    """Encode the answer to a terminal that asks for the time.

    :param now: naive UTC.
    :param offset_minutes: the device zone's present offset east of UTC.
    :raises ProtocolError: beyond the years 2000 to 2099, or fourteen hours.
    """
    return f"DateTime={write_zk_time(now)},ServerTZ={write_offset(offset_minutes)}".encode()


def _checked(code: str) -> str:
    if not _CODE(code):
        raise Forbidden("registry_code")
    return code

"""What a terminal sends about itself: INFO of a poll, and table ``options``.

INFO=firmware,users,fingers,punches,address,FPVersion,FaceVersion,face templates,
     faces,functions[,cards,user photos,punch photos]
~DeviceName=X903,MAC=00:17:..,UserCount=8,..
"""

import re
from typing import Any

from ..reasons import Reason
from ..records import DeviceInfo, Refused, Upload
from ..text import decode_text, kept, number, redacted, shown, storable
from .languages import encoding_of_language
from .templates import TYPES

#: Name of an option, in capitals and without ``~``, to the field it fills and its unit.
_FIELDS: dict[str, tuple[str, Any]] = {
    "FWVERSION": ("firmware", str),
    "FIRMVER": ("firmware", str),
    "DEVICENAME": ("model", str),
    "PLATFORM": ("platform", str),
    "PUSHVERSION": ("push_version", str),
    "IPADDRESS": ("address", str),
    "MAC": ("mac", str),
    "USERCOUNT": ("users", 1),
    "FPCOUNT": ("fingers", 1),
    "FACECOUNT": ("faces", 1),
    "TRANSACTIONCOUNT": ("punches", 1),
    "MAXUSERCOUNT": ("user_capacity", 100),
    "MAXFINGERCOUNT": ("finger_capacity", 100),
    "MAXFACECOUNT": ("face_capacity", 1),
    "MAXATTLOGCOUNT": ("punch_capacity", 10_000),
}
#: Options that are the version of one kind of template.
_ALGORITHMS = {"FPVERSION": "finger", "ZKFPVERSION": "finger", "FACEVERSION": "face"}
#: All kinds in the order of their numbers, 0 for none: ``0:10.0:7.0:0:..``.
_ALL_ALGORITHMS = "MULTIBIOVERSION"
#: Access terminals give capacities in ones; no terminal holds this many hundreds.
_IN_ONES = 1_000

_INFO: tuple[tuple[str, Any], ...] = (
    ("firmware", str),
    ("users", 1),
    ("fingers", 1),
    ("punches", 1),
    ("address", str),
    ("FPVersion", None),
    ("FaceVersion", None),
    ("FaceTemplateCount", None),
    ("faces", 1),
    ("Functions", None),
    ("CardCount", None),
    ("UserPicCount", None),
    ("AttPhotoCount", None),
)


def decode_info(info: str) -> DeviceInfo:
    """Decode the INFO of a poll; values it lacks are ``None``. Never raises."""
    fields: dict[str, Any] = {}
    options: dict[str, str] = {}
    for (name, unit), text in zip(_INFO, storable(info).split(","), strict=False):
        text = text.strip()[:200]
        if unit is None:
            if text:
                options[name] = text
        else:
            fields[name] = _value(text, unit)
    return DeviceInfo(**fields, options=options, algorithms=_algorithms(options))


def decode_options(body: bytes, *, encoding: str = "utf-8") -> Upload:
    """Decode every ``key=value`` of the body; never raises.

    Secrets among the options are replaced by a mark. A piece without ``=`` belongs to
    the value before it, which held a comma.
    """
    upload = Upload()
    options: dict[str, str] = {}
    last = ""
    for piece in re.split(r"[,\r\n]+", decode_text(body, encoding)):
        key, equals, value = piece.partition("=")
        key = key.strip()
        if equals and key and "\0" not in piece:
            last = shown(key)
            options[last] = kept(key, value.strip())
        elif last and piece and not equals and "\0" not in piece:
            options[last] = f"{options[last]},{shown(piece)}"
        elif piece.strip():
            upload.refused.append(Refused(redacted(piece), Reason("option_not_named")))
    upload.lines = len(options) + len(upload.refused)
    if options:
        upload.info = _device_info(options)
    return upload


def _device_info(options: dict[str, str]) -> DeviceInfo:
    fields: dict[str, Any] = {}
    for key, text in options.items():
        name, unit = _FIELDS.get(key.lstrip("~").upper(), (None, None))
        if name:
            fields[name] = _value(text, unit)
    return DeviceInfo(
        **fields,
        encoding=encoding_of_language(_language(options)),
        options=options,
        algorithms=_algorithms(options),
    )


def _language(options: dict[str, str]) -> str:
    names = (key for key in options if key.lstrip("~").upper() == "LANGUAGE")
    return options.get(next(names, ""), "")


def _algorithms(options: dict[str, str]) -> dict[str, int]:
    """Major versions; what is 0 or no number is not there."""
    found: dict[str, str] = {}
    for key, text in options.items():
        key = key.lstrip("~").upper()
        if key == _ALL_ALGORITHMS:
            found |= zip(TYPES, text.split(":"), strict=False)
        elif key in _ALGORITHMS:
            found[_ALGORITHMS[key]] = text
    majors = {kind: number(text.partition(".")[0]) for kind, text in found.items()}
    return {kind: major for kind, major in majors.items() if major and major > 0}


def _value(text: str, unit: Any) -> str | int | None:
    if unit is str:
        return text or None
    count = number(text)
    if count is None or count < 0:
        return None
    return count if unit == 100 and count > _IN_ONES else count * unit

"""What a terminal sends about itself: polls, and the result of GET_DEVICE_STATUS.

    {"fk_name":"Entrance","fk_time":"20260929131417","fk_info":{"firmware":"A102 v1.14",
     "fk_bin_data_lib":"FKDataHS103","fp_data_ver":128,"face_data_ver":528,
     "supported_enroll_data":["PASSWORD","IDCARD","FACE","FP"]}}
    {"total_user_count":"3","fp_count":"3"}  or  {"totalUserCount":15,"fpCount":24}

Sources: captures of HS101 and HS103; two spellings of the counts are published.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ..records import DeviceInfo
from ..text import storable
from .templates import VERSIONS
from .text import MAX_TEXT_LENGTH, number, read_text
from .times import read_time

#: Most options that are kept.
_MAX_OPTIONS = 40
#: A count's name in small letters without ``_``, to the field it fills.
_COUNTS = {
    "totalusercount": "users",
    "fpcount": "fingers",
    "facecount": "faces",
    "totallogcount": "punches",
    "totalglogcount": "punches",
}


def decode_poll(document: Mapping[str, object]) -> tuple[DeviceInfo, datetime | None]:
    """Decode a poll to what the terminal is, and its clock (naive)."""
    fields = document.get("fk_info")
    fields = fields if isinstance(fields, dict) else {}
    options = _options(fields)
    name = read_text(document, "fk_name")
    if name:
        options["fk_name"] = name
    info = DeviceInfo(
        firmware=read_text(fields, "firmware"),
        platform=read_text(fields, "fk_bin_data_lib"),
        options=options,
        algorithms=_versions(fields),
    )
    return info, read_time(read_text(document, "fk_time"))


def decode_status(document: Mapping[str, object]) -> DeviceInfo:
    """Decode the counts; ``None`` for those that are missing."""
    counts: dict[str, Any] = {}
    for name, value in document.items():
        field = _COUNTS.get(name.lower().replace("_", ""))
        count = number(value)
        if field and count is not None and count >= 0:
            counts[field] = count
    return DeviceInfo(
        **counts, options=_options(document), algorithms=_versions(document)
    )


def _versions(fields: Mapping[str, object]) -> dict[str, int]:
    found = {kind: number(fields.get(name)) for kind, name in VERSIONS.items()}
    return {kind: version for kind, version in found.items() if version is not None}


def _options(fields: Mapping[str, object]) -> dict[str, str]:
    options = {}
    for name, value in list(fields.items())[:_MAX_OPTIONS]:
        if isinstance(value, list):
            value = ",".join(str(piece) for piece in value[:_MAX_OPTIONS])[
                :MAX_TEXT_LENGTH
            ]
        text = read_text({name: value}, name)
        if text is not None:
            options[storable(name)[:MAX_TEXT_LENGTH]] = text
    return options

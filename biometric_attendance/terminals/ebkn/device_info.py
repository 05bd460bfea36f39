"""What a terminal says of itself: polls, and the result of GET_DEVICE_STATUS.

    {"fk_name":"Entrance","fk_time":"20260929131417","fk_info":{"firmware":"A102 v1.14",
     "fk_bin_data_lib":"FKDataHS103","fp_data_ver":128,"face_data_ver":528,
     "supported_enroll_data":["PASSWORD","IDCARD","FACE","FP"]}}
    {"total_user_count":"3","fp_count":"3"}  or  {"totalUserCount":15,"fpCount":24}

Sources: captures of HS101 and HS103; two spellings of the counts are published.
"""

from collections.abc import Mapping
from datetime import datetime

from ..records import DeviceInfo
from ..text import storable
from .text import LONGEST, moment, number, said
from .users import VERSIONS

#: More is not kept.
_MOST_OPTIONS = 40
#: A count's name in small letters without ``_``, to the field it fills.
_COUNTS = {
    "totalusercount": "users",
    "fpcount": "fingers",
    "facecount": "faces",
    "totallogcount": "punches",
    "totalglogcount": "punches",
}


def read_poll(document: Mapping[str, object]) -> tuple[DeviceInfo, datetime | None]:
    """What a poll tells, and what the terminal's clock shows (naive)."""
    told = document.get("fk_info")
    told = told if isinstance(told, dict) else {}
    options = _options(told)
    name = said(document, "fk_name")
    if name:
        options["fk_name"] = name
    info = DeviceInfo(
        firmware=said(told, "firmware"),
        platform=said(told, "fk_bin_data_lib"),
        options=options,
        algorithms=_versions(told),
    )
    return info, moment(said(document, "fk_time"))


def read_status(document: Mapping[str, object]) -> DeviceInfo:
    """The counts it is asked for; ``None`` for those it does not tell."""
    counts: dict[str, int] = {}
    for name, value in document.items():
        field = _COUNTS.get(name.lower().replace("_", ""))
        count = number(value)
        if field and count is not None and count >= 0:
            counts[field] = count
    return DeviceInfo(
        **counts, options=_options(document), algorithms=_versions(document)
    )


def _versions(told: Mapping[str, object]) -> dict[str, int]:
    found = {kind: number(told.get(name)) for kind, name in VERSIONS.items()}
    return {kind: version for kind, version in found.items() if version is not None}


def _options(told: Mapping[str, object]) -> dict[str, str]:
    options = {}
    for name, value in list(told.items())[:_MOST_OPTIONS]:
        if isinstance(value, list):
            value = ",".join(str(piece) for piece in value[:_MOST_OPTIONS])[:LONGEST]
        text = said({name: value}, name)
        if text is not None:
            options[storable(name)[:LONGEST]] = text
    return options

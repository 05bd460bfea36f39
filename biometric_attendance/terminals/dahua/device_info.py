"""What a terminal tells of itself."""

from collections.abc import Mapping

from ..records import DeviceInfo
from ..text import shown

#: Values of ``getSystemInfo`` and ``getSoftwareVersion`` that are kept.
_OPTIONS = ("devicetype", "hardwareversion", "processor", "updateserial", "version")
_MAX_LENGTH = 100


def read_info(system: Mapping[str, str], version: Mapping[str, str]) -> DeviceInfo:
    """Return model and firmware, as far as they are told."""
    values = {**system, **version}
    kept = {
        name: shown(values[name])[:_MAX_LENGTH] for name in _OPTIONS if name in values
    }
    return DeviceInfo(
        firmware=kept.get("version"),
        model=kept.get("updateserial") or kept.get("devicetype"),
        platform=kept.get("processor"),
        options=kept,
    )


def read_serial(values: Mapping[str, str]) -> str:
    """Return the serial number, ``""`` where it is not told."""
    text = values.get("sn") or values.get("serialnumber") or ""
    return text[:64] if text.isprintable() else ""

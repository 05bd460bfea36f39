"""Lines around the punches of a file: serial numbers, checksums, comments."""

import re

_FRAMES = ("SN=", "SN:", "SN =", "SN :", "CHECKSUM", "#", "//", "SEP=", "---")
_SERIAL_LINE = re.compile(
    r"[#/\s]*(?:SN|S/N|Serial\s?(?:Number|No\.?)|Device\s?(?:SN|Serial)|DeviceSN)"
    r"[\s,;]*[:=,;\t][\s,;\"]*([A-Za-z0-9][A-Za-z0-9-]{3,31})\b",
    re.I | re.ASCII,
).match
_SERIAL_NAME = re.compile(
    r"(?:([A-Z0-9]{6,32})_attlog|attlog_([A-Z0-9]{6,32}))(?![A-Z0-9])", re.I | re.ASCII
).match
#: Shorter numbers are the number somebody gave the terminal, not its serial.
_MIN_SERIAL = 6


def is_framing(line: str) -> bool:
    """Return whether a line that is no punch belongs to the frame of a file."""
    return line.lstrip()[:8].upper().startswith(_FRAMES)


def serial_in(line: str) -> str:
    """Return the serial a line of the frame names, ``""`` for none."""
    found = _SERIAL_LINE(line[:200])
    return found[1] if found else ""


def serial_of_name(name: str) -> str:
    """Return the serial in the name of a file, ``""`` where it has none.

    ``1_attlog.dat`` begins with a number of the terminal, which is no serial.
    """
    found = _SERIAL_NAME(name.replace("\\", "/").rpartition("/")[2])
    serial = (found[1] or found[2]) if found else ""
    return serial if looks_like_serial(serial) else ""


def looks_like_serial(value: str) -> bool:
    """Return whether a value may be the serial of a device."""
    return (
        _MIN_SERIAL <= len(value) <= 32
        and value.isascii()
        and value.replace("-", "").isalnum()
        and any(letter.isdecimal() for letter in value)
    )

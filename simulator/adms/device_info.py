"""What a terminal says of itself."""

from ..memory import Terminal
from .firmware import Firmware
from .kinds import KINDS

FACES = ("face", "visible_face")


def address(terminal: Terminal) -> str:
    """A private address that belongs to the serial, so that a fleet looks real."""
    number = sum(ord(c) * 31**i for i, c in enumerate(reversed(terminal.serial)))
    return f"192.168.{number // 250 % 250}.{number % 250 + 2}"


def info_cells(terminal: Terminal, firmware: Firmware) -> str:
    """The value of ``INFO`` in a poll: ten cells, unescaped."""
    counts = f"{len(terminal.users)},{terminal.count('finger')},{len(terminal.punches)}"
    versions = f"{_version(terminal, 'finger')},{_version(terminal, 'face')}"
    faces = sum(map(terminal.count, FACES))
    place = address(terminal)
    return f"{firmware.version},{counts},{place},{versions},15,{faces},111"


def _version(terminal: Terminal, kind: str) -> str:
    return str(terminal.algorithms[kind].major) if kind in terminal.algorithms else ""


def device_options(terminal: Terminal, firmware: Firmware) -> dict[str, str]:
    """What the terminal says of itself, by the firmware's own option names."""
    host = address(terminal).split(".")
    mac = ":".join(f"{int(part):02x}" for part in ("0", "23", *host))
    return {
        "~DeviceName": firmware.model,
        "MAC": mac,
        "TransactionCount": str(len(terminal.punches)),
        # Counted in units of ten thousand on these platforms.
        "~MaxAttLogCount": str(max(1, terminal.punches.capacity // 10_000)),
        "UserCount": str(len(terminal.users)),
        "Language": firmware.language,
        "IPAddress": address(terminal),
        "~Platform": firmware.platform,
        "FWVersion": firmware.version,
        "PushVersion": f"Ver {firmware.push_version}",
        **_sensors(terminal),
        "UserValidTimeFun": str(int(terminal.heeds_validity)),
        **terminal.settings,
    }


def door_options(terminal: Terminal, firmware: Firmware) -> dict[str, str]:
    """The same in the security dialect, which names some options otherwise."""
    own = device_options(terminal, firmware)
    return {
        "DeviceType": firmware.device_type,
        "~SerialNumber": terminal.serial,
        "FirmVer": own.pop("FWVersion"),
        "LockCount": "1",
        "DateFmtFunOn": str(int(firmware.limits_in_seconds)),
        **own,
    }


def _sensors(terminal: Terminal) -> dict[str, str]:
    own = [terminal.algorithms.get(kind) for kind in KINDS]
    versions = (f"{a.major}.{a.minor}" if a else "0" for a in own)
    return {
        "FPCount": str(terminal.count("finger")),
        "FaceCount": str(sum(map(terminal.count, FACES))),
        "FPVersion": _version(terminal, "finger"),
        "FaceVersion": _version(terminal, "face"),
        # Users and fingers in units of a hundred.
        "~MaxUserCount": str(max(1, terminal.user_capacity // 100)),
        "MultiBioDataSupport": ":".join(str(int(bool(a))) for a in own),
        "MultiBioVersion": ":".join(versions),
    }

"""Named values a terminal sends on request."""

from ..adms.device_info import address
from ..memory import Terminal
from .firmware import ZkFirmware


def options(terminal: Terminal, firmware: ZkFirmware) -> dict[str, str]:
    """By the terminal's own names; what was written over 4370 wins."""
    host = address(terminal).split(".")
    letters = firmware.rows in ("40", "49", "49p")
    return {
        "~SerialNumber": terminal.serial,
        "~DeviceName": firmware.model,
        "~Platform": firmware.platform,
        "~OS": "1",
        "MAC": ":".join(f"{int(part):02x}" for part in ("0", "23", *host)),
        "IPAddress": ".".join(host),
        "NetMask": "255.255.255.0",
        "GATEIPAddress": ".".join([*host[:3], "1"]),
        "~ZKFPVersion": _version(terminal, "finger"),
        "ZKFaceVersion": _version(terminal, "face"),
        "FingerFunOn": str(int("finger" in terminal.algorithms)),
        "FaceFunOn": str(int("face" in terminal.algorithms)),
        "~PIN2Width": str(firmware.pin_width),
        "~IsABCPinEnable": str(int(letters)),
        "CompatOldFirmware": str(int(not firmware.buffered)),
        "WorkCode": "0",
        "AlarmAttLog": "99",
        "AlarmReRec": "1",
        "~SSR": "1",
        "~T9FunOn": "0",
        "~RFCardOn": "1",
        "~IsOnlyRFMachine": "0",
        "~OEMVendor": "ZKTeco Inc.",
        "~ProductTime": "2018-01-01 08:00:00",
        "Language": "69",
        "DeviceID": "1",
        "VOLUME": "67",
        **({"~ExtendFmt": "0", "~UserExtFmt": "1"} if letters else {}),
        **terminal.settings,
    }


def _version(terminal: Terminal, kind: str) -> str:
    return str(terminal.algorithms[kind].major) if kind in terminal.algorithms else ""

"""ZKTeco ADMS, attendance dialect, seen from the terminal."""

from .face import AdmsFace
from .firmware import FIRMWARES, Firmware
from .rows import attlog_bodies

__all__ = ["FIRMWARES", "AdmsFace", "Firmware", "attlog_bodies"]

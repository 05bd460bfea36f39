"""ZKTeco ADMS, both dialects, seen from the terminal."""

from .face import AdmsFace
from .firmware import FIRMWARES, SECURITY, Firmware
from .rows import attlog_bodies
from .security import SecurityFace

__all__ = [
    "FIRMWARES",
    "SECURITY",
    "AdmsFace",
    "Firmware",
    "SecurityFace",
    "attlog_bodies",
]

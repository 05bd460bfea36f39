"""ZKTeco ADMS, both dialects, seen from the terminal."""

from .endpoint import AdmsEndpoint
from .firmware import FIRMWARES, SECURITY, Firmware
from .rows import attlog_bodies
from .security import SecurityEndpoint

__all__ = [
    "FIRMWARES",
    "SECURITY",
    "AdmsEndpoint",
    "Firmware",
    "SecurityEndpoint",
    "attlog_bodies",
]

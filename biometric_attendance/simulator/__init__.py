"""Faithful virtual terminals: one memory, one face per protocol. No Odoo here."""

from .adms import FIRMWARES, AdmsFace, Firmware, attlog_bodies
from .clock import Clock
from .exchange import drive
from .faults import Faults
from .fleet import Fleet
from .memory import Terminal, User
from .scene import Scene, build
from .timeline import Timeline
from .truth import Session, Truth
from .workforce import Workforce

__all__ = [
    "FIRMWARES",
    "AdmsFace",
    "Clock",
    "Faults",
    "Firmware",
    "Fleet",
    "Scene",
    "Session",
    "Terminal",
    "Timeline",
    "Truth",
    "User",
    "Workforce",
    "attlog_bodies",
    "build",
    "drive",
]

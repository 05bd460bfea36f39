"""Faithful virtual terminals: one memory, one face per protocol. No Odoo here."""

from .adms import FIRMWARES, AdmsFace, Firmware, attlog_bodies
from .clock import Clock
from .exchange import drive
from .memory import Terminal, User

__all__ = [
    "FIRMWARES",
    "AdmsFace",
    "Clock",
    "Firmware",
    "Terminal",
    "User",
    "attlog_bodies",
    "drive",
]

"""Faithful virtual terminals: one memory, one face per protocol. No Odoo here."""

from .adms import (
    FIRMWARES,
    SECURITY,
    AdmsFace,
    Firmware,
    SecurityFace,
    attlog_bodies,
)
from .cams import CamsFace, Gateway
from .clock import Clock
from .ebkn import EbknFace
from .exchange import drive
from .faults import Faults
from .fleet import Fleet
from .memory import Terminal
from .people import ALGORITHMS, Algorithm, Place, Template, User
from .scene import Scene, build
from .timeline import Timeline
from .truth import Session, Truth
from .workforce import Workforce
from .zk4370 import ZkFleet, ZkServer

__all__ = [
    "ALGORITHMS",
    "FIRMWARES",
    "SECURITY",
    "AdmsFace",
    "Algorithm",
    "CamsFace",
    "Clock",
    "EbknFace",
    "Faults",
    "Firmware",
    "Fleet",
    "Gateway",
    "Place",
    "Scene",
    "SecurityFace",
    "Session",
    "Template",
    "Terminal",
    "Timeline",
    "Truth",
    "User",
    "Workforce",
    "ZkFleet",
    "ZkServer",
    "attlog_bodies",
    "build",
    "drive",
]

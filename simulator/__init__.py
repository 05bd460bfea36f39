"""Virtual terminals: one memory, one endpoint per protocol. No Odoo here."""

from .adms import (
    FIRMWARES,
    SECURITY,
    AdmsEndpoint,
    Firmware,
    SecurityEndpoint,
    attlog_bodies,
)
from .cams import CamsEndpoint, Gateway
from .clock import Clock
from .ebkn import EbknEndpoint
from .exchange import drive
from .faults import Faults
from .fleet import Fleet
from .ground_truth import GroundTruth, Session
from .memory import Terminal
from .people import ALGORITHMS, Algorithm, Place, Template, User
from .scene import Scene, build
from .timeline import Timeline
from .workforce import Workforce
from .zk4370 import ZkFleet, ZkServer

__all__ = [
    "ALGORITHMS",
    "FIRMWARES",
    "SECURITY",
    "AdmsEndpoint",
    "Algorithm",
    "CamsEndpoint",
    "Clock",
    "EbknEndpoint",
    "Faults",
    "Firmware",
    "Fleet",
    "Gateway",
    "Place",
    "Scene",
    "SecurityEndpoint",
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

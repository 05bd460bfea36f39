"""Terminals of Dahua and Intelbras, seen from whoever calls their HTTP API."""

from .api import Api, Reply
from .company import DahuaFleet, company
from .faults import DahuaFaults
from .firmware import FIRMWARES, DahuaFirmware
from .server import DahuaServer

__all__ = [
    "FIRMWARES",
    "Api",
    "DahuaFaults",
    "DahuaFirmware",
    "DahuaFleet",
    "DahuaServer",
    "Reply",
    "company",
]

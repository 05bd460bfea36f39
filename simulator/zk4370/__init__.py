"""Terminals at port 4370, over TCP and UDP, for tests, demo and benchmarks."""

from .company import company
from .endpoint import ZkEndpoint
from .faults import ARRIVAL, Fault, ZkFaults
from .firmware import FIRMWARES, ZkFirmware
from .fleet import ZkFleet
from .server import ZkServer

__all__ = [
    "ARRIVAL",
    "FIRMWARES",
    "Fault",
    "ZkEndpoint",
    "ZkFaults",
    "ZkFirmware",
    "ZkFleet",
    "ZkServer",
    "company",
]

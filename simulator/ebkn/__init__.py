"""EBKN and the FKWeb family, seen from the terminal."""

from .company import company
from .endpoint import EbknEndpoint, Result
from .faults import EbknFaults
from .firmware import FIRMWARES, Firmware

__all__ = [
    "FIRMWARES",
    "EbknEndpoint",
    "EbknFaults",
    "Firmware",
    "Result",
    "company",
]

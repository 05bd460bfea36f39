"""EBKN and the FKWeb family, seen from the terminal."""

from .company import company
from .face import EbknFace, Result
from .faults import EbknFaults
from .firmware import FIRMWARES, Firmware

__all__ = [
    "FIRMWARES",
    "EbknFace",
    "EbknFaults",
    "Firmware",
    "Result",
    "company",
]

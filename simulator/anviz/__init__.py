"""Anviz terminals in a local network, seen from whoever calls their port 5010."""

from .company import AnvizFleet, company
from .faults import AnvizFaults
from .server import AnvizServer

__all__ = ["AnvizFaults", "AnvizFleet", "AnvizServer", "company"]

"""Hikvision terminals, seen from whoever they call, and from whoever calls them."""

from .hosts import PUSH_FIRMWARES, PushFirmware, PushHost, PushHosts
from .pushing import PushEndpoint

__all__ = [
    "PUSH_FIRMWARES",
    "PushEndpoint",
    "PushFirmware",
    "PushHost",
    "PushHosts",
]

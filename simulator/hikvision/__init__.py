"""Hikvision terminals, seen from whoever they call, and from whoever calls them."""

from .company import PORT, IsapiFleet, company
from .event_log import EventLog
from .firmware import ISAPI_FIRMWARES, IsapiFirmware
from .hosts import PUSH_FIRMWARES, PushFirmware, PushHost, PushHosts
from .isapi import Isapi
from .isapi_faults import IsapiFaults
from .pushing import PushEndpoint
from .server import IsapiServer
from .stream import AlertStream

__all__ = [
    "ISAPI_FIRMWARES",
    "PORT",
    "PUSH_FIRMWARES",
    "AlertStream",
    "EventLog",
    "Isapi",
    "IsapiFaults",
    "IsapiFirmware",
    "IsapiFleet",
    "IsapiServer",
    "PushEndpoint",
    "PushFirmware",
    "PushHost",
    "PushHosts",
    "company",
]

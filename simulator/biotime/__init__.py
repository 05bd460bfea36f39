"""A BioTime server with terminals behind it, seen from whoever asks its API."""

from .api import Api, Reply
from .company import BioTimeHouse, Reporter, Uplink, company
from .database import Database, Employee, Reader, Transaction
from .faults import BioTimeFaults
from .releases import RELEASES, Oddities
from .server import BioTimeServer

__all__ = [
    "RELEASES",
    "Api",
    "BioTimeFaults",
    "BioTimeHouse",
    "BioTimeServer",
    "Database",
    "Employee",
    "Oddities",
    "Reader",
    "Reply",
    "Reporter",
    "Transaction",
    "Uplink",
    "company",
]

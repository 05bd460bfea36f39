"""Bytes to records and back. No Odoo, no I/O, no clock, no logging."""

from . import adms, zk4370
from .brand import Brand

BRANDS = {
    "adms": Brand("ZKTeco and compatible, push (ADMS)", "push", adms),
    "zk4370": Brand("ZKTeco and compatible, polled (port 4370)", "poll", zk4370),
}

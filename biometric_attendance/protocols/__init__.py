"""Bytes to records and back. No Odoo, no I/O, no clock, no logging."""

from . import adms
from .brand import Brand

BRANDS = {
    "adms": Brand("ZKTeco and compatible, push (ADMS)", "push", adms),
}

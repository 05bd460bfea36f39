"""Bytes to records and back. No Odoo, no I/O, no clock, no logging."""

from . import adms, cams, ebkn, zk4370
from .brand import Brand

BRANDS = {
    "adms": Brand("ZKTeco and compatible, push (ADMS)", "push", adms, family="zk"),
    "cams": Brand("CAMS gateway", "gateway", cams, dialect="v3", family="cams"),
    "ebkn": Brand(
        "EBKN and compatible (FKWeb)",
        "push",
        ebkn,
        family="fk",
        listener=True,
        tries=2,
        exact=True,
        read_back=True,
    ),
    "zk4370": Brand(
        "ZKTeco and compatible, polled (port 4370)", "poll", zk4370, family="zk"
    ),
}

"""ZKBioSecurity and CVSecurity: events of doors, punches among them."""

from ...reasons import _
from .schema import Lookup, Schema
from .states import WORDS

SCHEMA = Schema(
    key="zkbiosecurity",
    label=_("ZKBioSecurity, CVSecurity"),
    table="acc_transaction",
    columns={
        "pin": ("pin",),
        "time": ("event_time", "create_time"),
        "state": ("reader_state",),
        "serial": ("dev_sn", "reader_name"),
        "id": ("id",),
        "arrival": ("create_time",),
    },
    states=WORDS,
    people=Lookup(
        "pers_person",
        {
            "key": ("pin",),
            "pin": ("pin",),
            "name": ("name",),
            "last_name": ("last_name",),
        },
    ),
    people_only=True,
)

"""BioStar 2 of Suprema: one table a month, of all events of all terminals.

DEVDT is the instant of the event, as seconds since 1970. Punches are the events of
somebody who was verified or identified; denials and doors are others.
"""

from ...reasons import _
from .schema import Lookup, Schema

SCHEMA = Schema(
    key="biostar2",
    label=_("Suprema BioStar 2"),
    table="t_lg{year}{month:02}",
    columns={
        "pin": ("USRID",),
        "time": ("DEVDT",),
        "state": ("TNAKEY",),
        "serial": ("DEVUID",),
        "event": ("EVT",),
        "id": ("EVTLGUID",),
        "arrival": ("SRVDT",),
    },
    # The key of BioStar's own preset; 0 is none.
    states={"1": 0, "2": 1},
    people=Lookup("t_usr", {"key": ("USRID",), "pin": ("USRID",), "name": ("NM",)}),
    terminals=Lookup(
        "t_dev",
        {"key": ("DEVID", "DEVUID"), "name": ("NM",)},
    ),
    events=((0x1000, 0x10FF), (0x1200, 0x13FF), (0x1500, 0x16FF)),
    people_only=True,
    epoch=True,
)

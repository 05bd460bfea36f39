"""ZKTime 5, *Attendance Management* and their likes: a database they call att2000.

USERID is a number inside the program; Badgenumber is the PIN at the terminal. ``sn`` is
empty in many installations: SENSORID leads to the terminal then. WorkCode holds anything.
"""

from ...reasons import _
from .schema import Lookup, Schema
from .states import NUMBERS

SCHEMA = Schema(
    key="att2000",
    label=_("ZKTime 5, Attendance Management (att2000)"),
    table="CHECKINOUT",
    columns={
        "person": ("USERID",),
        "time": ("CHECKTIME",),
        "state": ("CHECKTYPE",),
        "verify": ("VERIFYCODE",),
        "device": ("SENSORID",),
        "serial": ("sn",),
        "id": ("Logid",),
    },
    # Small letters are overtime.
    states={**NUMBERS, "I": 0, "O": 1, "i": 4, "o": 5},
    fold_states=False,
    people=Lookup(
        "USERINFO",
        {
            "key": ("USERID",),
            "pin": ("Badgenumber",),
            "name": ("Name",),
            "card": ("CardNo",),
        },
    ),
    terminals=Lookup(
        "Machines",
        {"key": ("MachineNumber",), "serial": ("sn",), "name": ("MachineAlias",)},
    ),
)

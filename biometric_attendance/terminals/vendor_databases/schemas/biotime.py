"""The database of BioTime 8 and 9, ZKBioTime and EasyTime Pro.

``punch_time`` is a wall clock, in some installations on PostgreSQL an instant. A punch may
arrive a day after it was made.
"""

from ...reasons import _
from .schema import Lookup, Schema
from .states import NUMBERS

SCHEMA = Schema(
    key="biotime_sql",
    label=_("BioTime 8 and 9, EasyTime Pro"),
    table="iclock_transaction",
    columns={
        "pin": ("emp_code",),
        "time": ("punch_time",),
        "state": ("punch_state",),
        "verify": ("verify_type",),
        "workcode": ("work_code",),
        "serial": ("terminal_sn",),
        "id": ("id",),
        "arrival": ("upload_time",),
    },
    states=NUMBERS,
    people=Lookup(
        "personnel_employee",
        {
            "key": ("emp_code",),
            "pin": ("emp_code",),
            "name": ("first_name",),
            "last_name": ("last_name",),
            "card": ("card_no",),
        },
    ),
    terminals=Lookup("iclock_terminal", {"key": ("sn",), "name": ("alias",)}),
)

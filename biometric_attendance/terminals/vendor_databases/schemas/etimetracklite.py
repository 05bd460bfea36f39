"""eSSL eTimeTrackLite and eBioServer: one table a month, without a leading zero.

A row goes into the table of the month of its punch, whenever it comes; numbers begin anew
in each.
"""

from ...reasons import _
from .schema import Lookup, Schema
from .states import WORDS

SCHEMA = Schema(
    key="etimetracklite",
    label=_("eSSL eTimeTrackLite, eBioServer"),
    table="DeviceLogs_{month}_{year}",
    columns={
        "pin": ("UserId",),
        "time": ("LogDate",),
        "state": ("Direction",),
        "device": ("DeviceId",),
        "workcode": ("WorkCode",),
        "id": ("DeviceLogId",),
        "arrival": ("DownloadDate",),
    },
    states=WORDS,
    people=Lookup(
        "Employees",
        {"key": ("EmployeeCode",), "pin": ("EmployeeCode",), "name": ("EmployeeName",)},
    ),
    terminals=Lookup(
        "Devices",
        {
            "key": ("DeviceId",),
            "serial": ("SerialNumber",),
            "name": ("DeviceFName",),
            "area": ("DeviceLocation",),
        },
    ),
)

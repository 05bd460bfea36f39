"""What the gateway sends about a terminal.

    v2   SerialNumber, LastConnectedTime, DeviceLabelName, Model, TimeZone "UTC+05:30",
         Services: [{ServiceName, ActivationDate, ExpiryDate}]      days as seconds
    v3   DeviceInformation: {DeviceModel, ..}                       other names unknown

Sources: the vendor's Web API 2.0 document; for v3 one public receiver.
"""

from ..records import DeviceInfo
from ..text import shown
from .bodies import Fields, as_text
from .times import read_day, read_epoch

_MODEL = ("Model", "DeviceModel")
#: Any of these makes an object one that describes a terminal.
_DESCRIBING = (*_MODEL, "LastConnectedTime", "DeviceLabelName", "Services")


def decode_device_info(fields: Fields) -> DeviceInfo | None:
    """``None`` for an object that describes none.

    Options are named as sent; a service is ``until <day>`` under its own name, and the
    last connection the terminal's wall clock.
    """
    if fields.value(*_DESCRIBING) is None:
        return None
    options = {
        shown(name): shown(_value(name, value))
        for name, value in fields.items()
        if as_text(value)
    }
    for service in fields.objects("Services"):
        if service.text("ServiceName"):
            until = read_day(service.text("ExpiryDate"))
            options[shown(service.text("ServiceName"))] = f"until {until}".strip()
    return DeviceInfo(model=fields.text(*_MODEL) or None, options=options)


def _value(name: str, value: str) -> str:
    time = read_epoch(value) if name == "LastConnectedTime" else None
    return str(time[0]) if time else value

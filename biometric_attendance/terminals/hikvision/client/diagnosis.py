"""Find out whether a terminal can be read."""

from ...client.budget import Budget
from ...errors import TransportError
from ...poll import Limits
from ...reasons import Reason
from ...session import Diagnosis
from ...web import WebAddress
from ..device_info import days_covered
from ..position import Position
from .by_time import LOST
from .isapi import Isapi
from .searches import Searches
from .terminal import Terminal


def diagnose(address: WebAddress, limits: Limits) -> Diagnosis:
    """Log in, and ask who it is, what time it is, and for its oldest event; never raises."""
    try:
        address.check()
        address.check_login()
        with Isapi(address, Budget(limits.deadline), limits.timeout) as isapi:
            return _ask(isapi)
    except TransportError as error:
        return Diagnosis(error.reason)


def _ask(isapi: Isapi) -> Diagnosis:
    isapi.check_login()
    terminal = Terminal(isapi)
    searches = Searches(isapi, Position())
    clock = terminal.read_clock(searches)
    serial = terminal.serial
    days = days_covered(searches.oldest(LOST), clock.now)
    info = terminal.information(days)
    values = {
        "serial": serial,
        "storage": info.options.get("EventStorage") or "-",
        "days": "-" if days is None else days,
    }
    answer = Reason("hikvision_answers", values)
    return Diagnosis(answer=answer, serial=serial, info=info, clock=clock.reading)

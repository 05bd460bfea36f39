"""Find out whether a terminal can be read."""

from collections.abc import Mapping
from typing import Any

from ...errors import TransportError
from ...poll import Limits
from ...reasons import Reason
from ...session import Diagnosis
from .terminal import connect


def diagnose(values: Mapping[str, Any], limits: Limits) -> Diagnosis:
    """Ask for serial number, model and clock; never raises."""
    try:
        with connect(values, limits) as terminal:
            serial, clock = terminal.read_serial(), terminal.read_clock()
            info = terminal.read_info()
    except TransportError as error:
        return Diagnosis(error.reason)
    answer = Reason("dahua_answers", {"serial": serial or "-"})
    return Diagnosis(answer=answer, serial=serial, info=info, clock=clock)

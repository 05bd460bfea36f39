"""Find out whether a terminal can be read."""

from ...errors import TransportError
from ...poll import Limits
from ...reasons import Reason
from ...session import Diagnosis
from ..address import Address
from .connection import Connection
from .terminal import Terminal


def diagnose(address: Address, limits: Limits) -> Diagnosis:
    """Ask for counts, serial number and clock; never raises."""
    try:
        with Connection(address, limits) as connection:
            terminal = Terminal(connection)
            counts = terminal.read_counts()
            serial, clock = terminal.read_serial(), terminal.read_clock()
    except TransportError as error:
        return Diagnosis(error.reason)
    values = {"serial": serial or "-", "records": counts.records}
    return Diagnosis(answer=Reason("anviz_answers", values), serial=serial, clock=clock)

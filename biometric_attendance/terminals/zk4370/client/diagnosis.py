"""Find out what is wrong with a connection to a terminal."""

from dataclasses import replace

from ...errors import (
    Closed,
    ConnectionRefused,
    TimedOut,
    TransportError,
    Unreachable,
    WrongKey,
)
from ...reasons import Reason
from ...session import ClockReading, Diagnosis
from .address import Address
from .session import Session, connect

#: To wait for a terminal that may know UDP alone.
UDP_TIMEOUT_SECONDS = 3.0
_NOT_OVER_TCP = (Unreachable, ConnectionRefused, TimedOut, Closed)


def diagnose(address: Address) -> Diagnosis:
    """Connect and ask for the serial number; never raises."""
    try:
        with connect(address) as session:
            serial = session.facts.serial or ""
            shown = _read_clock(session)
    except _NOT_OVER_TCP as error:
        if not address.udp and _answers_over_udp(address):
            return Diagnosis(Reason("udp_only"), corrections={"udp": True})
        return Diagnosis(error.reason)
    except TransportError as error:
        return Diagnosis(error.reason)
    code = "answers_with_serial" if serial else "answers_without_serial"
    return Diagnosis(
        answer=Reason(code, {"serial": serial}), serial=serial, clock=shown
    )


def _read_clock(session: Session) -> ClockReading | None:
    """Return what the clock shows, ``None`` where the terminal does not tell."""
    try:
        return session.clock.read()
    except TransportError:
        return None


def _answers_over_udp(address: Address) -> bool:
    timeout = min(address.timeout, UDP_TIMEOUT_SECONDS)
    try:
        connect(replace(address, udp=True, timeout=timeout)).close()
    except WrongKey:
        return True
    except TransportError:
        return False
    return True

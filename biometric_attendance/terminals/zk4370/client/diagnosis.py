"""Find out what is wrong with a connection to a terminal."""

from dataclasses import replace

from ...client.destination import connect_tcp
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

#: To wait for a terminal that may know UDP alone, and for a web server.
UDP_TIMEOUT_SECONDS = 3.0
WEB_TIMEOUT_SECONDS = 3.0
#: A web server waits for the end of a request: to a terminal's it says nothing, or hangs up.
_WEB_REQUEST, _WEB_ANSWER = b"GET / HTTP/1.0\r\n\r\n", b"HTTP/"
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
        if isinstance(error, (TimedOut, Closed)) and _is_web_server(address):
            return Diagnosis(Reason("web_server"))
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


def _is_web_server(address: Address) -> bool:
    if address.udp:
        return False
    timeout = min(address.timeout, WEB_TIMEOUT_SECONDS)
    loopback = address.allow_loopback
    try:
        with connect_tcp(
            address.host, address.port, timeout, allow_loopback=loopback
        ) as connection:
            connection.sendall(_WEB_REQUEST)
            return connection.recv(len(_WEB_ANSWER)) == _WEB_ANSWER
    except (OSError, TransportError):
        return False

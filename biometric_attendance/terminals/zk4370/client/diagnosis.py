"""What is wrong with a connection, in words."""

from dataclasses import dataclass, replace

from ...errors import (
    Closed,
    ConnectionRefused,
    TimedOut,
    TransportError,
    UdpOnly,
    Unreachable,
    WrongKey,
)
from . import connect
from .address import Address

#: Seconds to wait for a terminal that may know UDP alone.
_UDP_PATIENCE = 3.0
_NOT_OVER_TCP = (Unreachable, ConnectionRefused, TimedOut, Closed)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What came of trying.

    :param error: what went wrong, ``None`` where all is well.
    :param serial: the terminal's serial number, ``""`` where it does not say.
    """

    error: TransportError | None
    serial: str = ""

    @property
    def words(self) -> str:
        """One sentence for a person."""
        if self.error:
            return self.error.reason
        if self.serial:
            return f"The terminal answers; its serial number is {self.serial}."
        return "The terminal answers, but does not tell its serial number."


def diagnose(address: Address) -> Diagnosis:
    """Connect, ask for the serial number, and say what was wrong; never raises."""
    try:
        return _try(address)
    except _NOT_OVER_TCP as error:
        if not address.udp and _answers_over_udp(address):
            words = "The terminal answers over UDP only: turn on UDP for this device."
            return Diagnosis(UdpOnly(words))
        return Diagnosis(error)
    except TransportError as error:
        return Diagnosis(error)


def _try(address: Address) -> Diagnosis:
    with connect(address) as session:
        return Diagnosis(None, session.option("~SerialNumber") or "")


def _answers_over_udp(address: Address) -> bool:
    patience = min(address.patience, _UDP_PATIENCE)
    try:
        connect(replace(address, udp=True, patience=patience)).close()
    except WrongKey:
        return True
    except TransportError:
        return False
    return True

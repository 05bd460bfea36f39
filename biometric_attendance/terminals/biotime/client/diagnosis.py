"""Find out whether a server can be read."""

from ...errors import DeviceRefused, OtherProtocol, TransportError
from ...poll import Limits
from ...reasons import Reason
from ...session import Diagnosis
from .. import device_info, punches
from ..address import Address
from .server import Server, connect


def diagnose(address: Address, limits: Limits) -> Diagnosis:
    """Log in, and ask for one punch and the number of terminals; never raises."""
    try:
        with connect(address, limits, "") as server:
            count = server.get_page(punches.PATH, 1, 1).total or 0
            terminals = _count_terminals(server)
    except TransportError as error:
        return Diagnosis(error.reason)
    if terminals is None:
        values = {"punches": count}
        return Diagnosis(answer=Reason("biotime_answers_terminals_only", values))
    values = {"punches": count, "terminals": terminals}
    return Diagnosis(answer=Reason("biotime_answers", values))


def _count_terminals(server: Server) -> int | None:
    """Return how many there are, ``None`` where the user may not see them."""
    try:
        return server.get_page(device_info.PATH, 1, 1).total or 0
    except (DeviceRefused, OtherProtocol):
        return None

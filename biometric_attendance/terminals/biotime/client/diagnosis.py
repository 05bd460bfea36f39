"""Find out whether a server can be read."""

from urllib.parse import urlsplit

from ...client.certificate import fetch_fingerprint
from ...errors import DeviceRefused, OtherProtocol, TransportError
from ...poll import Limits
from ...reasons import Reason
from ...session import Diagnosis
from .. import device_info, punches
from ..address import Address
from .server import Server, connect

HTTPS_PORT = 443


def diagnose(address: Address, limits: Limits) -> Diagnosis:
    """Log in, and ask for one punch and the number of terminals; never raises."""
    try:
        with connect(address, limits, "") as server:
            count = server.get_page(punches.PATH, 1, 1).total or 0
            terminals = _count_terminals(server)
    except TransportError as error:
        return Diagnosis(error.reason, fingerprint=_offered(error, address, limits))
    if terminals is None:
        values = {"punches": count}
        return Diagnosis(answer=Reason("biotime_answers_terminals_only", values))
    values = {"punches": count, "terminals": terminals}
    return Diagnosis(answer=Reason("biotime_answers", values))


def _offered(error: TransportError, address: Address, limits: Limits) -> str:
    """Return the fingerprint of a certificate nobody was told to trust yet, else ``""``."""
    is_first = not (address.ca_certificate or address.fingerprint)
    if error.code != "biotime_certificate" or not is_first:
        return ""
    parts = urlsplit(address.url)
    try:
        return fetch_fingerprint(
            parts.hostname or "",
            parts.port or HTTPS_PORT,
            limits.timeout,
            allow_loopback=address.allow_loopback,
        )
    except (TransportError, OSError):
        return ""


def _count_terminals(server: Server) -> int | None:
    """Return how many there are, ``None`` where the user may not see them."""
    try:
        return server.get_page(device_info.PATH, 1, 1).total or 0
    except (DeviceRefused, OtherProtocol):
        return None

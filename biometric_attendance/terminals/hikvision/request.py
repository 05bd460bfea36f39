"""What a terminal's HTTP request is.

    POST /biometric/<secret>/hikvision

The secret in the path tells which terminal calls and proves it; nothing else in a push
names it but its network card, and queries get lost. So a body that cannot be read is still
a call, and is kept as a message. Heartbeats, empty bodies and alerts that are no events of
an access terminal bring nothing.
"""

from collections.abc import Mapping

from ..calls import Call
from ..records import DeviceInfo
from .bodies import read_body
from .pushed import TABLE, decode_documents, find_mac


def read_call(
    path: str,
    query: Mapping[str, str],
    method: str,
    *,
    headers: Mapping[str, str],
    body: bytes,
) -> Call:
    """Return what came in; never raises.

    :param path: the secret in it is not looked at here.
    :param query: of no meaning; terminals lose it.
    :param headers: of no meaning: the body shows what it is.
    """
    if method.upper() != "POST":
        return Call("unknown", method=method)
    read = read_body(body)
    mac = find_mac(read)
    kind = "upload" if decode_documents(read).lines else "ping"
    info = DeviceInfo(mac=mac) if mac else None
    return Call(kind, table=TABLE, method=method, info=info)

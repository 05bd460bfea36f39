"""Where a terminal pushes to: its resource `httpHosts`.

    GET /ISAPI/Event/notification/httpHosts          a list, of two mostly
    PUT /ISAPI/Event/notification/httpHosts/1
    <HttpHostNotification><id>1</id><url>/biometric/<secret>/hikvision</url>
     <protocolType>HTTP</protocolType><parameterFormatType>JSON</parameterFormatType>
     <addressingFormatType>ipaddress</addressingFormatType><ipAddress>10.0.0.5</ipAddress>
     <portNo>8069</portNo><httpAuthenticationMethod>none</httpAuthenticationMethod>

XML, because firmware that takes JSON here takes both. A success says nothing: one recorded
firmware answered OK and kept no url, others lose the host after a restart or by themselves.
Sources: recorded answers of two terminals, the vendor's guide, issues of two public clients.
"""

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any, NamedTuple

PATH = "/ISAPI/Event/notification/httpHosts"
ROOT = "HttpHostNotification"
FIRST_SLOT = "1"
#: Longest ``url`` firmware takes.
MAX_URL_LENGTH = 128
_UNSET = frozenset({"", "0.0.0.0", "::"})


class PushTarget(NamedTuple):
    """Where a terminal is to push.

    :param host: name or address.
    """

    host: str
    port: int
    https: bool
    path: str

    @classmethod
    def of(cls, values: Mapping[str, Any], host: str) -> "PushTarget":
        """Return that of connection values; see :class:`~..poll.Poll`.

        :param host: of the machine that has the session, where the values name none.
        """
        return cls(
            values["host"] or host,
            int(values["port"]),
            bool(values["https"]),
            values["path"],
        )

    @property
    def is_named(self) -> bool:
        """Whether its host is a name, which some firmware refuses."""
        try:
            ip_address(self.host)
        except ValueError:
            return True
        return False


def write_host(target: PushTarget, slot: str) -> dict[str, Any]:
    """Return the values of the resource, in the order terminals want them."""
    kind, name = ("ipaddress", "ipAddress")
    if target.is_named:
        kind, name = ("hostname", "hostName")
    elif ":" in target.host:
        name = "ipv6Address"
    return {
        "id": slot,
        "url": target.path,
        "protocolType": "HTTPS" if target.https else "HTTP",
        "parameterFormatType": "JSON",
        "addressingFormatType": kind,
        name: target.host,
        "portNo": target.port,
        "httpAuthenticationMethod": "none",
    }


def choose_slot(values: Mapping[str, Any], target: PushTarget) -> str:
    """Return the id of the place to write to: ours, a free one, else the first.

    :param values: of the list.
    """
    hosts = values.get(ROOT)
    hosts = hosts if isinstance(hosts, list) else [hosts]
    free = ours = ""
    for host in hosts:
        if not isinstance(host, Mapping):
            continue
        slot = _text(host, "id")
        if not (slot.isascii() and slot.isalnum()):
            continue
        if _text(host, "url") == target.path:
            ours = ours or slot
        elif not _addresses(host) and not free:
            free = slot
    return ours or free or FIRST_SLOT


def find_differences(values: Mapping[str, Any], target: PushTarget) -> list[str]:
    """Return the names of what a terminal keeps otherwise than it was told.

    :param values: of the one host, as it was read back.
    """
    inner = values.get(ROOT)
    host = inner if isinstance(inner, Mapping) else values
    kept = {
        "url": _text(host, "url") == target.path,
        "address": target.host.lower() in _addresses(host),
        "port": _text(host, "portNo") == str(target.port),
        "protocol": _text(host, "protocolType").upper()
        in ("", "HTTPS" if target.https else "HTTP"),
    }
    return [name for name, is_kept in kept.items() if not is_kept]


def _addresses(host: Mapping[str, Any]) -> set[str]:
    names = ("ipAddress", "ipv6Address", "hostName")
    return {_text(host, name).lower() for name in names} - _UNSET


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value).strip()

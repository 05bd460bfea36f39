"""How Odoo is reached: directly or through the proxy that the system names."""

import ssl
import urllib.request
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPSConnection
from urllib.parse import SplitResult, unquote, urlsplit

from .errors import BridgeError


@dataclass(frozen=True, slots=True)
class Route:
    """A way to one Odoo.

    :param name: of its host, for messages.
    :param connect: returns a new connection.
    :param prefix: before each path: where Odoo is below a path, or for a proxy.
    :param headers: the proxy wants.
    """

    name: str
    connect: Callable[[], HTTPConnection]
    prefix: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def target(self, path: str) -> str:
        """Return what the request line names for a path below Odoo's address."""
        return self.prefix + path


def find_route(
    url: str, insecure_lan: bool, context: ssl.SSLContext, timeout: float
) -> Route:
    """Return the way to an address.

    :raises BridgeError: for an address that cannot be, or is not encrypted.
    """
    parts = check_url(url, insecure_lan)
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    path = parts.path.rstrip("/")
    proxy = _find_proxy(parts)
    if proxy is None:
        if secure:
            return Route(
                host,
                lambda: HTTPSConnection(host, port, timeout=timeout, context=context),
                path,
            )
        return Route(host, lambda: HTTPConnection(host, port, timeout=timeout), path)
    own = _proxy_headers(proxy)
    between = (proxy.hostname or "", proxy.port or 8080)
    if not secure:
        origin = f"{parts.scheme}://{parts.netloc}"
        return Route(
            host, lambda: HTTPConnection(*between, timeout=timeout), origin + path, own
        )

    def tunnel() -> HTTPConnection:
        connection = HTTPSConnection(*between, timeout=timeout, context=context)
        connection.set_tunnel(host, port, dict(own))
        return connection

    return Route(host, tunnel, path)


def check_url(url: str, insecure_lan: bool) -> SplitResult:
    """Return the parts of Odoo's address as a person typed it.

    :raises BridgeError: for an address that cannot be, or is not encrypted.
    """
    try:
        parts = urlsplit(url.strip())
        valid = bool(parts.hostname) and parts.port != 0
    except ValueError:
        valid = False
    if not valid or parts.scheme not in ("http", "https") or "@" in parts.netloc:
        raise BridgeError(
            f"{url} is not the address of an Odoo. It looks like https://odoo.example."
        )
    if parts.scheme == "http" and not insecure_lan:
        raise BridgeError(
            "With http:// everybody on the way could read punches and the bridge's "
            "token. Use https://; or, in a network of your own, add --insecure-lan."
        )
    return parts


def _find_proxy(parts: SplitResult) -> SplitResult | None:
    """Return the proxy that the environment or the system names for an address."""
    if urllib.request.proxy_bypass(parts.hostname or ""):
        return None
    found = urllib.request.getproxies().get(parts.scheme)
    if not found:
        return None
    return urlsplit(found if "://" in found else f"http://{found}")


def _proxy_headers(proxy: SplitResult) -> dict[str, str]:
    if not proxy.username:
        return {}
    login = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
    return {"Proxy-Authorization": "Basic " + b64encode(login.encode()).decode()}

"""The relay: terminals of the LAN that can only push call the bridge instead of Odoo."""

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Any

from .relay_calls import Calls, Terminal
from .relay_link import Exchange, OdooLink
from .relay_routes import relayed_brands
from .relay_server import Handler, Limits, RelayServer
from .spool import Spool

_logger = logging.getLogger(__name__)


class Relay:
    """A server for terminals, which follows the configuration Odoo gives.

    :param token: the bridge's own.
    :param trigger_sending: has what is in the spool sent now.
    :param host: the address it listens at, ``""`` for all.
    """

    def __init__(
        self,
        spool: Spool,
        exchange: Exchange,
        token: str,
        *,
        trigger_sending: Callable[[], None] = lambda: None,
        host: str = "",
        limits: Limits | None = None,
    ):
        self.link = OdooLink(exchange, token, spool.instance)
        self._calls = Calls(spool, self.link, trigger_sending)
        self._host, self._limits = host, limits
        self._lock = threading.Lock()
        self._server: RelayServer | None = None
        self._wanted = 0
        self.error = ""

    @property
    def port(self) -> int:
        """The port it listens at, 0 where it does not."""
        server = self._server
        return server.port if server else 0

    def configure(self, config: Mapping[str, Any]) -> None:
        """Follow a configuration of Odoo, also the one kept from before.

        :param config: the answer to ``GET config``. Its ``relay`` has ``port`` (none: there
            is no server), ``brands`` and ``devices``: ``id``, ``brand``, ``serial``,
            ``encoding`` and ``path_digest`` of each approved terminal that calls.
        """
        relay = config.get("relay") or {}
        asked = relay.get("brands")
        known = relayed_brands()
        self._calls.brands = tuple(k for k in known if asked is None or k in asked)
        listed = [
            (device, Terminal(int(device["id"]), device.get("encoding") or ""))
            for device in relay.get("devices") or ()
            if device.get("brand") in known
        ]
        self._calls.terminals = {
            (device["brand"], name, device[name]): terminal
            for name in ("serial", "path_digest")
            for device, terminal in listed
            if device.get(name)
        }
        self._listen(int(relay.get("port") or 0))

    def stop(self) -> None:
        """Take no more calls."""
        with self._lock:
            server, self._server, self._wanted = self._server, None, 0
        if server:
            server.stop()
        self.link.stop()

    def status(self) -> dict[str, Any]:
        """Return what people and Odoo may want to know."""
        server = self._server
        return {
            "port": self.port,
            "error": self.error,
            "connections": server.connections if server else 0,
            "turned_away": server.turned_away if server else 0,
            "calls": dict(self._calls.counts),
        }

    def _listen(self, port: int) -> None:
        """Listen at a port; one that is taken is tried again at the next configuration."""
        with self._lock:
            if port == self._wanted and (self._server or not port):
                return
            self._wanted = port
            if self._server:
                self._server.stop()
                self._server = None
            self.error = ""
            if not port:
                return
            handler = Handler(
                self._calls.max_body, self._calls.answer, self._calls.refuse
            )
            try:
                self._server = RelayServer((self._host, port), handler, self._limits)
            except (OSError, OverflowError) as error:
                self.error = f"Port {port} cannot be used: {error}"
                _logger.error("%s", self.error)
                return
            self._server.start()

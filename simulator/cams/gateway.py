"""The whole gateway on real sockets: it calls the server, and the server calls it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..exchange import Tally
from ..fleet import Deliveries, Fleet
from ..timeline import Timeline
from .endpoint import CamsEndpoint
from .rest_api import RestApi
from .server import Listener


class Gateway(Fleet):
    """Devices, and an address for REST calls about them.

    :param url: ``http(s)://host[:port]`` of the server called back; the path of each
        callback URL is the device's own.
    :param endpoints: the devices.
    :param host: where to listen for REST calls.
    :param port: at which port, 0 for any free one; ``None``: do not listen.
    :param answers_in: seconds a REST call takes.
    :param on_listening: called with the port once calls are answered.
    :raises ValueError: ``url`` is no such address.
    """

    def __init__(
        self,
        url: str,
        endpoints: Sequence[CamsEndpoint],
        *,
        timeline: Timeline | None = None,
        deliveries: dict[str, Deliveries] | None = None,
        host: str = "127.0.0.1",
        port: int | None = 0,
        answers_in: float = 0,
        on_listening: Callable[[int], None] | None = None,
    ):
        super().__init__(url, endpoints, timeline=timeline, deliveries=deliveries)
        self.host = host
        self.wanted_port = port
        self.on_listening = on_listening
        self.desk = RestApi(endpoints)
        self.listener = Listener(self.desk, self.timeline, answers_in)

    @property
    def port(self) -> int:
        """Where it listens, 0 before it does."""
        return self.listener.port

    async def run(self, *, until_settled: bool = False) -> Tally:
        """Live for ever, or until the server has acknowledged everything.

        :raises OSError: the port is taken.
        """
        if self.wanted_port is None:
            return await super().run(until_settled=until_settled)
        async with self.listener.listening(self.host, self.wanted_port) as port:
            if self.on_listening:
                self.on_listening(port)
            return await super().run(until_settled=until_settled)

"""A terminal that pushes to the host it was told of."""

from collections.abc import Callable

from ..exchange import Answer, Request, Steps, Wait
from ..memory import Terminal
from .alerts import write_body, write_event
from .hosts import PushFirmware, PushHost, PushHosts

IDLE_SECONDS = 30
RETRY_SECONDS = 5


#: Place of a punch in the memory, counted from 1, to the number of its event.
NumberOf = Callable[[int], int]


class PushEndpoint:
    """Pushes the punches of a terminal's memory, one a request.

    :param hosts: where to; the ``url`` of its host is the path.
    :param number_of: place of a punch in the memory, counted from 1, to the number of its
        event, where doors and menus make events between.
    :ivar received: how many requests were answered by 200.
    """

    def __init__(
        self,
        terminal: Terminal,
        firmware: PushFirmware | None = None,
        *,
        url: str = "",
        number_of: NumberOf = int,
    ):
        self.terminal = terminal
        self.firmware = firmware or PushFirmware()
        self.hosts = PushHosts(self.firmware)
        self.number_of = number_of
        self.refusal = ""
        self.received = 0
        if url:
            self.hosts.used = PushHost(url, address="192.0.2.5", port="80")

    @property
    def settled(self) -> bool:
        """Whether nothing is left to push, or there is nobody to push it to."""
        return not self.terminal.punches.pending or self.hosts.used is None

    def run(self) -> Steps:
        """Push for ever."""
        while True:
            host = self.hosts.used
            waiting = self.terminal.punches.next(1)
            if host is None:
                yield Wait(IDLE_SECONDS, "idle")
            elif waiting:
                yield from self._push(host, waiting[0])
            else:
                if self.firmware.heartbeat:
                    yield from self._heartbeat(host)
                yield Wait(self.firmware.heartbeat or IDLE_SECONDS, "idle")

    def _push(self, host: PushHost, place: int) -> Steps:
        punches = self.terminal.punches
        event = write_event(
            self.terminal,
            self.firmware,
            self.number_of(place),
            punches.entries[place],
            before=self.number_of(place - 1) if place > 1 else None,
        )
        answer = yield _request(host, *write_body(event, self.firmware))
        if self._is_received(answer) or not self.firmware.repeats:
            punches.acknowledge([place])
        if answer.status != 200:
            yield Wait(RETRY_SECONDS, "error")

    def _heartbeat(self, host: PushHost) -> Steps:
        body = b'{"eventType":"heartBeat"}'
        self._is_received((yield _request(host, "application/json", body)))

    def _is_received(self, answer: Answer) -> bool:
        received = answer.status == 200
        self.received += received
        self.refusal = "" if received else f"answered {answer.status}"
        return received


def _request(host: PushHost, kind: str, body: bytes) -> Request:
    return Request("POST", host.url or "/", {"Content-Type": kind}, body)

"""A terminal at port 4370, on real sockets."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress

from ..background import Background
from ..journal import JournalFull
from ..memory import Terminal
from .endpoint import ZkEndpoint
from .faults import ZkFaults
from .firmware import ZkFirmware
from .frames import Frame, encode_frame
from .ports import sockets
from .tcp import Connections, TcpChannel
from .udp import UdpPort


class ZkServer(Background):
    """One terminal, TCP and UDP at the same number.

    :param terminal: its memory; its ``on_punch`` is used by the server.
    :param key: communication key, 0 for none.
    :param port: 0 takes a free one.
    :param segment: bytes TCP sends at once, whatever the frames are; ``None``: each
        frame by itself.
    :param pace: seconds between the frames of one answer, or what says whether the
        client has read those so far.
    :param event_timeout: seconds it waits for a client that does not confirm an event.
    :param boot: seconds it is away when it restarts.
    :param speed: shortens waits.
    """

    def __init__(
        self,
        terminal: Terminal,
        firmware: ZkFirmware,
        *,
        key: int = 0,
        host: str = "127.0.0.1",
        port: int = 0,
        faults: ZkFaults | None = None,
        segment: int | None = None,
        pace: float | Callable[[], bool] = 0.002,
        event_timeout: float = 1.0,
        boot: float = 20.0,
        speed: float = 1.0,
    ):
        self.terminal = terminal
        self.endpoint = ZkEndpoint(terminal, firmware, key=key)
        self.faults = faults or ZkFaults()
        self.host, self.port = host, port
        self.segment, self.pace = segment, pace
        self.event_timeout, self.boot, self.speed = event_timeout, boot, speed
        self.connections = Connections()
        #: Numbers of the requests that came, over TCP and UDP.
        self.log: list[int] = []
        #: What clients did wrong, in words.
        self.complaints: list[str] = []
        #: What went wrong in here; empty unless the simulator has a fault of its own.
        self.failures: list[BaseException] = []
        self._channels: set[TcpChannel] = set()
        self._tasks: set[asyncio.Task] = set()
        self._listener: asyncio.Server | None = None
        self._datagrams: UdpPort | None = None
        self._announced = 0
        self._down_until = 0.0
        self.endpoint.on_restart = self.restart

    # In an event loop

    async def open(self) -> None:
        """Listen.

        :raises OSError: the number is not free.
        """
        self.loop = asyncio.get_running_loop()
        self._announced = self.terminal.punches.last
        self.terminal.on_punch = self._punched
        self._tcp, self._udp = sockets(self.host, self.port, self.endpoint.firmware)
        self.port = (self._tcp or self._udp).getsockname()[1]
        if self._tcp:
            self._listener = await asyncio.start_server(self._accept, sock=self._tcp)
        if self._udp:
            _transport, self._datagrams = await self.loop.create_datagram_endpoint(
                lambda: UdpPort(self), sock=self._udp
            )
            self.spawn(self._datagrams.live())

    @property
    def place(self) -> str:
        """Which terminal this is and where, in words."""
        firmware = self.endpoint.firmware
        ways = [w for w, on in (("TCP", firmware.tcp), ("UDP", firmware.udp)) if on]
        where = f"{self.host}:{self.port} ({' and '.join(ways)})"
        return f"{self.terminal.serial}, {firmware.model}, at {where}"

    async def close(self) -> None:
        """Hang up on everybody and listen no more."""
        self.terminal.on_punch = None
        if self._listener:
            self._listener.close()
        if self._datagrams:
            self._datagrams.transport.close()
        for channel in list(self._channels):
            channel.hang_up(reset=True)
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def spawn(self, work: Coroutine) -> None:
        """Let something go on beside the rest."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception():
            self.failures.append(task.exception())

    async def _accept(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        counts = self.connections
        counts.accepted += 1
        channel = TcpChannel(self, reader, writer)
        if self.is_down or (
            self.endpoint.taken and self.endpoint.firmware.single == "refuse"
        ):
            counts.refused += 1
            channel.hang_up(reset=self.is_down)
            return
        self._channels.add(channel)
        counts.open += 1
        counts.most = max(counts.most, counts.open)
        self.spawn(self._live(channel))

    async def _live(self, channel: TcpChannel) -> None:
        try:
            await channel.live()
        finally:
            self._channels.discard(channel)
            self.connections.open -= 1

    # What happens to the terminal

    @property
    def is_down(self) -> bool:
        return time.monotonic() < self._down_until

    def restart(self, for_good: bool = False) -> None:
        """Go away for ``boot`` seconds, or for good, once the present answer is out."""
        away = float("inf") if for_good else self.boot / self.speed
        self._down_until = time.monotonic() + away
        self.endpoint.reopen()
        asyncio.get_running_loop().call_soon(self._drop_all)

    def _drop_all(self) -> None:
        for channel in list(self._channels):
            channel.hang_up()
        if self._datagrams:
            for channel in list(self._datagrams.channels.values()):
                channel.hang_up()

    def pass_by(self, count: int = 1) -> None:
        """The first user passes so many times, now, as far as there is room."""
        pin = next(iter(self.terminal.users), "1")
        with suppress(JournalFull):
            for _one in range(count):
                self.terminal.punch(pin, self.endpoint.now())

    def _punched(self) -> None:
        """Somebody passed, maybe in another thread."""
        self.loop.call_soon_threadsafe(self._announce)

    def _announce(self) -> None:
        journal = self.terminal.punches
        last = journal.last  # others may pass meanwhile: they are sent in their turn
        for number in range(self._announced + 1, last + 1):
            if number in journal.entries:
                self.endpoint.punched(journal.entries[number])
        self._announced = last

    def push(self, *events: Frame) -> None:
        """Tell every open TCP client these at once, in one piece."""
        self.loop.call_soon_threadsafe(self._push, events)

    def _push(self, events: tuple[Frame, ...]) -> None:
        for channel in list(self._channels):
            if channel.connection.is_authorized:
                channel.write(b"".join(channel.encode(encode_frame(e)) for e in events))

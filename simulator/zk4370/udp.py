"""All clients that come over UDP: one datagram a frame."""

import asyncio
from typing import TYPE_CHECKING

from .buffer import DATAGRAM_SIZE
from .channel import Channel
from .codes import Command
from .frames import BadFrame, decode_frame

if TYPE_CHECKING:
    from .server import ZkServer

Address = tuple[str, int]


class UdpChannel(Channel):
    """One client; there is no connection that could end."""

    frame_size = DATAGRAM_SIZE

    def __init__(self, port: "UdpPort", address: Address):
        super().__init__(port.server)
        self.port, self.address = port, address

    def encode(self, payload: bytes) -> bytes:
        return payload

    def write(self, content: bytes) -> None:
        if content:
            self.port.transport.sendto(content, self.address)

    def hang_up(self, reset: bool = False) -> None:
        self.closed = True
        self.server.endpoint.leave(self.connection)
        self.port.channels.pop(self.address, None)


class UdpPort(asyncio.DatagramProtocol):
    """Datagrams are answered one after another."""

    def __init__(self, server: "ZkServer"):
        self.server = server
        self.channels: dict[Address, UdpChannel] = {}
        self.transport: asyncio.DatagramTransport
        self._came: asyncio.Queue[tuple[bytes, Address]] = asyncio.Queue()

    def connection_made(self, transport: asyncio.DatagramTransport) -> None:
        self.transport = transport

    def datagram_received(self, payload: bytes, address: Address) -> None:
        self._came.put_nowait((payload, address))

    async def live(self) -> None:
        while True:
            payload, address = await self._came.get()
            if self.server.is_down:
                continue
            try:
                frame = decode_frame(payload)
            except BadFrame as error:
                self.server.complaints.append(str(error))
                continue
            channel = self._line(frame.command, address)
            await channel.receive(frame)
            if channel.connection.over:
                channel.hang_up()

    def _line(self, command: int, address: Address) -> UdpChannel:
        if command == Command.CONNECT and address in self.channels:
            self.channels[address].hang_up()
        if address not in self.channels:
            self.channels[address] = UdpChannel(self, address)
        return self.channels[address]

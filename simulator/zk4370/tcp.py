"""One connection over TCP."""

import asyncio
import socket
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .buffer import WHOLE_SIZE
from .channel import Channel
from .fault_actions import HangUp
from .faults import ARRIVAL
from .frames import (
    PREFIX_SIZE,
    BadFrame,
    Frame,
    add_prefix,
    decode_frame,
    read_prefix,
)

if TYPE_CHECKING:
    from .server import ZkServer


@dataclass(slots=True)
class Connections:
    """What came over TCP."""

    accepted: int = 0
    refused: int = 0
    open: int = 0
    most: int = 0


class TcpChannel(Channel):
    """Frames one behind the other, each with its length in front."""

    frame_size = WHOLE_SIZE

    def __init__(
        self,
        server: "ZkServer",
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ):
        super().__init__(server, server.segment)
        self.reader, self.writer = reader, writer
        here = writer.get_extra_info("socket")
        here.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def encode(self, payload: bytes) -> bytes:
        return add_prefix(payload)

    def write(self, content: bytes) -> None:
        if not self.writer.is_closing():
            self.writer.write(content)

    async def flush(self) -> None:
        if not self.writer.is_closing():
            try:
                await self.writer.drain()
            except ConnectionError:
                self.hang_up()

    def hang_up(self, reset: bool = False) -> None:
        if self.closed:
            return
        self.closed = True
        self.server.endpoint.leave(self.connection)
        here = self.writer.get_extra_info("socket")
        # Nothing is left to reset where the client's RST has ended it already.
        if reset and here.fileno() >= 0:
            linger = struct.pack("ii", 1, 0)
            here.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.writer.transport.abort()
        self.writer.close()

    async def live(self) -> None:
        """Answer until one of the two hangs up."""
        for fault in self.server.faults.at(ARRIVAL):
            if fault.kind in ("close", "reset"):
                self.hang_up(fault.kind == "reset")
            elif fault.kind in ("half_open", "mute"):
                self.unresponsive = True
        try:
            while not self.closed and (frame := await self._read()):
                await self.receive(frame)
                if self.connection.over:
                    await self._hang_up(HangUp(reset=False))
        except (ConnectionError, asyncio.IncompleteReadError):
            # The client is gone; its answer is sent to nobody.
            return
        except BadFrame as error:
            self.server.complaints.append(str(error))
        finally:
            if not self.unresponsive:
                self.hang_up()

    async def _read(self) -> Frame | None:
        """The next sound frame; ``None`` at the end. A deaf line waits for ever."""
        while not self.unresponsive:
            top = await self.reader.read(PREFIX_SIZE)
            if not top:
                return None
            if len(top) < PREFIX_SIZE:
                top += await self.reader.readexactly(PREFIX_SIZE - len(top))
            payload = await self.reader.readexactly(read_prefix(top))
            try:
                return decode_frame(payload)
            except BadFrame as error:
                self.server.complaints.append(str(error))
        await asyncio.Event().wait()
        return None

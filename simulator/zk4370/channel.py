"""The way from one conversation to its client, with all that may go wrong on it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from .connection import Connection, Script
from .fault_actions import HangUp, Later, Pause, Punch, Reboot, Stop, StopResponding
from .fault_injection import FRAME_FAULTS, Piece
from .faults import Fault
from .frames import Frame, encode_frame

if TYPE_CHECKING:
    from .server import ZkServer


#: Seconds between two looks at whether the client has read what was sent.
GLANCE = 0.0002


class Channel:
    """Writes frames; TCP and UDP differ in ``write`` and ``seal``.

    :param segment: bytes that go out at once, whatever the frames are; ``None``: each
        frame by itself.
    """

    def __init__(self, server: "ZkServer", segment: int | None = None):
        self.server = server
        self.segment = segment
        self.unresponsive = self.closed = False
        self.connection = Connection(
            server.endpoint, self.send, self.hang_up, self.frame_size
        )
        self._held = bytearray()
        self._busy = False
        self._waiting: list[bytes] = []

    #: Bytes one frame of a window may hold.
    frame_size = 0

    def encode(self, payload: bytes) -> bytes:
        """A payload as it goes over this kind of line."""
        raise NotImplementedError

    def write(self, content: bytes) -> None:
        raise NotImplementedError

    async def flush(self) -> None:
        """Wait until what was written is on its way."""

    def hang_up(self, reset: bool = False) -> None:
        raise NotImplementedError

    def send(self, frame: Frame) -> None:
        """An event, unasked: between two frames, never within one."""
        encoded = self.encode(encode_frame(frame))
        if self._busy and self.segment:
            self._waiting.append(encoded)
        elif not self.unresponsive and not self.closed:
            self.write(encoded)

    async def receive(self, frame: Frame) -> None:
        """Answer one request, as well as the armed faults let it."""
        if self.unresponsive:
            return
        self.server.log.append(frame.command)
        faults = self.server.faults.at(frame.command)
        if any(fault.kind == "lost_request" for fault in faults):
            return
        frames = self.connection.answer(frame)
        self._busy = True
        await self._send_frames(frames, faults)
        self._busy = False
        for encoded in self._waiting:
            self.write(encoded)
        self._waiting.clear()
        script, self.connection.script = self.connection.script, None
        if script and not self.closed:
            self.connection.playing = script
            self.server.spawn(self._play(script))

    async def _send_frames(self, frames: list[Frame], faults: list[Fault]) -> None:
        for place, frame in enumerate(frames):
            struck = [f for f in faults if f.frame in (place, place - len(frames))]
            for piece in self._pieces(frame, struck):
                if not await self._do(piece):
                    return
            await self._rest(len(frames))
        if self._held:
            self._release()
        await self.flush()

    def _pieces(self, frame: Frame, struck: list[Fault]) -> list[Piece]:
        if not struck:
            return [self.encode(encode_frame(frame))]
        pieces: list[Piece] = []
        for fault in struck:
            # The frame itself goes out once, as the last fault changes it.
            if pieces and isinstance(pieces[-1], bytes):
                pieces.pop()
            pieces += FRAME_FAULTS[fault.kind](frame, self.encode, fault.amount)
        return pieces

    async def _rest(self, frames: int) -> None:
        """pyzk 0.9 can hang on frames that come too close together."""
        pace = self.server.pace
        if frames < 2 or not pace or self.segment:
            return
        await self.flush()
        if not callable(pace):
            await asyncio.sleep(pace)
            return
        while not pace() and not self.closed:
            await asyncio.sleep(GLANCE)

    async def _do(self, piece: Piece) -> bool:
        """Carry out one piece of the answer; false when nothing more may follow."""
        if isinstance(piece, bytes):
            self._put(piece)
            return True
        return await _ACTS[type(piece)](self, piece)

    def _put(self, content: bytes) -> None:
        if not self.segment:
            self.write(content)
            return
        self._held += content
        while len(self._held) >= self.segment:
            self.write(bytes(self._held[: self.segment]))
            del self._held[: self.segment]

    def _release(self) -> None:
        self.write(bytes(self._held))
        self._held.clear()

    async def _pause(self, act: Pause) -> bool:
        if self._held:
            self._release()
        await self.flush()
        await asyncio.sleep(act.seconds / self.server.speed)
        return True

    async def _later(self, act: Later) -> bool:
        loop = asyncio.get_running_loop()
        loop.call_later(act.seconds / self.server.speed, self._if_open, act.content)
        return True

    def _if_open(self, content: bytes) -> None:
        if not self.closed:
            self.write(content)

    async def _stop(self, act: Stop) -> bool:
        if self._held:
            self._release()
        return False

    async def _hang_up(self, act: HangUp) -> bool:
        await self._stop(Stop())
        await self.flush()
        self.hang_up(act.reset)
        return False

    async def _stop_responding(self, act: StopResponding) -> bool:
        await self._stop(Stop())
        self.unresponsive = True
        return False

    async def _punch(self, act: Punch) -> bool:
        self.server.pass_by(act.count)
        return True

    async def _reboot(self, act: Reboot) -> bool:
        await self._stop(Stop())
        self.server.restart()
        return False

    async def _play(self, script: Script) -> None:
        """Each event when the client has seen the one before, or a little later."""
        for event, content in script:
            if self.connection.playing is not script or self.closed:
                return
            self.connection.acknowledged_event.clear()
            self.connection.send_event(event, content)
            try:
                event_timeout = self.server.event_timeout / self.server.speed
                await asyncio.wait_for(
                    self.connection.acknowledged_event.wait(), event_timeout
                )
            except asyncio.TimeoutError:
                continue


_ACTS: dict[type, Callable[[Channel, object], Awaitable[bool]]] = {
    Pause: Channel._pause,
    Later: Channel._later,
    Stop: Channel._stop,
    HangUp: Channel._hang_up,
    StopResponding: Channel._stop_responding,
    Punch: Channel._punch,
    Reboot: Channel._reboot,
}

"""The way from one conversation to its client, with all that may go wrong on it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from .acts import Deaf, HangUp, Later, Pause, Punch, Reboot, Stop
from .bending import BENDS, Piece
from .conversation import Conversation, Script
from .faults import Fault
from .frames import Frame, encode_frame

if TYPE_CHECKING:
    from .server import ZkServer


#: Seconds between two looks at whether the client has read what was sent.
GLANCE = 0.0002


class Line:
    """Writes frames; TCP and UDP differ in ``write`` and ``seal``.

    :param segment: bytes that go out at once, whatever the frames are; ``None``: each
        frame by itself.
    """

    def __init__(self, server: "ZkServer", segment: int | None = None):
        self.server = server
        self.segment = segment
        self.deaf = self.closed = False
        self.talk = Conversation(server.face, self.send, self.hang_up, self.longest)
        self._held = bytearray()
        self._busy = False
        self._waiting: list[bytes] = []

    #: Bytes one frame of a window may hold.
    longest = 0

    def seal(self, payload: bytes) -> bytes:
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
        sealed = self.seal(encode_frame(frame))
        if self._busy and self.segment:
            self._waiting.append(sealed)
        elif not self.deaf and not self.closed:
            self.write(sealed)

    async def hear(self, frame: Frame) -> None:
        """Answer one request, as well as the armed faults let it."""
        if self.deaf:
            return
        self.server.log.append(frame.command)
        faults = self.server.faults.at(frame.command)
        if any(fault.kind == "unheard" for fault in faults):
            return
        frames = self.talk.answer(frame)
        self._busy = True
        await self._say(frames, faults)
        self._busy = False
        for sealed in self._waiting:
            self.write(sealed)
        self._waiting.clear()
        script, self.talk.script = self.talk.script, None
        if script and not self.closed:
            self.talk.playing = script
            self.server.spawn(self._play(script))

    async def _say(self, frames: list[Frame], faults: list[Fault]) -> None:
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
            return [self.seal(encode_frame(frame))]
        pieces: list[Piece] = []
        for fault in struck:
            # The frame itself goes out once, as the last fault bends it.
            if pieces and isinstance(pieces[-1], bytes):
                pieces.pop()
            pieces += BENDS[fault.kind](frame, self.seal, fault.amount)
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

    async def _deafen(self, act: Deaf) -> bool:
        await self._stop(Stop())
        self.deaf = True
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
            if self.talk.playing is not script or self.closed:
                return
            self.talk.heard.clear()
            self.talk.tell(event, content)
            try:
                patience = self.server.patience / self.server.speed
                await asyncio.wait_for(self.talk.heard.wait(), patience)
            except asyncio.TimeoutError:
                continue


_ACTS: dict[type, Callable[[Line, object], Awaitable[bool]]] = {
    Pause: Line._pause,
    Later: Line._later,
    Stop: Line._stop,
    HangUp: Line._hang_up,
    Deaf: Line._deafen,
    Punch: Line._punch,
    Reboot: Line._reboot,
}

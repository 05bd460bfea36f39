"""One client's talk with a terminal, without a socket."""

import asyncio
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from .codes import Command, Event, Reply
from .commands import COMMANDS
from .events import event_frame
from .frames import Frame
from .words import SILENCE, UNAUTHORIZED, UNKNOWN, Said

if TYPE_CHECKING:
    from .face import ZkFace

#: Events and their data, one after another.
Script = Iterator[tuple[Event, bytes]]
#: What may be asked without a session that is let in.
OPENING = {Command.CONNECT, Command.AUTHENTICATE, Command.EXIT}


class Conversation:
    """What a terminal remembers of one client.

    :param send: carries an event to this client, unasked.
    :param hang_up: ends the connection, whatever is going on.
    :param longest: bytes one frame of a window may hold.
    """

    def __init__(
        self,
        face: "ZkFace",
        send: Callable[[Frame], None],
        hang_up: Callable[[], None],
        longest: int,
    ):
        self.face = face
        self.send, self.hang_up = send, hang_up
        self.longest = longest
        self.session = 0
        self.let_in = False
        self.wanted = 0
        #: What the client reads in windows, and what it is sending in pieces.
        self.buffer = b""
        self.upload = bytearray()
        self.expected = 0
        #: Events of somebody who enrols: to be told once the answer is out, and being
        #: told.
        self.script: Script | None = None
        self.playing: Script | None = None
        self.heard = asyncio.Event()
        self.over = False

    def answer(self, frame: Frame) -> list[Frame]:
        """Do what is asked; return the frames of the answer, often one."""
        return [
            Frame(
                said.command,
                self.session if said.session is None else said.session,
                frame.reply,
                said.data,
            )
            for said in self._do(frame)
        ]

    def _do(self, frame: Frame) -> list[Said]:
        if frame.command == Reply.OK:
            # The client has seen an event. That is never answered.
            self.heard.set()
            return SILENCE
        if frame.command != Command.CONNECT and frame.session != self.session:
            return UNAUTHORIZED
        if frame.command not in OPENING and not self.let_in:
            return UNAUTHORIZED
        do = COMMANDS.get(frame.command)
        return do(self, frame.data) if do else UNKNOWN

    def tell(self, event: Event, content: bytes) -> None:
        """Send an event; its code stands where the session does."""
        self.send(event_frame(event, content))

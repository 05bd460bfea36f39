"""One client's talk with a terminal, without a socket."""

import asyncio
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from .codes import Command, Event, Reply
from .commands import COMMANDS
from .events import event_frame
from .frames import Frame
from .responses import SILENCE, UNAUTHORIZED, UNKNOWN, Response

if TYPE_CHECKING:
    from .endpoint import ZkEndpoint

#: Events and their data, one after another.
Script = Iterator[tuple[Event, bytes]]
#: What may be asked without a session that is let in.
OPENING = {Command.CONNECT, Command.AUTHENTICATE, Command.EXIT}


class Connection:
    """What a terminal remembers of one client.

    :param send: carries an event to this client, unasked.
    :param hang_up: ends the connection, whatever is going on.
    :param frame_size: bytes one frame of a window may hold.
    """

    def __init__(
        self,
        endpoint: "ZkEndpoint",
        send: Callable[[Frame], None],
        hang_up: Callable[[], None],
        frame_size: int,
    ):
        self.endpoint = endpoint
        self.send, self.hang_up = send, hang_up
        self.frame_size = frame_size
        self.session = 0
        self.is_authorized = False
        self.wanted = 0
        #: What the client reads in windows, and what it is sending in pieces.
        self.buffer = b""
        self.upload = bytearray()
        self.expected = 0
        #: Events of an enrolment: to be sent once the answer is out, and being sent.
        self.script: Script | None = None
        self.playing: Script | None = None
        self.acknowledged_event = asyncio.Event()
        self.over = False

    def answer(self, frame: Frame) -> list[Frame]:
        """Do what is asked; return the frames of the answer, often one."""
        return [
            Frame(
                record_fields.command,
                self.session
                if record_fields.session is None
                else record_fields.session,
                frame.reply,
                record_fields.data,
            )
            for record_fields in self._do(frame)
        ]

    def _do(self, frame: Frame) -> list[Response]:
        if frame.command == Reply.OK:
            # The client has seen an event. That is never answered.
            self.acknowledged_event.set()
            return SILENCE
        if frame.command != Command.CONNECT and frame.session != self.session:
            return UNAUTHORIZED
        if frame.command not in OPENING and not self.is_authorized:
            return UNAUTHORIZED
        do = COMMANDS.get(frame.command)
        return do(self, frame.data) if do else UNKNOWN

    def send_event(self, event: Event, content: bytes) -> None:
        """Send an event; its code stands where the session does."""
        self.send(event_frame(event, content))

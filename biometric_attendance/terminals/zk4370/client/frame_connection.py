"""Frames over one connection: which frame answers what, and how long to wait.

Every answer carries the number of its request. Realtime events, which may come at any
time, are set aside; everything else has to be the answer to the last request.
"""

from collections import deque

from ...client.budget import Budget
from ...errors import Closed, Garbled, ProtocolError
from ..codes import Reply
from ..frames import Frame, decode_frame, encode_frame
from .address import Address
from .connection import TcpConnection, UdpConnection

#: Events set aside at the most; the oldest are dropped, the terminal's log keeps them.
MAX_EVENTS = 1000


class FrameConnection:
    """One connection to one terminal.

    :ivar lossy: whether frames may get lost, come twice, or late: UDP.
    :ivar events: set aside while an answer was awaited, oldest first.
    :ivar only_garbage: whether something came, and never a sound frame.
    """

    def __init__(self, address: Address):
        self.lossy = address.udp
        self.budget = Budget(address.deadline)
        self.timeout = address.timeout
        self.events: deque[Frame] = deque(maxlen=MAX_EVENTS)
        self.closed = self.only_garbage = self._understood = False
        self._requested: int | None = None
        self._connection = (UdpConnection if address.udp else TcpConnection)(address)

    def send(self, payload: bytes) -> None:
        """Send a request; answers to earlier ones no longer count.

        :raises TransportError: the connection is gone.
        """
        self.check_open()
        self._requested = decode_frame(payload).reply
        self._connection.send(payload, self.budget.grant(self.timeout))

    def receive(self) -> Frame:
        """The next frame that answers the request, whole and checked.

        :raises TransportError: none came in time, or something else did.
        """
        self.check_open()
        until = self.budget.grant(self.timeout)
        while True:
            frame = self._frame(until)
            if frame is None:
                continue
            if frame.command == Reply.EVENT:
                self.events.append(frame)
            elif frame.reply == self._requested:
                return frame
            elif not self.lossy:
                raise Garbled("answer_to_other_request")

    def next_event(self, seconds: float) -> Frame:
        """The next realtime event.

        :raises TimedOut: none came within the seconds.
        """
        self.check_open()
        until = self.budget.grant(seconds)
        while not self.events:
            frame = self._frame(until)
            if frame is not None and frame.command == Reply.EVENT:
                self.events.append(frame)
        return self.events.popleft()

    def send_unanswered(self, command: int, session: int) -> None:
        """Send what is not going to be answered: receipt of an event, the exit."""
        self.check_open()
        payload = encode_frame(Frame(command, session, 0))
        self._connection.send(payload, self.budget.grant(self.timeout))

    def close(self) -> None:
        self.closed = True
        self._connection.close()

    def _frame(self, until: float) -> Frame | None:
        """``None``: a datagram that is damaged, which is as good as lost."""
        payload = self._connection.receive(until)
        try:
            frame = decode_frame(payload)
        except ProtocolError as error:
            if not self.lossy:
                raise Garbled(error.code, **error.values) from error
            self.only_garbage = not self._understood
            return None
        self._understood, self.only_garbage = True, False
        return frame

    def check_open(self) -> None:
        """Check that the session is not over.

        :raises Closed: the session is over.
        """
        if self.closed:
            raise Closed("session_over")


class FrameSocket:
    """What pyzk uses as its UDP socket: whole payloads, whatever carries them.

    pyzk reads a TCP stream as if one ``recv`` were one frame, waits for ever on a closed
    peer, and takes any frame for the answer it waits for. Over UDP it only ever handles
    whole payloads, so it is told that all terminals speak UDP, and this does the rest.
    """

    def __init__(self, frames: FrameConnection):
        self._frames = frames

    def sendto(self, payload: bytes, destination: object) -> int:
        self._frames.send(payload)
        return len(payload)

    def recv(self, size: int) -> bytes:
        return encode_frame(self._frames.receive())

    def settimeout(self, seconds: float) -> None:
        """Timeouts are those of :class:`FrameConnection`."""

    def close(self) -> None:
        self._frames.close()

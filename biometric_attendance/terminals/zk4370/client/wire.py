"""Requests and answers: who answers what, and how long to wait.

Every answer carries the number of its request. Realtime events, which come whenever they
like, are set aside; everything else has to be the answer to what was asked last.
"""

from collections import deque

from ...client.budget import Budget
from ...errors import Closed, Garbled, ProtocolError
from ..codes import Reply
from ..frames import Frame, decode_frame, encode_frame
from .address import Address
from .lines import TcpLine, UdpLine

#: Events set aside at the most; the oldest give way, the terminal's log keeps them.
MOST_EVENTS = 1000


class Wire:
    """One connection to one terminal.

    :ivar lossy: whether frames may get lost, come twice, or late: UDP.
    :ivar events: set aside while an answer was awaited, oldest first.
    :ivar babble: whether something came, and never a sound frame.
    """

    def __init__(self, address: Address):
        self.lossy = address.udp
        self.budget = Budget(address.deadline)
        self.patience = address.patience
        self.events: deque[Frame] = deque(maxlen=MOST_EVENTS)
        self.closed = self.babble = self._understood = False
        self._asked: int | None = None
        self._line = (UdpLine if address.udp else TcpLine)(address)

    def send(self, payload: bytes) -> None:
        """Send a request; answers to earlier ones no longer count.

        :raises TransportError: the connection is gone.
        """
        self.check_open()
        self._asked = decode_frame(payload).reply
        self._line.send(payload, self.budget.grant(self.patience))

    def receive(self) -> Frame:
        """The next frame that answers the request, whole and checked.

        :raises TransportError: none came in time, or something else did.
        """
        self.check_open()
        until = self.budget.grant(self.patience)
        while True:
            frame = self._frame(until)
            if frame is None:
                continue
            if frame.command == Reply.EVENT:
                self.events.append(frame)
            elif frame.reply == self._asked:
                return frame
            elif not self.lossy:
                raise Garbled("The terminal answered a question that was not asked.")

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

    def say(self, command: int, session: int) -> None:
        """Send what is not going to be answered: thanks for an event, a goodbye."""
        self.check_open()
        payload = encode_frame(Frame(command, session, 0))
        self._line.send(payload, self.budget.grant(self.patience))

    def close(self) -> None:
        self.closed = True
        self._line.close()

    def _frame(self, until: float) -> Frame | None:
        """``None``: a datagram that is damaged, which is as good as lost."""
        payload = self._line.receive(until)
        try:
            frame = decode_frame(payload)
        except ProtocolError as error:
            if not self.lossy:
                raise Garbled(error.reason) from error
            self.babble = not self._understood
            return None
        self._understood, self.babble = True, False
        return frame

    def check_open(self) -> None:
        """:raises Closed: the session is over."""
        if self.closed:
            raise Closed("This session with the terminal is over.")


class FrameSocket:
    """What pyzk takes for its UDP socket: whole payloads, whatever carries them.

    pyzk reads a TCP stream as if one ``recv`` were one frame, waits for ever on a closed
    peer, and takes any frame for the answer it waits for. Over UDP it only ever handles
    whole payloads, so it is told that all terminals speak UDP, and this does the rest.
    """

    def __init__(self, wire: Wire):
        self._wire = wire

    def sendto(self, payload: bytes, place: object) -> int:
        self._wire.send(payload)
        return len(payload)

    def recv(self, size: int) -> bytes:
        return encode_frame(self._wire.receive())

    def settimeout(self, seconds: float) -> None:
        """Waiting is the wire's business."""

    def close(self) -> None:
        self._wire.close()

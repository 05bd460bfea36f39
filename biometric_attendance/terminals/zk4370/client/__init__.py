"""Sessions with terminals on port 4370, driven by pyzk 0.9. The only file importing it.

pyzk knows the commands: it builds the requests and reads the answers of most of them.
Its plumbing is not used: it sits on :class:`.zk4370_wire.FrameSocket`. And what it gets wrong
itself, so that no socket can help, is done here or in the files beside this one, each
time with the reason.
"""

from zk import ZK
from zk.exception import ZKError

from ...errors import OtherProtocol, TransportError, WrongKey
from ..auth import scramble
from ..codes import Command, Reply
from ..frames import Frame
from .address import Address
from .commands import Commands
from .talk import guarded, refusal
from .wire import FrameSocket, Wire


class Client(ZK):
    """pyzk on a wire of ours.

    It is told that every terminal speaks UDP, where it handles whole payloads and never
    opens a second connection to try the first; it is told not to ping, because it builds
    a shell command with the address in it.
    """

    errors = ZKError

    def __init__(self, address: Address, wire: Wire):
        super().__init__(address.host, address.port, force_udp=True, ommit_ping=True)
        self._ZK__sock.close()
        self._ZK__sock = FrameSocket(wire)

    @property
    def session(self) -> int:
        """The number the terminal gave this session."""
        return self._ZK__session_id

    @session.setter
    def session(self, number: int) -> None:
        self._ZK__session_id = number

    @property
    def answered(self) -> int:
        """The code of the last answer."""
        return self._ZK__response

    def ask(self, command: int, data: bytes = b"") -> Frame:
        """Send any request, counted and signed by pyzk, and return what answers."""
        self._ZK__send_command(int(command), data, 1024)
        answered, _checksum, session, reply = self._ZK__header
        return Frame(answered, session, reply, self._ZK__data)


class Session(Commands):
    """A conversation with one terminal, of one thread.

    A context manager. Over after any error but :class:`.errors.DeviceRefused`, and then
    every method raises :class:`.errors.Closed`. Every method may raise any
    :class:`.errors.TransportError`.
    """

    @guarded
    def greet(self) -> None:
        """Introduce ourselves, with the key where the terminal wants one.

        Not by ``ZK.connect``: it opens two connections over TCP, leaves sockets open
        when it fails, and cannot scramble keys such as 524287 (its sum overflows).
        """
        answer = self.ask(Command.CONNECT, again=True)
        self.zk.session, self.zk.is_connect = answer.session, True
        if answer.command == Reply.UNAUTHORIZED:
            proof = scramble(self.address.key, answer.session)
            answer = self.ask(Command.AUTHENTICATE, proof)
        if answer.command == Reply.UNAUTHORIZED:
            self.close()
            raise WrongKey("The terminal wants another communication key.")
        if answer.command != Reply.OK:
            self.close()
            raise refusal(answer.command)


def connect(address: Address) -> Session:
    """Open the one connection to a terminal and introduce ourselves.

    :raises TransportError: one of its kinds; nothing stays open then.
    """
    address.check()
    wire = Wire(address)
    try:
        session = Session(Client(address, wire), wire, address)
        session.greet()
    except TransportError as error:
        wire.close()
        if wire.babble:
            raise OtherProtocol(
                "What answers there does not speak the protocol of port 4370."
            ) from error
        raise
    return session

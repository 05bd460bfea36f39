"""A session with a terminal on port 4370: one connection, and what can be done in it."""

from ...errors import OtherProtocol, TransportError, WrongKey
from ..codes import Command, Reply
from ..communication_key import scramble
from .address import Address
from .channel import Channel, ends_session_on_error, refusal
from .clock import Clock
from .controls import Controls
from .device_info import DeviceFacts
from .frame_connection import FrameConnection
from .live import Live
from .log import PunchLog
from .pyzk_client import PyzkClient
from .templates import Templates
from .users import Users


class Session:
    """One session with one terminal, of one thread.

    A context manager. Over after any error but :class:`.errors.DeviceRefused` and
    :class:`.errors.Impossible`, and then every method raises :class:`.errors.Closed`.
    Every method may raise any :class:`.errors.TransportError`.
    """

    def __init__(self, channel: Channel):
        self.channel = channel
        self.facts = DeviceFacts(channel)
        self.clock = Clock(channel)
        self.users = Users(channel, self.facts)
        self.templates = Templates(channel, self.facts, self.users)
        self.log = PunchLog(channel, self.facts, self.users, self.clock)
        self.live = Live(channel, self.users)
        self.controls = Controls(channel)

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *_error) -> None:
        self.close()

    def close(self) -> None:
        """Say that the session is over and close the connection; never raises."""
        self.channel.close()

    @property
    def closed(self) -> bool:
        return self.channel.frames.closed

    @ends_session_on_error
    def authenticate(self) -> None:
        """Begin the session, with the key where the terminal wants one.

        Not by ``ZK.connect``: it opens two connections over TCP, leaves sockets open
        when it fails, and cannot scramble keys such as 524287 (its sum overflows).
        """
        channel = self.channel
        answer = channel.request(Command.CONNECT, repeat=True)
        channel.zk.session, channel.zk.is_connect = answer.session, True
        if answer.command == Reply.UNAUTHORIZED:
            proof = scramble(channel.address.key, answer.session)
            answer = channel.request(Command.AUTHENTICATE, proof)
        if answer.command == Reply.UNAUTHORIZED:
            self.close()
            raise WrongKey("wrong_key")
        if answer.command != Reply.OK:
            self.close()
            raise refusal(answer.command)


def connect(address: Address) -> Session:
    """Open the one connection to a terminal and begin a session.

    :raises TransportError: one of its kinds; nothing stays open then.
    """
    address.check()
    frames = FrameConnection(address)
    try:
        session = Session(Channel(PyzkClient(address, frames), frames, address))
        session.authenticate()
    except TransportError as error:
        frames.close()
        if frames.only_garbage:
            raise OtherProtocol("other_protocol") from error
        raise
    return session

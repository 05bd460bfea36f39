"""pyzk 0.9 on a connection of ours. The only file importing it.

pyzk knows the commands: it builds the requests and reads the answers of most of them. Its
sockets are not used: it sits on :class:`.frame_connection.FrameSocket`. What it gets wrong
itself is done in the files beside this one, each time with the reason.
"""

from typing import Any

from zk import ZK
from zk.exception import ZKError

from ..frames import Frame
from .address import Address
from .frame_connection import FrameConnection, FrameSocket


class PyzkClient(ZK):
    """pyzk's client, with its private names put to use.

    It is told that every terminal speaks UDP, where it handles whole payloads and never
    opens a second connection to try the first; it is told not to ping, because it builds
    a shell command with the address in it.
    """

    errors = ZKError
    _ZK__sock: Any

    def __init__(self, address: Address, frames: FrameConnection):
        super().__init__(address.host, address.port, force_udp=True, ommit_ping=True)
        self._ZK__sock.close()
        self._ZK__sock = FrameSocket(frames)

    @property
    def session(self) -> int:
        """The number the terminal gave this session."""
        return self._ZK__session_id

    @session.setter
    def session(self, number: int) -> None:
        self._ZK__session_id = number

    @property
    def last_reply(self) -> int:
        """The code of the last answer."""
        return self._ZK__response

    def request(self, command: int, data: bytes = b"") -> Frame:
        """Send any request, counted and signed by pyzk, and return its answer."""
        self._ZK__send_command(int(command), data, 1024)
        answered, _checksum, session, reply = self._ZK__header
        return Frame(answered, session, reply, self._ZK__data)

"""One connection to a terminal: a request, and the answer to it."""

import socket

from ...client.budget import Budget, seconds_left
from ...client.destination import connect_tcp
from ...errors import (
    Closed,
    ConnectionRefused,
    DeviceRefused,
    Garbled,
    OtherProtocol,
    ProtocolError,
    TimedOut,
    Unreachable,
)
from ...poll import Limits
from ..address import Address
from ..codes import Ack
from ..frames import (
    CRC,
    HEAD,
    MAX_DATA_BYTES,
    START,
    Answer,
    decode_answer,
    encode_request,
)

CONNECT_TIMEOUT_SECONDS = 5.0
#: Frames a terminal may send of its own between a request and its answer.
_MAX_UNASKED = 100


class Connection:
    """Talks to one terminal. A context manager.

    :ivar budget: seconds of the whole session; may be replaced.
    """

    def __init__(self, address: Address, limits: Limits):
        address.check()
        self.budget, self._timeout = Budget(limits.deadline), limits.timeout
        self.deadline = limits.deadline
        self._socket = _connect(address, self._timeout)
        self._understood = False

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, *_error: object) -> None:
        self._socket.close()

    def ask(self, command: int, data: bytes = b"") -> bytes:
        """Send a request and return the data of its answer.

        :raises DeviceRefused: the terminal refused it.
        :raises TransportError: there was no whole answer.
        """
        answer = self.request(command, data)
        if answer.ack != Ack.OK:
            raise DeviceRefused("refused_with_code", answer.ack, code=answer.ack)
        return answer.data

    def request(self, command: int, data: bytes = b"") -> Answer:
        """Send a request and return its answer, which may be a refusal.

        :raises TransportError: there was no whole answer.
        """
        until = self.budget.grant(self._timeout)
        try:
            self._socket.settimeout(seconds_left(until))
            self._socket.sendall(encode_request(command, data))
            for _frame in range(_MAX_UNASKED):
                answer = self._receive(until)
                if answer.command == command:
                    return answer
        except TimeoutError as error:
            raise TimedOut("anviz_timeout") from error
        except OSError as error:
            raise Closed("anviz_closed") from error
        raise Garbled("anviz_frame_invalid")

    def _receive(self, until: float) -> Answer:
        head = self._read(HEAD.size, until)
        length = HEAD.unpack(head)[-1]
        if head[0] != START or length > MAX_DATA_BYTES:
            kind = Garbled if self._understood else OtherProtocol
            code = "anviz_frame_invalid" if self._understood else "anviz_other_protocol"
            raise kind(code)
        rest = self._read(length + CRC.size, until)
        try:
            answer = decode_answer(head + rest)
        except ProtocolError as error:
            raise Garbled(error.code, **error.values) from error
        self._understood = True
        return answer

    def _read(self, size: int, until: float) -> bytes:
        data = b""
        while len(data) < size:
            self._socket.settimeout(seconds_left(until))
            piece = self._socket.recv(size - len(data))
            if not piece:
                raise Closed("anviz_closed")
            data += piece
        return data


def _connect(address: Address, timeout: float) -> socket.socket:
    try:
        return connect_tcp(
            address.host,
            address.port,
            min(timeout, CONNECT_TIMEOUT_SECONDS),
            allow_loopback=address.allow_loopback,
        )
    except ConnectionRefusedError as error:
        raise ConnectionRefused("anviz_refused", port=address.port) from error
    except OSError as error:
        words = "timeout" if isinstance(error, TimeoutError) else error.strerror
        raise Unreachable("anviz_unreachable", error=words or "-") from error

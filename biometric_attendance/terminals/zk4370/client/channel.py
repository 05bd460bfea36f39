"""Send requests to a terminal on port 4370 and return the answer or data of each."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from struct import error as StructError
from typing import Any

from ...client.budget import Budget
from ...errors import (
    DeviceRefused,
    Garbled,
    Impossible,
    ProtocolError,
    TimedOut,
    TransportError,
)
from ..codes import Command, Reply
from ..frames import Frame
from ..results import explain
from ..tables import LARGEST, decode_coming
from .address import Address
from .frame_connection import FrameConnection
from .pyzk_client import PyzkClient

#: Time for the exit request, even where the session's own time is used up.
EXIT_TIMEOUT_SECONDS = 2.0

#: Errors pyzk raises, beside its own, when an answer is not what it expects.
_LEAKS = (
    AttributeError,
    LookupError,
    OSError,
    StructError,
    TypeError,
    UnboundLocalError,
    ValueError,
)


def ends_session_on_error(method: Callable) -> Callable:
    """Decorate a method to end the session when it raises anything but a refusal.

    After an error it is not known which request the next answer belongs to, so no answer
    is waited for. The method's object needs an attribute ``channel``.
    """

    @wraps(method)
    def inner(self: Any, *args, **kwargs):
        try:
            with self.channel.translating_errors():
                return method(self, *args, **kwargs)
        except (DeviceRefused, Impossible):
            raise
        except TransportError:
            self.channel.abort()
            raise

    return inner


@contextmanager
def encoding_request() -> Iterator[None]:
    """Turn errors of encoding a request into ``Impossible``, as nothing was sent.

    :raises Impossible: with the reason of the ``ProtocolError``.
    """
    try:
        yield
    except ProtocolError as error:
        raise Impossible(error.code, **error.values) from error


class Channel:
    """The requests of one session, one at a time.

    :ivar zk: pyzk's client, which sends and receives through ``frames``.
    """

    def __init__(self, zk: PyzkClient, frames: FrameConnection, address: Address):
        self.zk, self.frames, self.address = zk, frames, address

    def close(self) -> None:
        """Send the exit request, wait for its answer and close the connection; never raises."""
        if not self.frames.closed and self.zk.is_connect:
            self._limit_exit()
            with suppress(TransportError):
                self.request(Command.EXIT)
        self.frames.close()

    def abort(self) -> None:
        """Close the connection without waiting for an answer; never raises.

        The exit request is sent even so: otherwise terminals keep the session open.
        """
        if not self.frames.closed and self.zk.is_connect:
            self._limit_exit()
            with suppress(TransportError):
                self.frames.send_unanswered(Command.EXIT, self.zk.session)
        self.frames.close()

    def _limit_exit(self) -> None:
        self.frames.timeout = EXIT_TIMEOUT_SECONDS
        self.frames.budget = Budget(EXIT_TIMEOUT_SECONDS)

    def request(
        self, command: int, data: bytes = b"", *, repeat: bool = False
    ) -> Frame:
        """Send a request and return its answer, which may be a refusal.

        :param repeat: the request may be sent twice, so over UDP it is sent once more where
            no answer comes in time.
        """
        try:
            return self._request_once(command, data)
        except TimedOut:
            if repeat and self.frames.lossy:
                return self._request_once(command, data)
            raise

    def _request_once(self, command: int, data: bytes) -> Frame:
        with self.translating_errors():
            self.frames.check_open()
            return self.zk.request(command, data)

    def execute(
        self, command: int, data: bytes = b"", *, repeat: bool = False
    ) -> bytes:
        """Send a request and return the data of its answer OK.

        :raises DeviceRefused: for any other answer, with the terminal's code.
        """
        answer = self.request(command, data, repeat=repeat)
        if answer.command != Reply.OK:
            raise refusal(answer.command)
        return answer.data

    def pyzk(self, name: str, *args: object) -> Any:
        """Call the method ``name`` of pyzk and return its value.

        :raises DeviceRefused: with the terminal's code.
        """
        with self.translating_errors():
            self.frames.check_open()
            return getattr(self.zk, name)(*args)

    def collect(self, first: Frame) -> bytes:
        """Return the data of an answer, which is in ``first`` or in the pieces it announces.

        Firmware that splits its answer numbers the pieces in the session field.

        :raises Garbled: fewer or more bytes than announced.
        :raises DeviceRefused: with the terminal's code.
        """
        if first.command == Reply.DATA:
            return first.data
        if first.command == Reply.OK:
            raise Garbled("answer_without_data")
        if first.command != Reply.PREPARE_DATA:
            raise refusal(first.command)
        announced = decode_coming(first.data)
        if announced > LARGEST:
            raise Garbled("answer_oversized")
        pieces: dict[int, bytes] = {}
        length = 0
        while (frame := self.frames.receive()).command == Reply.DATA:
            number = self._piece_number(frame, pieces)
            if number not in pieces:
                pieces[number] = frame.data
                length += len(frame.data)
            if length > announced:
                break
        if length != announced or frame.command != Reply.OK:
            raise Garbled("answer_length_differs")
        return b"".join(pieces[number] for number in sorted(pieces))

    def _piece_number(self, frame: Frame, pieces: dict) -> int:
        """Return the number of a piece; a repeated datagram gets the same number again."""
        if frame.session != self.zk.session:
            return frame.session
        if self.frames.lossy:
            for number, piece in pieces.items():
                if piece == frame.data:
                    return number
        return len(pieces)

    @contextmanager
    def translating_errors(self) -> Iterator[None]:
        """Turn errors of pyzk and ``ProtocolError`` into subclasses of ``TransportError``."""
        try:
            yield
        except (TransportError, GeneratorExit):
            raise
        except ProtocolError as error:
            raise Garbled(error.code, **error.values) from error
        except self.zk.errors as error:
            known = error.__context__
            if isinstance(known, TransportError):
                raise known from known.__cause__
            raise refusal(self.zk.last_reply) from error
        except _LEAKS as error:
            raise Garbled("answer_makes_no_sense") from error

    def decode_text(self, raw: bytes) -> str:
        """Return text of the terminal, up to the first NUL and stripped."""
        plain = raw.partition(b"\0")[0]
        return plain.decode(self.address.encoding, "replace").strip()


def refusal(code: int) -> DeviceRefused:
    """Return the error for an answer that refuses, by its code."""
    _good, reason = explain(code, "", "attendance")
    return DeviceRefused(reason.code, code, **reason.values)

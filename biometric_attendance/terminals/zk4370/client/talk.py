"""Asking a terminal on port 4370: one question, one answer, or one set of bytes."""

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
from ..bulk import LARGEST, decode_coming
from ..codes import Command, Reply
from ..frames import Frame
from ..results import explain
from .address import Address
from .wire import Wire

#: Seconds for the goodbye, whatever the session has used up.
FAREWELL = 2.0

#: What pyzk lets out when an answer is not what it expects, beside its own errors.
_LEAKS = (
    AttributeError,
    LookupError,
    OSError,
    StructError,
    TypeError,
    UnboundLocalError,
    ValueError,
)


def guarded(method: Callable) -> Callable:
    """End the session when anything but a plain no comes of a method or function.

    After an error nobody knows which answer would come next, so none is waited for.
    """

    @wraps(method)
    def inner(self: "Talk", *args, **kwargs):
        try:
            with self.translated():
                return method(self, *args, **kwargs)
        except (DeviceRefused, Impossible):
            raise
        except TransportError:
            self.drop()
            raise

    return inner


@contextmanager
def fitting() -> Iterator[None]:
    """Building a request: what the codec refuses has not reached the terminal.

    :raises Impossible: with the codec's reason.
    """
    try:
        yield
    except ProtocolError as error:
        raise Impossible(error.reason) from error


class Talk:
    """A session's plumbing. Everything above asks through it.

    :param zk: pyzk's client, sitting on the wire.
    """

    def __init__(self, zk: Any, wire: Wire, address: Address):
        self.zk, self.wire, self.address = zk, wire, address

    def __enter__(self):
        return self

    def __exit__(self, *_error) -> None:
        self.close()

    def close(self) -> None:
        """Say goodbye and hang up; never raises."""
        if not self.wire.closed and self.zk.is_connect:
            self._last_words()
            with suppress(TransportError):
                self.ask(Command.EXIT)
        self.wire.close()

    def drop(self) -> None:
        """Hang up without waiting for anything; never raises.

        The goodbye goes out all the same: terminals keep half a session otherwise.
        """
        if not self.wire.closed and self.zk.is_connect:
            self._last_words()
            with suppress(TransportError):
                self.wire.say(Command.EXIT, self.zk.session)
        self.wire.close()

    def _last_words(self) -> None:
        self.wire.patience, self.wire.budget = FAREWELL, Budget(FAREWELL)

    def ask(self, command: int, data: bytes = b"", *, again: bool = False) -> Frame:
        """Ask and return whatever answers.

        :param again: asking twice does no harm, so over UDP a lost datagram is no error.
        """
        try:
            return self._ask_once(command, data)
        except TimedOut:
            if again and self.wire.lossy:
                return self._ask_once(command, data)
            raise

    def _ask_once(self, command: int, data: bytes) -> Frame:
        with self.translated():
            self.wire.check_open()
            return self.zk.ask(command, data)

    def tell(self, command: int, data: bytes = b"", *, again: bool = False) -> bytes:
        """Ask for something that is done or refused, and return what came with the yes.

        :raises DeviceRefused: with the terminal's code.
        """
        answer = self.ask(command, data, again=again)
        if answer.command != Reply.OK:
            raise refusal(answer.command)
        return answer.data

    def pyzk(self, name: str, *args: object) -> Any:
        """Have pyzk do it.

        :raises DeviceRefused: with the terminal's code.
        """
        with self.translated():
            self.wire.check_open()
            return getattr(self.zk, name)(*args)

    def collect(self, first: Frame) -> bytes:
        """All bytes an answer brings: inside it, or announced and then in pieces.

        Firmware that cuts its answer numbers the pieces in the session field.

        :raises Garbled: fewer or more bytes than announced.
        :raises DeviceRefused: with the terminal's code.
        """
        if first.command == Reply.DATA:
            return first.data
        if first.command == Reply.OK:
            raise Garbled(
                "The terminal says yes, and does not send what was asked for."
            )
        if first.command != Reply.PREPARE_DATA:
            raise refusal(first.command)
        announced = decode_coming(first.data)
        if announced > LARGEST:
            raise Garbled("The terminal announced more than any terminal holds.")
        pieces, length = {}, 0
        while (frame := self.wire.receive()).command == Reply.DATA:
            name = self._place(frame, pieces)
            if name not in pieces:
                pieces[name] = frame.data
                length += len(frame.data)
            if length > announced:
                break
        if length != announced or frame.command != Reply.OK:
            raise Garbled("The terminal's answer has not the length it announced.")
        return b"".join(pieces[name] for name in sorted(pieces))

    def _place(self, frame: Frame, pieces: dict) -> int:
        """Where a piece belongs; a datagram that came twice gets the same place twice."""
        if frame.session != self.zk.session:
            return frame.session
        if self.wire.lossy:
            for place, piece in pieces.items():
                if piece == frame.data:
                    return place
        return len(pieces)

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Turn what pyzk and the codec raise into what a transport raises."""
        try:
            yield
        except (TransportError, GeneratorExit):
            raise
        except ProtocolError as error:
            raise Garbled(error.reason) from error
        except self.zk.errors as error:
            known = error.__context__
            if isinstance(known, TransportError):
                raise known from known.__cause__
            raise refusal(self.zk.answered) from error
        except _LEAKS as error:
            raise Garbled("The terminal's answer makes no sense.") from error


def refusal(code: int) -> DeviceRefused:
    """The terminal's no, in words."""
    _ok, words = explain(code, "", "attendance")
    return DeviceRefused(words, code)

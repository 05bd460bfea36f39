"""A table of a terminal, read window by window."""

from ...errors import DeviceRefused, Garbled, TimedOut
from ..codes import TABLES, Command, Reply
from ..tables import (
    TCP_WINDOW,
    TOTAL,
    UDP_WINDOW,
    decode_prepared,
    encode_prepare,
    encode_window,
    windows,
)
from .channel import Channel, refusal

#: Answers of firmware that cannot prepare a table.
_CANNOT_PREPARE = {Reply.ERROR, Reply.UNKNOWN, Reply.WRONG_COMMAND, Reply.WRONG_DATA}


class _Short(Garbled):
    """A sound answer, but not of the length asked for."""


class Table:
    """A table as the terminal held it when it was opened; later punches are not in it.

    Not by pyzk's ``read_with_buffer``: it takes a window for whole when the terminal says
    so, without counting, and keeps what came of a lost datagram's neighbours.

    :ivar size: bytes of the rows.
    :raises DeviceRefused: the terminal does not hand it out.
    """

    def __init__(self, channel: Channel, name: str):
        self._channel = channel
        self._whole: bytes | None = None
        answer = channel.request(
            Command.PREPARE_BUFFER, encode_prepare(name), repeat=True
        )
        if answer.command in (Reply.OK, Reply.DATA):
            prepared = decode_prepared(answer)
            self._whole, size = prepared.table, prepared.size
        elif answer.command == Reply.PREPARE_DATA:
            self._whole = channel.collect(answer)
            size = len(self._whole)
        elif answer.command in _CANNOT_PREPARE:
            self._whole = self._read_old(name)
            size = len(self._whole)
        else:
            raise refusal(answer.command)
        self.size = max(0, size - TOTAL)
        self._open = self._whole is None

    def _read_old(self, name: str) -> bytes:
        """The whole table at once, from firmware without a buffer."""
        command, table = TABLES[name]
        data = bytes((table,)) if table else b""
        return self._channel.collect(self._channel.request(command, data, repeat=True))

    def read(self, start: int, size: int) -> bytes:
        """Bytes of the rows.

        :raises Garbled: they could not be had whole.
        """
        start += TOTAL
        if self._whole is not None:
            part = self._whole[start : start + size]
            if len(part) != size:
                raise Garbled("table_too_short")
            return part
        largest = UDP_WINDOW if self._channel.frames.lossy else TCP_WINDOW
        return b"".join(
            self._window(*window) for window in windows(start, start + size, largest)
        )

    def _window(self, start: int, size: int) -> bytes:
        """Ask for a window, and once more where less came than was asked for.

        Over TCP nothing is lost, so a stream that makes no sense is not asked again. A
        lost datagram does no harm to the next answer.
        """
        try:
            return self._ask_window(start, size)
        except _Short:
            pass
        except (TimedOut, Garbled):
            if not self._channel.frames.lossy:
                raise
        return self._ask_window(start, size)

    def _ask_window(self, start: int, size: int) -> bytes:
        asked = encode_window(start, size)
        data = self._channel.collect(self._channel.request(Command.READ_BUFFER, asked))
        if len(data) != size:
            raise _Short("window_too_short")
        return data

    @property
    def complete(self) -> bool:
        """Whether all of it came at once, so that nothing waits in the terminal's buffer."""
        return self._whole is not None

    def close(self) -> None:
        """Free the terminal's buffer; without this it does so at the end of the session."""
        if self._open:
            self._open = False
            self._channel.pyzk("free_data")


def read_table(channel: Channel, name: str) -> bytes:
    """All rows of a table.

    :raises DeviceRefused: the terminal does not hand it out.
    """
    table = Table(channel, name)
    rows = table.read(0, table.size)
    table.close()
    return rows


def read_table_or_nothing(channel: Channel, name: str, count: int | None) -> bytes:
    """All rows of a table; terminals that have none may answer with any code.

    :param count: how many rows the terminal says it has, ``None`` where it does not say.
    """
    try:
        return read_table(channel, name)
    except DeviceRefused:
        if count == 0:
            return b""
        raise

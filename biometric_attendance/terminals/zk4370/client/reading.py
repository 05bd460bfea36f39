"""What a terminal says of itself, and its log. Nothing here stops people from punching."""

from datetime import datetime, timezone
from struct import Struct
from typing import NamedTuple

from ...errors import DeviceRefused, ProtocolError
from ...records import DeviceInfo
from ..choice import decide
from ..codes import OPTIONS, Command, Reply
from ..layouts import LAYOUTS, Layout
from ..moment import decode_time
from ..sizes import Sizes, decode_sizes
from .bulk import Table
from .talk import Talk, guarded

#: Bytes of the log looked at to tell its layout: a multiple of every width.
SAMPLE = 8 * 16 * 5 * 49
_PACKED = Struct("<I")


class Clock(NamedTuple):
    """What the terminal's clock showed.

    :param wall: its wall clock, naive; ``None``: a day that does not exist.
    :param at: when it showed that, UTC, half-way between question and answer.
    """

    wall: datetime | None
    at: datetime


class Log:
    """The log as it was when opened.

    :ivar count: rows in it.
    :ivar layout: how a row is written, ``None`` where there are no rows.
    """

    def __init__(self, talk: Talk, table: Table | None, layout: Layout | None):
        self._talk, self._table, self.layout = talk, table, layout
        self.count = table.size // layout.width if table and layout else 0

    def rows(self, first: int, count: int) -> bytes:
        """The bytes of ``count`` rows from row ``first`` on, from 0.

        :raises Garbled: the terminal does not hand them out whole.
        """
        if not self._table or not self.layout or not count:
            return b""
        width = self.layout.width
        return _read(self._talk, self._table, first * width, count * width)

    @property
    def at_hand(self) -> bool:
        """Whether reading other tables does not disturb it."""
        return not self._table or self._table.at_hand

    def close(self) -> None:
        """Let the terminal forget what it prepared."""
        if self._table:
            _close(self._talk, self._table)


class Reading(Talk):
    """Questions that change nothing."""

    @guarded
    def sizes(self) -> Sizes:
        """How much it holds. Not by pyzk: it takes a short answer for zeros."""
        return decode_sizes(self.tell(Command.SIZES, again=True))

    @guarded
    def option(self, name: str) -> str | None:
        """One of its settings, ``None`` where it does not know it.

        Not by pyzk: its readers fail on a name in the terminal's own code page.
        """
        answer = self.ask(Command.READ_OPTION, name.encode() + b"\0", again=True)
        if answer.command != Reply.OK:
            return None
        return self._text(answer.data.partition(b"=")[2])

    @guarded
    def information(self) -> DeviceInfo:
        """What it says of itself; its serial number is ``options["~SerialNumber"]``."""
        said = {name: self.option(name) for name in OPTIONS}
        options = {name: value for name, value in said.items() if value}
        version = self.ask(Command.VERSION, again=True)
        sizes = self.sizes()
        kinds = {"finger": "~ZKFPVersion", "face": "ZKFaceVersion"}
        versions = {kind: options.get(name, "") for kind, name in kinds.items()}
        return DeviceInfo(
            firmware=self._text(version.data) if version.command == Reply.OK else None,
            model=options.get("~DeviceName"),
            platform=options.get("~Platform"),
            address=options.get("IPAddress"),
            mac=options.get("MAC"),
            users=sizes.users,
            fingers=sizes.fingers,
            faces=sizes.faces,
            punches=sizes.punches,
            user_capacity=sizes.user_capacity,
            finger_capacity=sizes.finger_capacity,
            face_capacity=sizes.face_capacity,
            punch_capacity=sizes.punch_capacity,
            options=options,
            algorithms={k: int(v) for k, v in versions.items() if v.isdecimal()},
        )

    @guarded
    def time(self) -> Clock:
        """Its clock. Not by pyzk: it fails on a day its month does not have."""
        asked = datetime.now(timezone.utc)
        data = self.tell(Command.GET_TIME, again=True)
        answered = datetime.now(timezone.utc)
        try:
            wall = decode_time(*_PACKED.unpack_from(data))
        except ProtocolError:
            wall = None
        return Clock(wall, asked + (answered - asked) / 2)

    @guarded
    def open_log(self, before: Sizes | None = None, layout: str = "") -> Log:
        """Have the terminal prepare its log.

        :param before: what :meth:`sizes` said earlier in this session.
        :param layout: how the rows were written the last time; trusted where the count
            agrees, and the caller compares rows it has seen.
        :raises Garbled: how the rows are written cannot be told for certain.
        """
        before = before or self.sizes()
        try:
            table = Table(self, "punches")
        except DeviceRefused:
            # Some firmware refuses with odd codes when there is nothing to hand out.
            if before.punches == 0:
                return Log(self, None, None)
            raise
        if not table.size:
            return Log(self, table, None)
        known = LAYOUTS.get(layout)
        if known and table.size == known.width * (before.punches or 0):
            return Log(self, table, known)
        sample = table.read(0, min(SAMPLE, table.size))
        counters = (before.punches, self.sizes().punches)
        return Log(
            self,
            table,
            decide(
                sample,
                now=datetime.now(timezone.utc).replace(tzinfo=None),
                counters=None if None in counters else counters,
                total=table.size,
            ),
        )

    def _text(self, raw: bytes) -> str:
        plain = raw.partition(b"\0")[0]
        return plain.decode(self.address.encoding, "replace").strip()


@guarded
def _read(talk: Talk, table: Table, start: int, size: int) -> bytes:
    return table.read(start, size)


@guarded
def _close(talk: Talk, table: Table) -> None:
    table.close()

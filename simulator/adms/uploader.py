"""What a terminal sends by itself: punches, audit rows, users, its own options."""

from collections.abc import Callable
from datetime import datetime, timedelta

from ..journal import Journal
from ..memory import Terminal
from ..people import Key, Place
from . import people_rows, rows
from .device_info import device_options
from .firmware import Firmware
from .kinds import BY_KIND, number_of
from .push_loop import PushLoop
from .request_sender import Exchange

SMALLEST_BATCH, LARGEST_BATCH = 30, 150

Order = Callable[[list[int]], list[int]]


class Uploader(PushLoop):
    """Empties the journals batch by batch; a batch grows while the server takes it.

    ``asked`` are users and templates the server asked for, whatever its options.
    """

    def __init__(
        self,
        terminal: Terminal,
        firmware: Firmware,
        prefix: str,
        order: Order | None = None,
        **rest,
    ):
        super().__init__(terminal, firmware, prefix, **rest)
        self.order = order
        self.asked: set[Key] = set()
        self._options_due = False
        self._last_upload: datetime | None = None
        self._batch = SMALLEST_BATCH

    def _upload(self) -> Exchange:
        """Send all that is due; false when the server did not take it."""
        if self._options_due and not (yield from self._offer_options()):
            return False
        if not self._time_to_upload():
            return True
        self._last_upload = self.now
        tables = (
            ("ATTLOG", "AttLog", 1, self.terminal.punches, rows.attlog_row),
            ("OPERLOG", "OpLog", 2, self.terminal.audit, rows.oplog_row),
        )
        for table, name, position, journal, row in tables:
            while journal.pending and self.options.wants(name, position):
                if not (yield from self._push(table, journal, row)):
                    return False
        return (yield from self._send_changes())

    def _time_to_upload(self) -> bool:
        if self.options.number("Realtime") or self._last_upload is None:
            return True
        interval = self.options.number("TransInterval")
        return bool(interval) and (
            self.now - self._last_upload >= timedelta(minutes=interval)
        )

    def _push(self, table: str, journal: Journal, row: Callable) -> Exchange:
        if self.order:
            numbers = self.order(list(journal.pending))[: self._batch]
        else:
            numbers = journal.next(self._batch)
        entries = [journal.entries[number] for number in numbers]
        body = rows.body(
            (row(entry, self.firmware) for entry in entries), self.firmware
        )
        latest = max(entry.local for entry in entries)
        query = f"&table={table}&{self._stamp(table, latest)}"
        taken = yield from self._post("cdata", query, body)
        if taken:
            journal.acknowledge(numbers)
        step = SMALLEST_BATCH if taken else -SMALLEST_BATCH
        self._batch = min(LARGEST_BATCH, max(SMALLEST_BATCH, self._batch + step))
        return taken

    def _stamp(self, table: str, latest: datetime) -> str:
        if not self.firmware.old:
            return f"Stamp={self.options.values.get(f'{table}Stamp', '9999')}"
        named = "ServerVer" in self.options.values or table == "ATTLOG"
        return f"{'Stamp' if named else 'OpStamp'}={rows.encode_time(latest)}"

    # Users and templates

    def _changes(self, count: int) -> dict[Key, int]:
        return self.terminal.changes.take(count, self._wanted)

    def _wanted(self, key: Key) -> bool:
        if key in self.asked:
            return True
        if not isinstance(key, Place):
            return self.options.wants("EnrollUser", 5) or self.options.wants(
                "ChgUser", 7
            )
        own = BY_KIND.get(key.kind)
        if own:
            return self.options.wants(own.flag, own.bit)
        support = self.options.values.get("MultiBioDataSupport", "").split(":")
        return support[number_of(key.kind) :][:1] == ["1"]

    def _send_changes(self) -> Exchange:
        """Send users and templates as they are now, each to its table."""
        while taken := self._changes(SMALLEST_BATCH):
            bodies: dict[str, dict[Key, str]] = {}
            for key in taken:
                if entry := self.terminal.find(key):
                    table, row = people_rows.row(entry, self.firmware)
                    bodies.setdefault(table, {})[key] = row
            for table, reported in bodies.items():
                query = f"&table={table}&{self._stamp(table, self._wall())}"
                body = rows.body(reported.values(), self.firmware)
                if not (yield from self._post("cdata", query, body)):
                    return False
            # Of whoever is gone by now nothing is sent.
            self.terminal.changes.reported(taken)
            self.asked -= taken.keys()
        return True

    def _wall(self) -> datetime:
        return self.terminal.clock.wall(self.now)

    def _offer_options(self) -> Exchange:
        reported = device_options(self.terminal, self.firmware)
        body = ",".join(f"{key}={value}" for key, value in reported.items()).encode()
        taken = yield from self._post("cdata", "&table=options", body)
        self._options_due = self._options_due and not taken
        return taken

"""What a terminal sends by itself: punches, audit rows, its own options."""

from collections.abc import Callable
from datetime import datetime, timedelta

from ..journal import Journal
from ..memory import Terminal
from . import rows
from .carrier import Carrier, Talk
from .firmware import Firmware

SMALLEST_BATCH, LARGEST_BATCH = 30, 150

Order = Callable[[list[int]], list[int]]


class Uploader(Carrier):
    """Empties the journals batch by batch; a batch grows while the server takes it."""

    def __init__(
        self,
        terminal: Terminal,
        firmware: Firmware,
        prefix: str,
        order: Order | None = None,
    ):
        super().__init__(terminal, firmware, prefix)
        self.order = order
        self._options_due = False
        self._last_upload: datetime | None = None
        self._batch = SMALLEST_BATCH

    def _upload(self) -> Talk:
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
        return True

    def _time_to_upload(self) -> bool:
        if self.options.number("Realtime") or self._last_upload is None:
            return True
        interval = self.options.number("TransInterval")
        return bool(interval) and (
            self.now - self._last_upload >= timedelta(minutes=interval)
        )

    def _push(self, table: str, journal: Journal, row: Callable) -> Talk:
        if self.order:
            numbers = self.order(list(journal.pending))[: self._batch]
        else:
            numbers = journal.next(self._batch)
        entries = [journal.entries[number] for number in numbers]
        body = rows.body(
            (row(entry, self.firmware) for entry in entries), self.firmware
        )
        query = f"&table={table}&{self._stamp(table, entries)}"
        taken = yield from self._post("cdata", query, body)
        if taken:
            journal.acknowledge(numbers)
        step = SMALLEST_BATCH if taken else -SMALLEST_BATCH
        self._batch = min(LARGEST_BATCH, max(SMALLEST_BATCH, self._batch + step))
        return taken

    def _stamp(self, table: str, entries: list) -> str:
        if not self.firmware.old:
            return f"Stamp={self.options.values.get(f'{table}Stamp', '9999')}"
        named = "ServerVer" in self.options.values or table == "ATTLOG"
        latest = max(rows.encode_time(entry.local) for entry in entries)
        return f"{'Stamp' if named else 'OpStamp'}={latest}"

    def _offer_options(self) -> Talk:
        told = rows.device_options(self.terminal, self.firmware)
        body = ",".join(f"{key}={value}" for key, value in told.items()).encode()
        taken = yield from self._post("cdata", "&table=options", body)
        self._options_due = self._options_due and not taken
        return taken

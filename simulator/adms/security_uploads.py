"""What a terminal of the security dialect sends: events, door states, users."""

from collections.abc import Callable, Generator, Iterable
from math import ceil

from ..exchange import Answer, Request, Wait
from ..memory import Terminal
from ..people import Key, Place
from . import security_rows as rows
from .firmware import Firmware
from .kinds import number_of
from .outcome import Outcome
from .push_loop import PushLoop
from .request_sender import Exchange
from .rows import body
from .uploader import Order

BATCH = 50
#: Of the codes: the server could not take the rows asked for.
NOT_TAKEN = -731


class SecurityUploads(PushLoop):
    """Empties the journals as events of the door, and sends users and templates."""

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
        self.door_open = False
        self._state_due = True

    def _upload(self) -> Exchange:
        if self._state_due and not (yield from self._send_state()):
            return False
        reported = yield from self._send_events(self.terminal.audit, rows.audit_row)
        if reported:
            reported = yield from self._send_events(self.terminal.punches, self._punch)
        return reported and (yield from self._send_changes())

    def _punch(self, number: int, punch) -> str:
        return rows.punch_row(number, punch, self.terminal)

    def _send_state(self) -> Exchange:
        local = self.terminal.clock.wall(self.now)
        line = rows.state_row(local, self.door_open)
        self.door_open = False
        taken = yield from self._send("cdata", "&table=rtstate", [line])
        self._state_due = not taken
        return taken

    def _send_events(self, journal, row: Callable) -> Exchange:
        while journal.pending:
            numbers = list(journal.pending)
            numbers = (self.order(numbers) if self.order else numbers)[:BATCH]
            lines = [line for n in numbers if (line := row(n, journal.entries[n]))]
            if lines and not (yield from self._send("cdata", "&table=rtlog", lines)):
                return False
            journal.acknowledge(numbers)
        return True

    def _send(
        self, script: str, query: str, lines: Iterable[str], proof: bytes = b"OK"
    ) -> Exchange:
        sent = body(lines, self.firmware)
        return (yield from self._post(script, query, sent, proof))

    # Users and templates

    def _changes(self, count: int) -> dict[Key, int]:
        return self.terminal.changes.take(count, self._wanted)

    def _wanted(self, key: Key) -> bool:
        values = self.options.values
        if "User" not in values.get("TransTables", ""):
            return False
        if not isinstance(key, Place):
            return True
        if key.kind in rows.PICTURES:
            return self.options.number("BioPhotoFun") == 1
        support = values.get("MultiBioDataSupport", "").split(":")
        named = support[number_of(key.kind) :][:1] == ["1"]
        return self.options.number("BioDataFun") == 1 and named

    def _send_changes(self) -> Exchange:
        while taken := self._changes(BATCH):
            tables: dict[str, list[str]] = {}
            for key in taken:
                if entry := self.terminal.find(key):
                    table, line = rows.row(entry, self.terminal, self.firmware)
                    tables.setdefault(table, []).append(line)
            for table, lines in tables.items():
                query = f"&table=tabledata&tablename={table}&count={len(lines)}"
                if not (
                    yield from self._send("cdata", query, lines, _proof(table, lines))
                ):
                    return False
            self.terminal.changes.reported(taken)
        return True

    # Answers to queries

    def _fulfil(
        self, number: str, outcome: Outcome
    ) -> Generator[Request | Wait, Answer, Outcome]:
        """Send the rows in packs before the result, so that the server can tell them apart."""
        packs = ceil(len(outcome.rows) / BATCH)
        for pack in range(packs):
            lines = outcome.rows[pack * BATCH : (pack + 1) * BATCH]
            kind = "options" if outcome.table == "options" else "tabledata"
            query = f"&type={kind}&cmdid={number}&tablename={outcome.table}"
            query += f"&count={len(lines)}&packcnt={packs}&packidx={pack + 1}"
            proof = b"OK" if kind == "options" else _proof(outcome.table, lines)
            if not (yield from self._send("querydata", query, lines, proof)):
                return Outcome(NOT_TAKEN)
        return outcome


def _proof(table: str, lines: Iterable[str]) -> bytes:
    return f"{table}={len(lines)}".encode()

"""The spool: what was read from terminals and Odoo does not have yet, on the disk.

An item and the position behind it are stored in one transaction, which has reached the disk
when :meth:`Spool.add` returns. It leaves only by :meth:`Spool.done`, or into quarantine.
"""

import json
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from .items import Counts, Device, Item, Quarantined, pack, unpack
from .spool_tables import open_database, read_fact

#: Below this much free space nothing is read any more: terminals keep their punches.
MIN_FREE_BYTES = 50 * 1024 * 1024
KEEP_DAYS = 60
#: Most that items get older from one look to the next, whatever the clock says.
MAX_AGEING_SECONDS = 86_400.0


class SpoolFull(Exception):
    """There is no room on the disk: nothing was stored."""


class Spool:
    """The spool in a file; any thread may use it.

    :param free_bytes: gives the free space on the disk of a folder.
    :raises SpoolFull: there is no room to open it.
    """

    def __init__(
        self,
        path: Path,
        *,
        clock: Callable[[], float] = time.time,
        free_bytes: Callable[[Path], int] = lambda path: shutil.disk_usage(path).free,
        min_free_bytes: int = MIN_FREE_BYTES,
    ):
        self.path = path
        self._clock, self._free_bytes = clock, free_bytes
        self._min_free = min_free_bytes
        self._lock = threading.RLock()
        try:
            self._database = open_database(path)
        except sqlite3.OperationalError as error:
            if _is_full_error(error):
                raise SpoolFull from error
            raise

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._database.close()

    @property
    def instance(self) -> str:
        """The id of this file, made with it."""
        return self._fact("instance")

    def is_full(self) -> bool:
        """Whether too little of the disk is free to go on reading."""
        return self._free_bytes(self.path.parent) < self._min_free

    def add(
        self,
        device: Device,
        kind: str,
        data: Mapping[str, Any],
        position: Mapping[str, Any] | None = None,
    ) -> int:
        """Store an item, and with it the position of its device where it has one.

        :param data: JSON values.
        :return: its id; it is on the disk.
        :raises SpoolFull: nothing is stored.
        """
        packed, size = pack(data)
        with self._writing() as database:
            cursor = database.execute(
                "INSERT INTO item (device, kind, data, size, created, age_at)"
                " SELECT ?, ?, ?, ?, ?, CAST(value AS REAL) FROM fact WHERE name = 'age'",
                [device, kind, packed, size, self._clock()],
            )
            if position is not None:
                self._set(database, device, "position", position)
        return cursor.lastrowid or 0

    def position(self, device: Device) -> dict[str, Any] | None:
        """Return the last position stored of a device."""
        return self._get(device, "position")

    def notes(self, device: Device) -> dict[str, Any]:
        """Return what the bridge remembers of a device beside its position."""
        return self._get(device, "notes") or {}

    def note(self, device: Device, **values: Any) -> None:
        """Remember values of a device.

        :raises SpoolFull: nothing is remembered.
        """
        with self._writing() as database:
            self._set(database, device, "notes", {**self.notes(device), **values})

    def take(
        self,
        limit: int,
        *,
        max_bytes: int = 4_000_000,
        kinds: Collection[str] | None = None,
        blocked: Collection[Device] = (),
    ) -> list[Item]:
        """Return waiting items, oldest first; they stay.

        :param max_bytes: of their JSON together; the first is given whatever its size.
        :param kinds: only these, ``None``: all.
        :param blocked: devices to be left out.
        """
        found, total = list[Item](), 0
        with closing(self._items(kinds, blocked, limit)) as items:
            for item in items:
                total += item.size
                if found and total > max_bytes:
                    break
                found.append(item)
        return found

    def all_waiting(self) -> Iterator[Item]:
        """Yield every waiting item, few of them in memory at once."""
        last = 0
        while True:
            with self._lock:
                rows = self._database.execute(
                    "SELECT id, device, kind, data, size FROM item"
                    " WHERE quarantined = 0 AND id > ? ORDER BY id LIMIT 50",
                    [last],
                ).fetchall()
            if not rows:
                return
            last = rows[-1][0]
            yield from map(unpack, rows)

    def done(self, ids: Iterable[int]) -> None:
        """Remove items that Odoo has."""
        with self._writing() as database:
            database.executemany("DELETE FROM item WHERE id = ?", [[i] for i in ids])

    def restart(self, device: Device, position: Mapping[str, Any] | None) -> None:
        """Remove what waits of a device: it is read again from another position on."""
        with self._writing() as database:
            database.execute(
                "DELETE FROM item WHERE quarantined = 0 AND device = ?", [device]
            )
            notes = self.notes(device)
            restarts = notes.get("restarts", 0) + 1
            self._set(database, device, "notes", {**notes, "restarts": restarts})
            self._set(database, device, "position", position)

    def quarantine(self, item: int, code: str, message: str) -> None:
        """Put an item aside that Odoo refused; it is not sent again."""
        with self._writing() as database:
            database.execute(
                "UPDATE item SET quarantined = 1, code = ?, message = ? WHERE id = ?",
                [code, message, item],
            )

    def release(self) -> int:
        """Have what is in quarantine sent once more; return how many items."""
        with self._writing() as database:
            statement = "UPDATE item SET quarantined = 0 WHERE quarantined = 1"
            return database.execute(statement).rowcount

    def quarantined(self) -> list[Quarantined]:
        """Return the items in quarantine, oldest first."""
        with self._lock:
            rows = self._database.execute(
                "SELECT id, device, kind, data, size, code, message FROM item"
                " WHERE quarantined = 1 ORDER BY id"
            ).fetchall()
        return [Quarantined(unpack(row[:5]), *row[5:]) for row in rows]

    def waiting(self, device: Device, kind: str = "") -> int:
        """Return how many items of a device wait, of one kind or of all."""
        return self._one(
            "SELECT count(*) FROM item WHERE quarantined = 0 AND device = ?"
            " AND ? IN (kind, '')",
            device,
            kind,
        )[0]

    def counts(self) -> Counts:
        """Return how many items there are."""
        waiting, oldest = self._one(
            "SELECT count(*), min(created) FROM item WHERE quarantined = 0"
        )
        aside = self._one("SELECT count(*) FROM item WHERE quarantined = 1")[0]
        return Counts(waiting, aside, oldest)

    def expire(self, days: float = KEEP_DAYS) -> int:
        """Remove items that are older, sent or not, and return how many.

        Age is counted from one call to the next, at most a day at a time: a clock that
        jumps removes nothing.
        """
        now = self._clock()
        with self._writing() as database:
            last = float(self._fact("aged_at") or now)
            passed = min(max(now - last, 0.0), MAX_AGEING_SECONDS)
            age = float(self._fact("age")) + passed
            database.executemany(
                "INSERT OR REPLACE INTO fact VALUES (?, ?)",
                [("age", str(age)), ("aged_at", str(now))],
            )
            oldest = age - days * 86_400
            return database.execute(
                "DELETE FROM item WHERE age_at < ?", [oldest]
            ).rowcount

    def wipe(self) -> None:
        """Remove everything, also from the bytes of the file."""
        with self._lock:
            for table in ("item", "device"):
                self._database.execute(f"DELETE FROM {table}")
            self._database.execute("VACUUM")
            self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _items(
        self, kinds: Collection[str] | None, blocked: Collection[Device], limit: int
    ) -> Generator[Item, None, None]:
        conditions, values = ["quarantined = 0"], list[Any]()
        listed: Collection[Any] | None
        for condition, listed in (("kind IN", kinds), ("device NOT IN", blocked)):
            if listed is not None:
                conditions.append(f"{condition} ({', '.join('?' * len(listed))})")
                values += listed
        statement = (
            "SELECT id, device, kind, data, size FROM item"
            f" WHERE {' AND '.join(conditions)} ORDER BY id LIMIT ?"
        )
        with self._lock:
            for row in self._database.execute(statement, [*values, limit]):
                yield unpack(row)

    def _fact(self, name: str) -> str:
        with self._lock:
            return read_fact(self._database, name)

    def _get(self, device: Device, column: str) -> dict[str, Any] | None:
        row = self._one(f"SELECT {column} FROM device WHERE id = ?", device)
        return json.loads(row[0]) if row and row[0] else None

    def _set(
        self,
        database: sqlite3.Connection,
        device: Device,
        column: str,
        value: Mapping[str, Any] | None,
    ) -> None:
        database.execute(
            f"INSERT INTO device (id, {column}) VALUES (?, ?)"
            f" ON CONFLICT (id) DO UPDATE SET {column} = excluded.{column}",
            [device, json.dumps(value)],
        )

    def _one(self, statement: str, *values: Any) -> Any:
        with self._lock:
            return self._database.execute(statement, values).fetchone()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction, which is on the disk at the end.

        :raises SpoolFull: the disk is full; the transaction is undone.
        """
        with self._lock:
            try:
                self._database.execute("BEGIN IMMEDIATE")
                yield self._database
                self._database.execute("COMMIT")
            except BaseException as error:
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
                if _is_full_error(error):
                    raise SpoolFull from error
                raise


def _is_full_error(error: BaseException) -> bool:
    # Names of SQLite's error codes came with Python 3.11.
    text = str(error)
    full = "disk is full" in text or "disk I/O error" in text
    return isinstance(error, sqlite3.OperationalError) and full

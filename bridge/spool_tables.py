"""Tables of the spool, and how its file is opened."""

import contextlib
import os
import sqlite3
import time
import uuid
from pathlib import Path

SCHEMA = """
CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS item (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    device NOT NULL,
    kind TEXT NOT NULL,
    data BLOB NOT NULL,
    size INTEGER NOT NULL,
    created REAL NOT NULL,
    age_at REAL NOT NULL,
    quarantined INTEGER NOT NULL DEFAULT 0,
    code TEXT NOT NULL DEFAULT '',
    message TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS item_waiting ON item (quarantined, id);
CREATE INDEX IF NOT EXISTS item_device ON item (device, quarantined, kind);
CREATE TABLE IF NOT EXISTS device (
    id PRIMARY KEY, position TEXT, notes TEXT NOT NULL DEFAULT '{}'
);
"""


def open_database(path: Path) -> sqlite3.Connection:
    """Open the file of a spool, made where it is missing; a damaged one is put aside.

    What was in a damaged file is read from the terminals again.

    :return: a connection that commits by itself and may be used by any thread.
    """
    try:
        return _open(path)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):  # locked, no permission, full
            raise
    for ending in ("", "-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            os.replace(f"{path}{ending}", f"{path}{ending}.damaged-{int(time.time())}")
    return _open(path)


def read_instance(path: Path) -> str:
    """Return the id of the file of a spool, also while another process works with it.

    :return: ``""`` where there is none.
    """
    # The second way needs no room on the disk.
    for how in ("mode=ro", "immutable=1"):
        address = f"{path.absolute().as_uri()}?{how}"
        with (
            contextlib.suppress(sqlite3.DatabaseError),
            contextlib.closing(sqlite3.connect(address, 5, uri=True)) as database,
        ):
            return read_fact(database, "instance")
    return ""


def read_fact(database: sqlite3.Connection, name: str) -> str:
    """Return what is known by a name, ``""`` for nothing."""
    statement = "SELECT value FROM fact WHERE name = ?"
    row = database.execute(statement, [name]).fetchone()
    return str(row[0]) if row else ""


def _open(path: Path) -> sqlite3.Connection:
    # Made here, because SQLite would make it readable to others.
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    database = sqlite3.connect(
        path, timeout=30, isolation_level=None, check_same_thread=False
    )
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        database.execute("PRAGMA secure_delete = ON")
        database.execute("PRAGMA cache_size = -1024")  # KiB: it is read in order
        if database.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("damaged")
        database.executescript(SCHEMA)
        if not read_fact(database, "instance"):
            database.execute(
                "INSERT INTO fact VALUES ('instance', ?)", [str(uuid.uuid4())]
            )
            database.execute("INSERT OR IGNORE INTO fact VALUES ('age', '0')")
            # Into the file itself, where it is read without any other.
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except BaseException:
        database.close()
        raise
    return database

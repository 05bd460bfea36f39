"""A session with an Access file: a copy is read, as the vendor's program writes into it."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zlib import crc32
from zoneinfo import ZoneInfo

from ...client.budget import Budget
from ...errors import DeviceRefused, ProtocolError, TransportError, Unreachable
from ...files.access_file import HEAD_BYTES, ReadTable, is_access_file, read_table
from ...poll import Limits
from ...session import SessionPlan
from ...source import SourceRead, SourceReading
from ..directory import Directory
from ..layout import Column, Table, layout_of, match
from ..position import Position
from ..rows import RowDecoder
from ..schemas import Schema

STEP_ROWS = 5_000
#: How often a copy is made while the program writes.
COPY_ATTEMPTS = 3
_FILE = "file"


def run_session(
    schema: Schema, values: Mapping[str, Any], plan: SessionPlan, limits: Limits
) -> SourceReading:
    """Return a session with the file at ``values["path"]``.

    Days whose rows are those they were are not handed over again.

    :raises TransportError: the file is not there, is written without a pause, or is none.
    """
    budget = Budget(limits.deadline)
    path = Path(str(values["path"]))
    position = Position.of(plan.position, values)
    table = position.table(_FILE)
    state = _state_of(path)
    if table.cursor == state and not plan.read_whole_log:
        yield SourceRead({}, position.as_json(), complete=True)
        return
    with copied(path) as (copy, state):
        content = _Content(schema, values, copy)
        yield SourceRead(
            {},
            position.as_json(),
            complete=False,
            terminals=content.directory.terminals,
            users=content.directory.users,
        )
        for day, rows in content.days():
            digest = f"{len(rows)}:{crc32(repr(sorted(rows)).encode()):x}"
            if table.days.get(day) == digest:
                continue
            for start in range(0, len(rows), STEP_ROWS):
                if start + STEP_ROWS >= len(rows):
                    table.days[day] = digest
                piece = rows[start : start + STEP_ROWS]
                uploads = content.decoder.decode(piece)
                with budget.paused():
                    yield SourceRead(uploads, position.as_json(), complete=False)
                if budget.spent:
                    return
        table.cursor = state
        yield SourceRead({}, position.as_json(), complete=True)


class _Content:
    """What a copy of the file holds."""

    def __init__(self, schema: Schema, values: Mapping[str, Any], copy: Path):
        read: ReadTable = values.get("read_table") or read_table
        self._read, self._copy = read, copy
        self.directory = Directory()
        for lookup, add in (
            (schema.people, self.directory.add_people),
            (schema.terminals, self.directory.add_terminals),
        ):
            if lookup:
                rows = list(self._rows_of(lookup.table))
                columns = _columns(rows[0] if rows else {})
                parts = match(lookup.columns, Table("", lookup.table, columns))
                add(
                    {part: row.get(column.name) for part, column in parts.items()}
                    for row in rows
                    if "key" in parts
                )
        self._punches = list(self._rows_of(schema.table))
        self.decoder: RowDecoder
        self._names: tuple[str, ...] = ()
        self._time = ""
        if self._punches:
            columns = _columns(self._punches[0])
            layout = layout_of(schema, Table("", schema.table, columns))
            self._names = layout.columns
            names = {part: column.name for part, column in layout.parts.items()}
            self._time = names["time"]
            since = values.get("since")
            self.decoder = RowDecoder(
                schema,
                self._names,
                names,
                self.directory,
                ZoneInfo(values.get("tz") or "UTC"),
                datetime(since.year, since.month, since.day) if since else None,
            )

    def _rows_of(self, table: str) -> Iterator[Mapping[str, str]]:
        try:
            yield from self._read(self._copy, table)
        except ProtocolError as error:
            raise DeviceRefused(error.code, None, **error.values) from error

    def days(self) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
        """Yield each day and its rows."""
        days: dict[str, list[tuple[str, ...]]] = {}
        for row in self._punches:
            values = tuple(row.get(name, "") for name in self._names)
            days.setdefault(row.get(self._time, "")[:10], []).append(values)
        yield from sorted(days.items())


def _columns(row: Mapping[str, str]) -> dict[str, Column]:
    # All values are text; a time that is text is read like any other.
    return {
        name: Column(name, "moment" if name.endswith("time") else "text")
        for name in row
    }


@contextmanager
def copied(
    path: Path, copy_file: Callable[[Path, Path], Any] = shutil.copyfile
) -> Iterator[tuple[Path, str]]:
    """Give a copy of a file that nobody wrote into meanwhile, and the file's state.

    :raises TransportError: there is no such copy.
    """
    with TemporaryDirectory(prefix="biometric-") as folder:
        copy = Path(folder) / "copy.mdb"
        for _attempt in range(COPY_ATTEMPTS):
            before = _state_of(path)
            try:
                copy_file(path, copy)
            except OSError as error:
                raise _unreadable(path, error) from error
            if _state_of(path) == before:
                break
        else:
            raise Unreachable("database_file_written", path=path.name)
        with copy.open("rb") as file:
            if not is_access_file(file.read(HEAD_BYTES)):
                raise DeviceRefused("database_file_other", None, path=path.name)
        yield copy, before


def _state_of(path: Path) -> str:
    """Return size and last change of a file."""
    try:
        state = path.stat()
    except OSError as error:
        raise _unreadable(path, error) from error
    if not path.is_file():
        raise Unreachable("database_file_missing", path=path.name)
    return f"{state.st_size}:{state.st_mtime_ns}"


def _unreadable(path: Path, error: OSError) -> TransportError:
    code = "database_file_denied" if error.errno == 13 else "database_file_missing"
    return Unreachable(code, path=path.name)

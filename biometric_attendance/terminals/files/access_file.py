"""Tables of Microsoft Access files (MDB, ACCDB), read with the package access-parser.

It holds a whole table in memory, leaves out deleted rows, and gives the rows as they lie in
the file, in no order.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from ..errors import ProtocolError

#: Where the kind of such a file stands, and what it is.
_MARK = slice(4, 19)
_MARKS = (b"Standard Jet DB", b"Standard ACE DB")
#: Of the head of a file that :func:`is_access_file` needs.
HEAD_BYTES = 19
#: Of a file that is held in memory.
MAX_BYTES = 64 * 2**20
#: How the readers of such files write a moment.
MOMENT = "%Y-%m-%d %H:%M:%S"

#: Name of the column, in small letters, to its text; ``""`` where it is empty.
Row = Mapping[str, str]
#: ``(path, table)`` to its rows. A moment is YYYY-MM-DD HH:MM:SS, to the second.
ReadTable = Callable[[Path, str], Iterator[Row]]


def is_access_file(head: bytes) -> bool:
    """Return whether a file that begins with these bytes is an Access file."""
    return head[_MARK] in _MARKS


def read_table(path: Path, table: str) -> Iterator[Row]:
    """Yield the rows of a table.

    :raises ProtocolError: access-parser is not installed, the file is too large for it or
        damaged, or there is no such table.
    """
    try:
        from access_parser import AccessParser
    except ImportError as error:
        raise ProtocolError("database_library") from error
    if path.stat().st_size > MAX_BYTES:
        raise ProtocolError("database_too_large")
    try:
        columns = AccessParser(str(path)).parse_table(table)
    except Exception as error:
        # It raises errors of many kinds: for a table that is not there, and for damage.
        raise ProtocolError("database_no_table", table=table) from error
    names = [name.lower() for name in columns]
    for values in zip(*columns.values(), strict=True):
        yield dict(zip(names, map(_as_text, values), strict=True))


def _as_text(value: Any) -> str:
    if value is None or isinstance(value, bytes):
        return ""
    text = str(value)
    if "." in text and text[:4].isdecimal() and text[4:5] == "-":
        # Days are kept as fractions: 17:01:30 may come as 17:01:30.000001.
        moment = datetime.fromisoformat(text) + timedelta(microseconds=500_000)
        return moment.strftime(MOMENT)
    return text

"""Rows that were kept, read again."""

import json

from ..limits import refuse_oversized
from ..reasons import Reason
from ..records import Refused, Upload
from ..text import redacted, split_lines
from .punches import decode_row

TABLE = "transactions"


def decode_upload(table: str, body: bytes, *, name: str = "") -> Upload:
    """Decode rows of punches, a JSON object a line.

    :param table: :data:`TABLE`; there is no other.
    :param name: not used.
    """
    upload = Upload()
    for line in split_lines(body):
        row = _parse(line)
        kept = redacted(line)
        if table != TABLE:
            upload.add(Refused(kept, Reason("table_unknown", {"table": table[:64]})))
        elif row is None:
            upload.add(Refused(kept, Reason("biotime_row_unreadable")))
        else:
            upload.add(decode_row(row))
        upload.lines += 1
    return refuse_oversized(upload)


def _parse(line: str) -> dict | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None

"""Rows that were kept, read again."""

import json
from zoneinfo import ZoneInfo

from ..limits import refuse_oversized
from ..reasons import Reason
from ..records import Refused, Upload
from ..text import redacted, split_lines
from .punches import as_row, decode_record

#: Names under which refused rows are kept: of the log, and told live.
TABLE, LIVE_TABLE = "AccessControlCardRec", "AccessControl"
_UTC = ZoneInfo("UTC")


def decode_upload(table: str, body: bytes, *, name: str = "") -> Upload:
    """Decode records that were kept as JSON, an object a line.

    :param table: :data:`TABLE` or :data:`LIVE_TABLE`.
    :param name: not used.
    """
    upload = Upload()
    for line in split_lines(body):
        upload.lines += 1
        if table not in (TABLE, LIVE_TABLE):
            values = {"table": table[:64]}
            upload.add(Refused(redacted(line), Reason("table_unknown", values)))
            continue
        row = _parse(line)
        if row is None:
            upload.add(Refused(redacted(line), Reason("dahua_row_unreadable")))
            continue
        record = decode_record(row, "", _UTC)
        if record is not None:
            upload.add(record)
    return refuse_oversized(upload)


def _parse(line: str) -> dict[str, str] | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return as_row(value) if isinstance(value, dict) else None

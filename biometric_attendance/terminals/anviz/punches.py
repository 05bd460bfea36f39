"""Records of the log: fourteen bytes each.

    user 5 | seconds 4 | backup code 1 | type 1 | work type 3

An answer has their number in its first byte, and none means the end. Source: three public
implementations.
"""

from struct import Struct

from ..errors import ProtocolError
from ..limits import refuse_oversized
from ..reasons import Reason
from ..records import Punch, Refused, Upload
from ..text import redacted, split_lines
from .codes import STATE_MASK
from .times import decode_seconds

TABLE = "tcb-records"
_ROW = Struct(">5sIBB3s")
ROW_BYTES = _ROW.size
#: Records of one answer, at the most.
MAX_ROWS = 25


def split_rows(data: bytes) -> list[bytes]:
    """Return the rows of an answer.

    :raises ProtocolError: it has not as many as it says.
    """
    count, rows = data[0] if data else 0, data[1:]
    if len(rows) != count * ROW_BYTES:
        raise ProtocolError("anviz_rows_incomplete")
    return [rows[at : at + ROW_BYTES] for at in range(0, len(rows), ROW_BYTES)]


def decode_row(row: bytes) -> Punch | Refused:
    """Return the punch of a row; one without a user is refused."""
    user, seconds, verify, kind, work = _ROW.unpack(row)
    number, line = int.from_bytes(user, "big"), row.hex()
    if not number:
        return Refused(line, Reason("anviz_row_without_user"))
    code = int.from_bytes(work, "big")
    return Punch(
        str(number),
        decode_seconds(seconds),
        kind & STATE_MASK,
        verify,
        str(code) if code else "",
        line,
    )


def decode_upload(table: str, body: bytes, *, name: str = "") -> Upload:
    """Decode rows that were kept as text: hexadecimal, one a line.

    :param table: :data:`TABLE`.
    :param name: not used.
    """
    upload = Upload()
    for line in split_lines(body):
        upload.lines += 1
        row = _parse(line)
        if table != TABLE:
            reason = Reason("table_unknown", {"table": table[:64]})
            upload.add(Refused(redacted(line), reason))
        elif row is None:
            upload.add(Refused(redacted(line), Reason("anviz_row_unreadable")))
        else:
            upload.add(decode_row(row))
    return refuse_oversized(upload)


def _parse(line: str) -> bytes | None:
    try:
        row = bytes.fromhex(line.strip())
    except ValueError:
        return None
    return row if len(row) == ROW_BYTES else None

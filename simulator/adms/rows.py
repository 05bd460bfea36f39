"""Rows and bodies of the attendance dialect, as a terminal writes them."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from ..entries import AuditRow, StoredPunch
from .firmware import Firmware


def encode_time(local: datetime) -> int:
    """Return the vendor's packed seconds (every month has 31 days); 0 before 2000."""
    days = (local.year - 2000) * 12 * 31 + (local.month - 1) * 31 + local.day - 1
    seconds = local.hour * 3600 + local.minute * 60 + local.second
    return max(0, days * 86400 + seconds)


def decode_time(packed: int) -> datetime:
    """Undo :func:`encode_time`.

    :raises ValueError: a day that does not exist, such as the 31st of February.
    """
    days, seconds = divmod(packed, 86400)
    months, day = divmod(days, 31)
    year, month = divmod(months, 12)
    hours, rest = divmod(seconds, 3600)
    return datetime(year + 2000, month + 1, day + 1, hours, *divmod(rest, 60))


def attlog_row(punch: StoredPunch, firmware: Firmware) -> str:
    """PIN, time, state, verify, work code, then columns that mean nothing here."""
    status = punch.status if firmware.status_always is None else firmware.status_always
    cells = [punch.pin, str(punch.local), str(status), str(punch.verify)]
    cells += [punch.workcode, *"0000000"]
    return "\t".join(cells[: firmware.columns])


def oplog_row(row: AuditRow, firmware: Firmware) -> str:
    cells = [f"OPLOG {row.code}", row.operator, str(row.local), *map(str, row.details)]
    return "\t".join(cells)


def body(rows: Iterable[str], firmware: Firmware) -> bytes:
    """Join rows as the firmware ends its lines, the last one included."""
    end = ("\t" if firmware.trailing_tab else "") + firmware.line_end
    return "".join(row + end for row in rows).encode(firmware.encoding)


def attlog_bodies(
    punches: Iterable[StoredPunch], lines: int = 1000, firmware: Firmware | None = None
) -> Iterator[bytes]:
    """Cut any number of punches into ready bodies of ``lines`` rows, for benches."""
    firmware = firmware or Firmware()
    rows = (attlog_row(punch, firmware) for punch in punches)
    while chunk := list(islice(rows, lines)):
        yield body(chunk, firmware)

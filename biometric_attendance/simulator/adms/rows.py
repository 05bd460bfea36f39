"""Rows and bodies of the attendance dialect, as a terminal writes them."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from ..memory import AuditRow, StoredPunch, Terminal
from .firmware import Firmware


def encode_time(local: datetime) -> int:
    """Return the vendor's packed seconds (every month has 31 days); 0 before 2000."""
    days = (local.year - 2000) * 12 * 31 + (local.month - 1) * 31 + local.day - 1
    seconds = local.hour * 3600 + local.minute * 60 + local.second
    return max(0, days * 86400 + seconds)


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
    return "".join(row + end for row in rows).encode()


def attlog_bodies(
    punches: Iterable[StoredPunch], lines: int = 1000, firmware: Firmware | None = None
) -> Iterator[bytes]:
    """Cut any number of punches into ready bodies of ``lines`` rows, for benches."""
    firmware = firmware or Firmware()
    rows = (attlog_row(punch, firmware) for punch in punches)
    while chunk := list(islice(rows, lines)):
        yield body(chunk, firmware)


def address(terminal: Terminal) -> str:
    """A private address that belongs to the serial, so that a fleet looks real."""
    number = sum(ord(c) * 31**i for i, c in enumerate(reversed(terminal.serial)))
    return f"192.168.{number // 250 % 250}.{number % 250 + 2}"


def info_cells(terminal: Terminal, firmware: Firmware) -> str:
    """The value of ``INFO`` in a poll: ten cells, unescaped."""
    counts = f"{len(terminal.users)},0,{len(terminal.punches)}"
    return f"{firmware.version},{counts},{address(terminal)},10,7,15,0,111"


def device_options(terminal: Terminal, firmware: Firmware) -> dict[str, str]:
    """What the terminal says of itself, by the firmware's own option names."""
    host = address(terminal).split(".")
    mac = ":".join(f"{int(part):02x}" for part in ("0", "23", *host))
    return {
        "~DeviceName": firmware.model,
        "MAC": mac,
        "TransactionCount": str(len(terminal.punches)),
        # Counted in units of ten thousand on these platforms.
        "~MaxAttLogCount": str(max(1, terminal.punches.capacity // 10_000)),
        "UserCount": str(len(terminal.users)),
        "Language": firmware.language,
        "IPAddress": address(terminal),
        "~Platform": firmware.platform,
        "FWVersion": firmware.version,
        "PushVersion": f"Ver {firmware.push_version}",
        **terminal.settings,
    }

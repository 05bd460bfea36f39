"""Uploads: which table is read how, and how it is acknowledged.

An acknowledgement makes the terminal forget the rows, so it counts every non-empty
line, the refused ones too: a line nobody can read will not become readable by being
sent again, and it is kept as a message. Some firmware re-sends a batch for ever when
the count is missing. Sources: the vendor's attendance push document, three public
servers in use.
"""

from ..records import Refused, Upload
from .attlog import decode_attlog
from .operlog import decode_rows
from .photo import decode_photo
from .terminal import decode_options
from .text import decode_text, lines_of, shown

OK = b"OK"

_TABLES = {
    "ATTLOG": decode_attlog,
    "ATTPHOTO": decode_photo,
    "OPTIONS": decode_options,
    **dict.fromkeys(
        ("OPERLOG", "BIODATA", "IDCARD", "BIOPHOTO", "USERPIC", "ERRORLOG", "USERINFO"),
        decode_rows,
    ),
}
_COUNTED = {"ATTLOG", "OPERLOG", "BIODATA", "IDCARD"}


def decode_upload(table: str, body: bytes) -> Upload:
    """Everything one body holds, line by line; never raises.

    :param table: in any case; a body of a table we do not know is refused whole.
    """
    decode = _TABLES.get(table.upper())
    if decode:
        return decode(body)
    lines = len(lines_of(body))
    if not lines:
        return Upload()
    reason = (
        f"Table {shown(table)[:40]!r} is not known." if table else "No table named."
    )
    return Upload(refused=[Refused(shown(decode_text(body)), reason)], lines=lines)


def acknowledge(table: str, upload: Upload) -> bytes:
    """What makes the terminal forget the rows. Say it only once they are committed."""
    if table.upper() in _COUNTED and upload.lines:
        return b"OK: %d" % upload.lines
    return OK


def hold() -> bytes:
    """Body of a 503: the terminal keeps its rows and asks again later.

    Must not contain the word of success: firmware looks for it anywhere in the answer.
    """
    return b"Try again later\n"

"""Uploads: which table is read how, and how it is acknowledged.

An acknowledgement makes the terminal forget the rows, so it counts every non-empty
line, the refused ones too: a line nobody can read will not become readable by being
sent again, and it is kept as a message. Some firmware re-sends a batch for ever when
the count is missing.

    POST cdata?SN=..&table=ATTLOG                        ->  OK: 9
    POST cdata?SN=..&table=tabledata&tablename=user      ->  user=3
    POST querydata?SN=..&type=tabledata&tablename=user&cmdid=415&packcnt=1  ->  user=3
    everything else                                      ->  OK

Sources: the vendor's attendance and security push documents, three public servers in
use.
"""

from ..records import Refused, Upload
from ..text import decode_text, lines_of, shown
from .device_info import decode_options
from .operlog import decode_rows
from .photos import decode_photo
from .punches import decode_attlog
from .rows import decode_named_rows

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
#: The security dialect names its kinds of rows once more, and wants them named back.
_NAMED = "TABLEDATA"
#: The state of doors, told again and again; nothing of it is kept.
_STATE = {"RTSTATE", "IRSTATE"}
_WORDS = {
    *(table for table, decode in _TABLES.items() if decode is decode_rows),
    "RTLOG",
    "TRANSACTION",
    "ENROLLINFODATA",
}
#: What may be asked for or sent by name.
_NAMES = {
    "USER",
    "IDENTITYCARD",
    "TEMPLATEV10",
    "BIODATA",
    "BIOPHOTO",
    "USERPIC",
    "ATTPHOTO",
    "ERRORLOG",
    "TRANSACTION",
}


def decode_upload(
    table: str, body: bytes, *, people: bool = False, name: str = ""
) -> Upload:
    """Everything one body holds, line by line; never raises.

    :param table: in any case; a body of a table we do not know is refused whole.
    :param people: read users, templates, photos and the rows of the security dialect
        too, instead of refusing them.
    :param name: ``tablename`` of the request, for table ``tabledata``.
    """
    table, name = table.upper(), name.upper()
    if people:
        upload = _decode_people(table, name, body)
        if upload:
            return upload
    decode = _TABLES.get(table)
    if decode:
        return decode(body)
    return _refuse(name if table == _NAMED and name else table, body)


def _decode_people(table: str, name: str, body: bytes) -> Upload | None:
    if table == "ATTPHOTO":
        return decode_photo(body, people=True)
    if table in _STATE:
        return Upload(lines=len(lines_of(body)))
    if table in _WORDS:
        return decode_named_rows(body, table=table)
    if table == _NAMED and (name in _NAMES or not name):
        return decode_named_rows(body, table=name)
    return None


def _refuse(table: str, body: bytes) -> Upload:
    lines = len(lines_of(body))
    if not lines:
        return Upload()
    reason = (
        f"Table {shown(table)[:40]!r} is not known." if table else "No table named."
    )
    return Upload(refused=[Refused(shown(decode_text(body)), reason)], lines=lines)


def acknowledge(table: str, upload: Upload, *, name: str = "") -> bytes:
    """What makes the terminal forget the rows. Say it only once they are committed.

    :param name: ``tablename`` as :func:`.request.read_call` gives it.
    """
    if table.upper() == _NAMED and name:
        return b"%s=%d" % (name.encode(), upload.lines)
    if table.upper() in _COUNTED and upload.lines:
        return b"OK: %d" % upload.lines
    return OK


def hold() -> bytes:
    """Body of a 503: the terminal keeps its rows and asks again later.

    Must not contain the word of success: firmware looks for it anywhere in the answer.
    """
    return b"Try again later\n"

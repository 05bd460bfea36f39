"""Uploads: which table is decoded how, and how it is acknowledged.

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

from codecs import BOM_UTF8

from ..limits import refuse_oversized
from ..reasons import Reason
from ..records import Refused, Upload
from ..text import decode_text, redacted, shown, split_lines
from .device_info import decode_options
from .photos import decode_punch_photo
from .punches import decode_attlog
from .rows import decode_rows

OK = b"OK"

_TABLES = {
    "ATTLOG": decode_attlog,
    "ATTPHOTO": decode_punch_photo,
    "OPTIONS": decode_options,
}
#: Tables whose rows begin with a word, or are the table's.
_ROW_TABLES = {
    "OPERLOG",
    "BIODATA",
    "IDCARD",
    "BIOPHOTO",
    "USERPIC",
    "ERRORLOG",
    "USERINFO",
    "RTLOG",
    "TRANSACTION",
    "ENROLLINFODATA",
}
_COUNTED = {"ATTLOG", "OPERLOG", "BIODATA", "IDCARD"}
#: The security dialect names its kinds of rows once more, and wants them named back.
_NAMED_TABLE = "TABLEDATA"
#: The state of doors, sent again and again; nothing of it is kept.
_STATE_TABLES = {"RTSTATE", "IRSTATE"}
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
    table: str, body: bytes, *, name: str = "", encoding: str = "utf-8"
) -> Upload:
    """Decode everything one body holds, line by line; never raises.

    :param table: in any case; a body of a table we do not know is refused whole.
    :param name: ``tablename`` of the request, for table ``tabledata``.
    :param encoding: the terminal's character set, of lines that are not UTF-8.
    """
    body = body.removeprefix(BOM_UTF8)
    return refuse_oversized(_decode(table.upper(), body, name.upper(), encoding))


def _decode(table: str, body: bytes, name: str, encoding: str) -> Upload:
    if table in _TABLES:
        return _TABLES[table](body, encoding=encoding)
    if table in _STATE_TABLES:
        return Upload(lines=len(split_lines(body)))
    if table in _ROW_TABLES:
        return decode_rows(body, table=table, encoding=encoding)
    if table == _NAMED_TABLE and (name in _NAMES or not name):
        return decode_rows(body, table=name, encoding=encoding)
    unknown = name if table == _NAMED_TABLE and name else table
    return _refuse(unknown, body, encoding)


def _refuse(table: str, body: bytes, encoding: str) -> Upload:
    lines = len(split_lines(body))
    if not lines:
        return Upload()
    reason = Reason("table_missing")
    if table:
        reason = Reason("table_unknown", {"table": shown(table)[:40]})
    line = redacted(decode_text(body, encoding))
    return Upload(refused=[Refused(line, reason)], lines=lines)


def acknowledge(table: str, upload: Upload, *, name: str = "") -> bytes:
    """Return what makes the terminal forget the rows, to be sent once they are committed.

    :param name: ``tablename`` as :func:`.request.read_call` gives it.
    """
    if table.upper() == _NAMED_TABLE and name:
        return b"%s=%d" % (name.encode(), upload.lines)
    if table.upper() in _COUNTED and upload.lines:
        return b"OK: %d" % upload.lines
    return OK


def hold() -> bytes:
    """Return the body of a 503: the terminal keeps its rows and asks again later.

    Must not contain the word of success: firmware looks for it anywhere in the answer.
    """
    return b"Try again later\n"

"""Rows that say themselves what they are, whichever table they came in.

    OPLOG .. | USER .. | FP .. | BIODATA .. | USERPIC .. | transaction .. | ERRORLOG ..

In both dialects a row begins with a word and one blank; only the first blank separates,
a name may hold more. Rows of tables that leave the word out are read as the table's.
"""

from collections.abc import Callable

from ..people import Photo
from ..records import Refused, Upload
from ..text import lines_of, pairs, shown
from .accesslog import read_passage
from .operlog import read_error, read_operation
from .portraits import read_portrait, read_snapshot
from .templates import read_template
from .users import read_enrolled_card, read_identity_card, read_user
from .words import read_blob


def _read_enrolled(line: str, rest: str) -> list[object] | str:
    """A template, and the photo some terminals send along."""
    template = read_template(line, rest)
    image, plain = read_blob(pairs(rest).get("BIOPHOTO", ""))
    if isinstance(template, str) or plain or not image:
        return template if isinstance(template, str) else [template]
    return [template, Photo(template.pin, None, "comparison", image)]


#: A row's word, in capitals, to what reads it: a record, several, or why there is none.
_ROWS: dict[str, Callable[[str, str], object]] = {
    "OPLOG": read_operation,
    "ERRORLOG": read_error,
    **dict.fromkeys(("USER", "USERINFO"), read_user),
    **dict.fromkeys(("IDCARD", "IDENTITYCARD"), read_identity_card),
    **dict.fromkeys(("FP", "FINGERTMP", "TEMPLATEV10", "FACE", "FVEIN"), read_template),
    "BIODATA": _read_enrolled,
    **dict.fromkeys(("USERPIC", "BIOPHOTO"), read_portrait),
    "ATTPHOTO": read_snapshot,
    **dict.fromkeys(("RTLOG", "TRANSACTION"), read_passage),
    "ENROLLINFODATA": read_enrolled_card,
}
# Some terminals begin a new line before the longest value of a row.
_CONTINUED = ("CONTENT=", "TMP=", "TEMPLATE=", "PHOTO=")


def decode_named_rows(body: bytes, *, table: str = "") -> Upload:
    """Every row a record or refused with the reason; never raises.

    :param table: what rows without a word of their own are, in any case.
    :return: ``lines`` counts rows, which may be fewer than lines.
    """
    rows = _joined(lines_of(body))
    upload = Upload(lines=len(rows))
    for row in rows:
        found = _read(row, table.upper())
        if isinstance(found, str):
            upload.refused.append(Refused(shown(row), found))
            continue
        for record in found if isinstance(found, list) else [found]:
            upload.add(record)
    return upload


def _joined(lines: list[str]) -> list[str]:
    """A row goes on over one line at the most, so that no body makes this slow."""
    rows: list[str] = []
    open_ended = False
    for line in lines:
        if open_ended and line.lstrip().upper().startswith(_CONTINUED):
            rows[-1] += "\t" + line.lstrip()
            open_ended = False
        else:
            rows.append(line)
            open_ended = True
    return rows


def _read(row: str, table: str) -> object:
    if "\0" in row:
        return "The line holds a NUL character."
    word, _, rest = row.partition(" ")
    if "=" in word and table:
        word, rest = table, row
    read = _ROWS.get(word.upper())
    return read(row, rest) if read else "No known kind of row begins like this."

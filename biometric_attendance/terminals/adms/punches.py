"""Rows of table ATTLOG: the punches.

    PIN TAB time TAB status TAB verify [TAB workcode TAB reserved TAB reserved
    [TAB mask TAB temperature TAB converted [TAB offset TAB extension]]] [TAB]

Old firmware sends four columns, newer up to twelve and often one more TAB. Columns 6 to
10 mean something else on every model (a running counter, an identity card, zeros) and
are kept in the line only. Sources: the vendor's attendance push document, captures of
seven models.
"""

import re

from ..records import Punch, Refused, Upload
from ..text import lines_of, number, shown, wall_clock

#: Longest PIN of the protocol.
PIN_LENGTH = 24
COLUMNS = 12

# Status and verification are one byte in the terminals known.
_CODES: dict[str, int | None] = {"": None, **{str(code): code for code in range(256)}}
# With its sign: a lone 0 in this column is a filler on other models, not Greenwich.
_OFFSET = re.compile(r"[+-]\d{1,5}", re.ASCII).fullmatch
_FURTHEST = 14 * 3600


def decode_attlog(body: bytes) -> Upload:
    """Every line a punch or refused with the reason; never raises.

    A body may have been cut. A last line without its LF is legitimate firmware, so it is
    taken when its first four columns are there and valid; a cut before the fourth column
    is refused for the missing columns. A cut *inside* the fourth column (``1`` of
    ``15``) or later cannot be told from a whole line by the bytes: only comparing the
    body with ``Content-Length`` can, and that is the HTTP server's part.
    """
    lines = lines_of(body)
    upload = Upload(lines=len(lines))
    keep = upload.punches.append
    for line in lines:
        punch = _decode(line)
        if isinstance(punch, Punch):
            keep(punch)
        else:
            upload.refused.append(Refused(shown(line), punch))
    return upload


def _decode(line: str) -> Punch | str:
    """The punch, or the reason why there is none."""
    columns = line.split("\t")
    if len(columns) < 4 or (len(columns) == 4 and not columns[3]):
        return "A punch has at least four columns: PIN, time, status and verification."
    if "\0" in line:
        return "The line holds a NUL character."
    pin, text, status, verify, *more = columns
    if not pin.strip() or len(pin) > PIN_LENGTH or not pin.isprintable():
        return f"The PIN is not 1 to {PIN_LENGTH} printable characters."
    time = wall_clock(text)
    if time is None:
        return "The time does not exist or is not written YYYY-MM-DD HH:MM:SS."
    if len(more) > COLUMNS - 4 and any(more[COLUMNS - 4 :]):
        return f"The line has more than {COLUMNS} columns: two lines may have merged."
    try:
        state, how = _code(status), _code(verify)
    except ValueError:
        return "The status or the verification code is not a number."
    if not more:
        return Punch(pin, time, state, how, "", line)
    offset = _offset(more[6]) if len(more) > 6 else None
    return Punch(pin, time, state, how, more[0], line, offset)


def _code(text: str) -> int | None:
    """:raises ValueError: for what is neither empty nor a number."""
    if text in _CODES:
        return _CODES[text]
    code = number(text)
    if code is None:
        raise ValueError(text)
    return code


def _offset(text: str) -> int | None:
    if not _OFFSET(text) or abs(int(text)) > _FURTHEST:
        return None
    return int(text)

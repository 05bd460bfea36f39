"""Rows that say themselves what they are, whichever table they came in.

    OPLOG .. | USER .. | FP .. | BIODATA .. | USERPIC .. | transaction .. | ERRORLOG ..

In both dialects a row begins with a word and one blank, on some terminals a TAB; only the
first separates, a name may hold more. Rows of tables that leave the word out are read as
the table's. Long values may begin a new line, or be wrapped over several.
"""

import re
from collections.abc import Callable
from functools import partial

from ..reasons import Reason
from ..records import Photo, Refused, Upload
from ..text import decode_base64, pairs, redacted, split_lines
from .events import decode_error, decode_operation
from .photos import decode_portrait, decode_punch_photo_row
from .punches import decode_access_row
from .templates import decode_template
from .users import decode_enrolled_card, decode_identity_card, decode_user
from .values import PIN_COLUMN


def _decode_biodata(line: str, rest: str) -> list[object] | Reason:
    """Decode a template, and the photo some terminals send along."""
    template = decode_template(line, rest)
    image, plain = decode_base64(pairs(rest).get("BIOPHOTO", ""))
    if isinstance(template, Reason) or plain or not image:
        return template if isinstance(template, Reason) else [template]
    return [template, Photo(template.pin, None, "comparison", image)]


#: A row's word, in capitals, to what decodes it to a record, several, or a reason.
_ROWS: dict[str, Callable[[str, str], object]] = {
    "OPLOG": decode_operation,
    "ERRORLOG": decode_error,
    **dict.fromkeys(("USER", "USERINFO"), decode_user),
    **dict.fromkeys(("IDCARD", "IDENTITYCARD"), decode_identity_card),
    **dict.fromkeys(
        ("FP", "FINGERTMP", "TEMPLATEV10"), partial(decode_template, kind="finger")
    ),
    "FACE": partial(decode_template, kind="face"),
    "FVEIN": partial(decode_template, kind="vein"),
    "BIODATA": _decode_biodata,
    "USERPIC": partial(decode_portrait, kind="portrait"),
    "BIOPHOTO": partial(decode_portrait, kind="comparison"),
    "ATTPHOTO": decode_punch_photo_row,
    **dict.fromkeys(("RTLOG", "TRANSACTION"), decode_access_row),
    "ENROLLINFODATA": decode_enrolled_card,
}
#: Values some terminals begin a new line before, or wrap over several lines.
_LONG_VALUES = ("CONTENT=", "TMP=", "TEMPLATE=", "PHOTO=", "BIOPHOTO=")
_WORD_END = re.compile(r"[ \t]")
_IS_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}", re.ASCII).fullmatch


def decode_rows(body: bytes, *, table: str = "", encoding: str = "utf-8") -> Upload:
    """Decode each row to its records, or refuse it with the reason; never raises.

    :param table: what rows without a word of their own are, in any case.
    :return: ``lines`` counts rows, which may be fewer than lines.
    """
    rows = _joined(split_lines(body, encoding))
    upload = Upload(lines=len(rows))
    for row in rows:
        found = _decode_row(row, table.upper())
        if isinstance(found, Reason):
            upload.refused.append(Refused(redacted(row), found))
            continue
        for record in found if isinstance(found, list) else [found]:
            upload.add(record)
    return upload


def _joined(lines: list[str]) -> list[str]:
    """Join each row that goes on over the next lines."""
    rows: list[list[str]] = []
    wrapped = False  # the last row ends with a long value, which may go on
    for line in lines:
        text = line.strip()
        if wrapped and _IS_BASE64(text):
            rows[-1].append(text)
        elif rows and len(rows[-1]) == 1 and _is_long_value(text):
            rows[-1] += ["\t", text]
            wrapped = True
        else:
            rows.append([line])
            wrapped = _is_long_value(text[text.rfind("\t") + 1 :])
        wrapped = wrapped and not text.endswith("=")  # nothing follows padding
    return ["".join(pieces) for pieces in rows]


def _is_long_value(column: str) -> bool:
    return column[:10].upper().startswith(_LONG_VALUES)


def _has_column_twice(row: str) -> bool:
    """Tell whether a name comes twice: the end of a line is lost, and what stood around it."""
    columns = row.partition(" ")[2] if "=" not in row.partition(" ")[0] else row
    names = [
        name.strip().lower()
        for name, equals, _value in (
            each.partition("=") for each in columns.split("\t")
        )
        if equals
    ]
    return len(names) != len(set(names))


def _decode_row(row: str, table: str) -> object:
    if "\0" in row:
        return Reason("row_nul")
    # A row names one person; two are two rows whose line end was lost.
    if len(PIN_COLUMN.findall(row)) > 1 or _has_column_twice(row):
        return Reason("row_merged")
    word, *rest = _WORD_END.split(row, maxsplit=1)
    if table and ("=" in word or not word):
        word, rest = table, [row]
    decode = _ROWS.get(word.upper())
    return decode(row, "".join(rest)) if decode else Reason("row_kind_unknown")

"""Rows that say themselves what they are, whichever table they came in.

    OPLOG .. | USER .. | FP .. | BIODATA .. | USERPIC .. | transaction .. | ERRORLOG ..

In both dialects a row begins with a word and one blank; only the first blank separates,
a name may hold more. Rows of tables that leave the word out are read as the table's.
"""

from collections.abc import Callable

from ..reasons import Reason
from ..records import Photo, Refused, Upload
from ..text import decode_base64, pairs, shown, split_lines
from .events import decode_error, decode_operation
from .photos import decode_portrait, decode_punch_photo_row
from .punches import decode_access_row
from .templates import decode_template
from .users import decode_enrolled_card, decode_identity_card, decode_user


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
        ("FP", "FINGERTMP", "TEMPLATEV10", "FACE", "FVEIN"), decode_template
    ),
    "BIODATA": _decode_biodata,
    **dict.fromkeys(("USERPIC", "BIOPHOTO"), decode_portrait),
    "ATTPHOTO": decode_punch_photo_row,
    **dict.fromkeys(("RTLOG", "TRANSACTION"), decode_access_row),
    "ENROLLINFODATA": decode_enrolled_card,
}
# Some terminals begin a new line before the longest value of a row.
_CONTINUED = ("CONTENT=", "TMP=", "TEMPLATE=", "PHOTO=")


def decode_rows(body: bytes, *, table: str = "") -> Upload:
    """Decode each row to its records, or refuse it with the reason; never raises.

    :param table: what rows without a word of their own are, in any case.
    :return: ``lines`` counts rows, which may be fewer than lines.
    """
    rows = _joined(split_lines(body))
    upload = Upload(lines=len(rows))
    for row in rows:
        found = _decode_row(row, table.upper())
        if isinstance(found, Reason):
            upload.refused.append(Refused(shown(row), found))
            continue
        for record in found if isinstance(found, list) else [found]:
            upload.add(record)
    return upload


def _joined(lines: list[str]) -> list[str]:
    """Join each row that goes on over the next line.

    One line at the most, so that no body makes this slow.
    """
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


def _decode_row(row: str, table: str) -> object:
    if "\0" in row:
        return Reason("row_nul")
    word, _, rest = row.partition(" ")
    if "=" in word and table:
        word, rest = table, row
    decode = _ROWS.get(word.upper())
    return decode(row, rest) if decode else Reason("row_kind_unknown")

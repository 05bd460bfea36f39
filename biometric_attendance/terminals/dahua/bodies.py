"""Answers of the HTTP API: lines of ``key=value``, JSON, and what is neither.

    found=2                              records[0].RecNo=550478
    totalCount=2                         Records[1].UserID=17

Keys differ in case from firmware to firmware, lines end in CRLF or LF, and a value may hold
a ``=``. Sources: the vendor's documents, a recorded answer.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from ..errors import DeviceRefused, OtherProtocol
from ..text import decode_text, shown

#: Characters of the terminal's own words that are shown.
MAX_WORDS = 120
_RECORD = re.compile(r"(?:records|items|users|cards|info)\[(\d{1,6})\]\.(.+)", re.I)
_NUMBER = re.compile(r"-?\d{1,15}", re.ASCII).fullmatch
_HTML = re.compile(rb"\s*<(?:!doctype|html|head|\?xml)", re.I)

#: Values by their keys in small letters.
Row = Mapping[str, str]


class NotSupported(DeviceRefused):
    """The firmware does not know what it was asked for."""


class Records(NamedTuple):
    """Records of an answer, in its order.

    :param found: how many the terminal says it sends, ``None``: it does not say.
    :param total: how many there are, ``None``: it does not say.
    """

    rows: list[dict[str, str]]
    found: int | None = None
    total: int | None = None


def check_answer(status: int, content_type: str, body: bytes) -> None:
    """Check that an answer is one to what was asked.

    :raises NotSupported: this firmware has no such request.
    :raises DeviceRefused: it is a refusal.
    :raises OtherProtocol: it is a web page.
    """
    if status == 200:
        if content_type == "text/html" or _HTML.match(body):
            raise OtherProtocol("dahua_web_page")
        return
    if status in (404, 405, 501):
        raise NotSupported("dahua_not_supported", status)
    if status == 400:
        raise NotSupported("dahua_bad_request", status)
    if status == 403:
        raise DeviceRefused("dahua_no_right", status)
    words = shown(decode_text(body).strip())[:MAX_WORDS]
    raise DeviceRefused("dahua_status", status, status=status, words=words)


def read_values(body: bytes) -> dict[str, str]:
    """Return the lines of ``key=value``, keys in small letters; the first of equals wins."""
    values: dict[str, str] = {}
    for line in decode_text(body).splitlines():
        key, equals, value = line.partition("=")
        if equals:
            values.setdefault(key.strip().lower(), value.strip())
    return values


def read_records(body: bytes) -> Records:
    """Return the records of an answer, however its keys are spelt."""
    values = read_values(body)
    rows: dict[int, dict[str, str]] = {}
    for key, value in values.items():
        found = _RECORD.fullmatch(key)
        if found:
            rows.setdefault(int(found[1]), {})[found[2]] = value
    in_order = [rows[place] for place in sorted(rows)]
    return Records(
        in_order, read_number(values, "found"), read_number(values, "totalcount")
    )


def read_number(row: Row, *names: str) -> int | None:
    """Return the number under the first of these names that has one."""
    for name in names:
        text = row.get(name, "").strip()
        if _NUMBER(text):
            return int(text)
    return None


def check_done(body: bytes) -> None:
    """Check the answer to a request that changes something: ``OK``, or what was made.

    :raises DeviceRefused: it is anything else.
    """
    text = decode_text(body).strip()
    first = text.partition("\n")[0].strip().lower()
    if first == "ok" or first.startswith("recno=") or text in ("", "{}"):
        return
    raise DeviceRefused("dahua_not_done", None, words=shown(text)[:MAX_WORDS])

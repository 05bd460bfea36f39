"""The first generation: form fields that are not encoded, JSON without quotes.

    page_id=realtime_glog&device_id=00000001&device_name=fk001
    &glog_data={enroll_id:1,verify_mode:1,io_mode:0,io_time:20150325101500}

The vocabulary is that of today's headers; the answer is the body ``{result:OK}``.
Source: public source of such firmware (2014); not seen on the wire.
"""

import re

from ..text import decode_text

_FIRST = b"page_id="
_FIELD = re.compile(r"(?:^|&)(\w{1,40})=")
_VALUE = re.compile(r'"?(\w{1,40})"?\s*:\s*"?([^,"{}]{0,200})"?')
#: Name of a value in a form to its name in today's messages.
_NAMES = {"enroll_id": "user_id"}


def is_form(body: bytes) -> bool:
    return body[:200].lstrip().startswith(_FIRST)


def read_form(body: bytes) -> dict[str, str]:
    """The fields; ``page_id`` is always there."""
    text = decode_text(body[:20_000]).strip()
    marks = list(_FIELD.finditer(text))
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    return {
        mark[1]: text[mark.end() : end].strip()
        for mark, end in zip(marks, ends, strict=True)
    }


def read_object(text: str) -> dict[str, object]:
    """``{name:value,...}`` as a document of today."""
    return {
        _NAMES.get(found[1], found[1]): found[2].strip()
        for found in _VALUE.finditer(text)
    }

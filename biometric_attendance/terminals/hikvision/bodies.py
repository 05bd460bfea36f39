"""Bodies a terminal pushes, taken apart: documents and pictures.

    {"eventType":"AccessControllerEvent",...}                     JSON, also in an array
    <EventNotificationAlert>...</EventNotificationAlert>          XML
    --MIME_boundary CR LF Content-Disposition: form-data; name="event_log" ...   parts

Which of them it is shows in the body itself: its first line is the boundary, so neither the
quotes around it in the header matter, nor a header that says something else or is missing.
What parts are called, and how long they say they are, is often wrong and not looked at.
Sources: recorded bodies, public receivers with tests.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ..errors import ProtocolError
from ..text import decode_text
from .xml_values import read_xml

#: Most bytes of a body; a picture is some 100 KB.
MAX_BODY_BYTES = 2 * 2**20
#: More parts, or documents, than any terminal sends at once.
MAX_PARTS = 200

_BOM = b"\xef\xbb\xbf"
_BLANK = b" \t\r\n\0"
_BOUNDARY = re.compile(rb"(?:\A|\n)(--[^\s\0]{1,200})[ \t]*\r?\n").search
_HEADERS_END = re.compile(rb"\r?\n\r?\n").search
_IS_IMAGE = re.compile(rb"(?im)^content-type:[ \t]*image/").search
#: How JPEG and PNG begin.
_MAGIC = (b"\xff\xd8\xff", b"\x89PNG")


@dataclass(slots=True)
class Body:
    """What a body holds.

    :ivar documents: JSON objects, and XML by the name of its root, in order.
    :ivar unreadable: text of the parts that are neither.
    :ivar pictures: as they came, not looked at.
    """

    documents: list[Any] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    pictures: list[bytes] = field(default_factory=list, repr=False)


def read_body(body: bytes) -> Body:
    """Return what a body holds; never raises. A part that cannot be read stops no other."""
    read = Body()
    for part, is_image in _parts(body.removeprefix(_BOM)):
        content = part.strip(_BLANK)
        if is_image or content.startswith(_MAGIC):
            read.pictures.append(content)
        elif content:
            _read_document(content, read)
    return read


def _parts(body: bytes) -> Iterator[tuple[bytes, bool]]:
    """Yield the content of each part, and whether its header calls it a picture."""
    content = body.strip(_BLANK)
    found = None if content[:1] in (b"{", b"[", b"<") else _BOUNDARY(body)
    if not found:
        yield body, False
        return
    pieces = body[found.start() :].split(found[1])[1:]
    for piece in pieces[:MAX_PARTS]:
        if piece.startswith(b"--") and not piece.strip(b"-" + _BLANK):
            return  # the end
        yield _split_part(piece)
    if len(pieces) > MAX_PARTS:
        yield b"too many parts", False


def _split_part(piece: bytes) -> tuple[bytes, bool]:
    """Return the content of a part that may have headers, and whether it is a picture."""
    piece = piece.lstrip(b" \t").removeprefix(b"\r").removeprefix(b"\n")
    if piece[:1] in (b"{", b"[", b"<", b"\r", b"\n"):  # no headers at all
        return piece, False
    end = _HEADERS_END(piece)
    if not end:
        return piece, False
    return piece[end.end() :], bool(_IS_IMAGE(piece[: end.start()]))


def _read_document(content: bytes, read: Body) -> None:
    if content.startswith(b"<"):
        try:
            root, values = read_xml(content)
        except ProtocolError:
            read.unreadable.append(decode_text(content))
        else:
            read.documents.append({root: values})
        return
    for text in _json_texts(decode_text(content)):
        value = parse_json(text)
        if isinstance(value, dict | list):
            read.documents.append(value)
        else:
            read.unreadable.append(text)


def _json_texts(text: str) -> list[str]:
    """Return the text, or its lines where each is a document of its own."""
    if parse_json(text) is None:
        lines = [line for line in text.splitlines() if line.strip()]
        if 1 < len(lines) <= MAX_PARTS and all(line[:1] in "{[" for line in lines):
            return lines
    return [text]


def parse_json(text: str) -> Any:
    """Return the value of JSON text, ``None`` for what is none."""
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None

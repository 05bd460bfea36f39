"""Find out how the text of a file is encoded, and read its lines as a stream."""

import codecs
from collections.abc import Iterator
from io import TextIOWrapper
from typing import BinaryIO

from ..errors import ProtocolError

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
#: First bytes of workbooks (xlsx and ods, xls).
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_PLAIN = frozenset(b"\t\r\n" + bytes(range(32, 127)))
_HEAD_BYTES = 4096
_CHUNK_BYTES = 2**20
#: Characters of a line that are read; what is longer is no row of any file.
MAX_LINE_CHARS = 2**21


def detect_encoding(name: str, stream: BinaryIO, otherwise: str) -> str:
    """Return the codec of a file's text. The whole file is read.

    :param otherwise: the codec of a text that is neither UTF-8 nor UTF-16.
    :raises ProtocolError: the file is empty, a workbook, or no text; or there is no such
        codec.
    """
    head = stream.read(_HEAD_BYTES)
    if not head:
        raise ProtocolError("file_empty", name=name)
    if head.startswith(_WORKBOOKS):
        raise ProtocolError("file_workbook", name=name)
    for mark, codec in _MARKS.items():
        if head.startswith(mark):
            return codec
    wide = _wide(head)
    if wide:
        return wide
    if b"\0" in head:
        raise ProtocolError("file_not_text", name=name)
    return "utf-8" if _is_utf8(head, stream) else known_codec(otherwise)


def known_codec(name: str) -> str:
    """Return the name of a codec that decodes any bytes to text.

    :raises ProtocolError: there is none of this name.
    """
    try:
        codec = codecs.lookup(name)
        is_text = getattr(codec, "_is_text_encoding", True)
        if is_text and codec.incrementaldecoder:
            codec.incrementaldecoder("replace").decode(b"\x80\x01", True)
            return name
    except (LookupError, ValueError):
        pass
    raise ProtocolError("file_encoding", encoding=name)


def _wide(head: bytes) -> str:
    """Return the codec of UTF-16 without a mark, ``""`` where it is none.

    Digits and delimiters of UTF-16 have a NUL each, all on the same side.
    """
    evens, odds = head[0::2], head[1::2]
    for codec, text, zeros in (("utf-16-le", evens, odds), ("utf-16-be", odds, evens)):
        plain = sum(
            letter in _PLAIN and not zero
            for letter, zero in zip(text, zeros, strict=False)
        )
        if 0 not in text and plain > 0.4 * len(text):
            return codec
    return ""


def _is_utf8(head: bytes, stream: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while head:
            decoder.decode(head)
            head = stream.read(_CHUNK_BYTES)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def read_lines(stream: BinaryIO, encoding: str) -> Iterator[str]:
    """Yield the lines of a text without their ends, cut at ``MAX_LINE_CHARS``.

    LF, CRLF and CR end a line. NUL, which no database takes, is replaced.

    :raises ProtocolError: the text is not of this encoding at all.
    """
    try:
        text = TextIOWrapper(stream, encoding, errors="replace", newline=None)
        yield from _lines(text)
    except (LookupError, UnicodeError):
        raise ProtocolError("file_encoding", encoding=encoding) from None


def _lines(text: TextIOWrapper) -> Iterator[str]:
    read = text.readline
    while line := read(MAX_LINE_CHARS):
        if line[-1] == "\n":
            line = line[:-1]
        elif len(line) == MAX_LINE_CHARS:
            while (rest := read(MAX_LINE_CHARS)) and rest[-1] != "\n":
                pass
        yield line.replace("\0", "\ufffd") if "\0" in line else line

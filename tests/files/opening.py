"""Short ways to inspect and read a text in tests."""

from io import BytesIO

from terminals.errors import ProtocolError
from terminals.files.inspection import inspect
from terminals.files.proposal import with_answer
from terminals.files.reading import read
from terminals.files.source import TextSource
from terminals.records import Refused, Upload


def source_of(content, name="records.csv"):
    """Return a source of text or bytes."""
    raw = content if isinstance(content, bytes) else content.encode()
    return TextSource(name, lambda: BytesIO(raw))


def inspected(content, name="records.csv", answers=(), **more):
    """Return what the inspection of text or bytes finds, after answers to questions."""
    fixed = more.pop("fixed", {})
    for code, value in dict(answers).items():
        fixed = with_answer(fixed, code, value)
    return inspect(source_of(content, name), fixed=fixed, **more)


def rows_of(content, name="records.csv", **more):
    """Return all rows of a text."""
    found = inspected(content, name, **more)
    return list(read(source_of(content, name), found.layout))


def values_of(content, **more):
    """Return PIN, time as text, and state of all punches of a text."""
    return [
        (punch.pin, str(punch.time), punch.status)
        for row in rows_of(content, **more)
        for punch in row.punches
    ]


def asked(found):
    """Return the codes of what is asked."""
    return [question.code for question in found.questions]


def decode_file(name, content, *, encoding="utf-8"):
    """Return punches and refused lines of bytes of which nothing has to be asked.

    :raises ProtocolError: the file cannot be read, or the column of PIN or time or the order
        of its dates would have to be guessed.
    """
    found = inspected(content, name, encoding=encoding)
    for question in found.questions:
        if question.code in ("pin", "time", "date_order"):
            raise ProtocolError(question.reason.code, **question.reason.values)
    upload = Upload()
    for row in read(source_of(content, name), found.layout):
        upload.lines += 1
        upload.punches += row.punches
        if row.refused:
            upload.refused.append(Refused(row.line, row.refused))
    return upload

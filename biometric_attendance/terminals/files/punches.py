"""Decode a whole file at once, where nothing in it has to be asked: single lines, replayed."""

from io import BytesIO

from ..errors import ProtocolError
from ..records import Refused, Upload
from .inspection import inspect
from .reading import read
from .source import TextSource

#: What must not be assumed.
_NEVER_ASSUMED = ("pin", "time", "date_order")


def decode_file(name: str, content: bytes, *, encoding: str = "utf-8") -> Upload:
    """Decode each line of a file to punches, or refuse it with the reason.

    :param name: of the file, for error messages.
    :param encoding: used where the content is neither UTF-8 nor UTF-16.
    :raises ProtocolError: the file has no punches, or a person must be asked first.
    """
    source = TextSource(name, lambda: BytesIO(content))
    found = inspect(source, encoding=encoding)
    for question in found.questions:
        if question.code in _NEVER_ASSUMED:
            raise ProtocolError(question.reason.code, **question.reason.values)
    upload = Upload()
    for row in read(source, found.layout):
        upload.lines += 1
        upload.punches += row.punches
        if row.refused:
            upload.refused.append(Refused(row.line, row.refused))
    return upload

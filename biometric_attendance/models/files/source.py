"""The file of an import as a source of rows: text, or the rows of a workbook."""

import io
import json
from contextlib import suppress

from ...terminals.errors import ProtocolError
from ...terminals.files.source import RowsSource, TextSource
from . import workbooks


def convert_workbook(name, content):
    """Return the rows of a workbook or database as JSON, one a line; ``None`` for text.

    A workbook takes a hundred times as long to read as this.

    :param name: of the file, for error messages.
    :raises ProtocolError: it cannot be read here, is damaged, or too large.
    """

    def opener():
        return io.BytesIO(content)

    kind = workbooks.get_kind(opener())
    if kind is None:
        return None
    workbooks.check(kind, name, opener)
    lines = io.BytesIO()
    for row in workbooks.read_rows(kind, name, opener):
        lines.write(json.dumps(row).encode() + b"\n")
    return lines.getvalue()


def open_source(attachment, name, is_workbook):
    """Return the source of a file, which reads it as a stream where it can.

    :param attachment: of the file, of the rows of a workbook.
    :param name: of the file, which may hold a serial number.
    :raises ProtocolError: the file is not stored any more.
    """
    opener = _get_opener(attachment, name)
    if not is_workbook:
        return TextSource(name, opener)

    def rows():
        with opener() as stream:
            yield from map(json.loads, stream)

    return RowsSource(name, rows)


def _get_opener(attachment, name):
    """Return a function that opens the content as a new binary stream."""
    if not attachment.exists():
        raise ProtocolError("file_gone", name=name)
    if attachment.store_fname:
        path = attachment._full_path(attachment.store_fname)
        with suppress(OSError), open(path, "rb"):
            return lambda: open(path, "rb")
        raise ProtocolError("file_gone", name=name)
    content = attachment.raw
    return lambda: io.BytesIO(content)

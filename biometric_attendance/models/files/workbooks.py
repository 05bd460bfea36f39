"""Rows of workbooks as text, read by the libraries that Odoo's own imports use.

Of each workbook, the first sheet with anything in it. A day is YYYY-MM-DD, a moment
YYYY-MM-DD HH:MM:SS, a whole number has no fraction; of a formula its last value.
"""

import zipfile
from datetime import date, datetime, time, timedelta

from ...terminals.errors import ProtocolError

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
MAX_COLUMNS = 256
MAX_ROWS = 200_000  # a person waits for them, some ten thousand a second
# Of the parts of a ZIP file together, as they are unpacked.
MAX_UNPACKED_BYTES = 256 * 2**20
# XLS is held in memory as a whole.
MAX_XLS_BYTES = 32 * 2**20


def get_kind(stream):
    """Return ``xls``, ``xlsx`` or ``ods``, ``None`` for what is no workbook.

    :param stream: the file, at its beginning.
    """
    head = stream.read(len(_ZIP))
    if head == _OLE:
        return "xls"
    if head != _ZIP:
        return None
    # The first part of an ODS file is its type, not compressed.
    return "ods" if _ODS in stream.read(128) else "xlsx"


def check(kind, name, opener):
    """Check that a workbook can be read here, before any of it is unpacked.

    :raises ProtocolError: a library is missing, it is damaged, or too large.
    """
    with opener() as stream:
        if kind == "xls":
            _import_library("xlrd", name)
            if stream.seek(0, 2) > MAX_XLS_BYTES:
                raise ProtocolError("file_too_large", name=name)
            return
        if kind == "xlsx":
            _import_library("openpyxl", name)
        try:
            with zipfile.ZipFile(stream) as parts:
                size = sum(part.file_size for part in parts.infolist())
        except zipfile.BadZipFile as error:
            raise ProtocolError("file_damaged", name=name) from error
    if size > MAX_UNPACKED_BYTES:
        raise ProtocolError("file_too_large", name=name)


def read_rows(kind, name, opener):
    """Yield the rows of the first sheet with anything in it, as lists of text.

    :raises ProtocolError: it is damaged, or has too many rows.
    """
    with opener() as stream:
        try:
            for number, row in enumerate(_READERS[kind](stream)):
                if number >= MAX_ROWS:
                    raise ProtocolError("file_too_large", name=name)
                yield row
        except (ProtocolError, MemoryError, GeneratorExit):
            raise
        except Exception as error:
            # The libraries raise errors of many kinds for files that are damaged.
            raise ProtocolError("file_damaged", name=name) from error


def as_text(value):
    """Return the value of a cell as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, datetime):
        # Excel holds fractions of a day: 08:00:00 may come as 07:59:59.999997.
        value = (value + timedelta(microseconds=500_000)).replace(microsecond=0)
        return str(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)


def _import_library(library, name):
    try:
        return __import__(library)
    except ImportError as error:
        raise ProtocolError("file_library", name=name, library=library) from error


def _read_xlsx(stream):
    import openpyxl

    book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
    try:
        for sheet in book.worksheets:
            # What a sheet says of its own size may be wrong.
            sheet.reset_dimensions()
            found = False
            for row in sheet.iter_rows(values_only=True):
                found = found or any(value is not None for value in row)
                yield [as_text(value) for value in row[:MAX_COLUMNS]]
            if found:
                return
    finally:
        book.close()


def _read_xls(stream):
    import xlrd

    book = xlrd.open_workbook(file_contents=stream.read(), on_demand=True)
    for index in range(book.nsheets):
        sheet = book.sheet_by_index(index)
        for row in range(sheet.nrows):
            cells = sheet.row(row)[:MAX_COLUMNS]
            yield [_xls_text(cell, book.datemode, xlrd) for cell in cells]
        if sheet.nrows:
            return


def _xls_text(cell, datemode, xlrd):
    if cell.ctype == xlrd.XL_CELL_DATE:
        if cell.value < 1:
            return as_text(timedelta(days=cell.value))
        return as_text(xlrd.xldate.xldate_as_datetime(cell.value, datemode))
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "")
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return str(int(cell.value))
    return as_text(cell.value)


def _read_ods(stream):
    from .ods import read_first_sheet

    return read_first_sheet(stream, MAX_COLUMNS)


_READERS = {"xlsx": _read_xlsx, "xls": _read_xls, "ods": _read_ods}

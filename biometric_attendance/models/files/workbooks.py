"""Rows of workbooks and of Access databases as text.

Workbooks are read by the libraries that Odoo's own imports use: of each the first sheet
with anything in it. Of a database, the punches of att2000. A day is YYYY-MM-DD, a moment
YYYY-MM-DD HH:MM:SS, a whole number has no fraction; of a formula its last value.
"""

import shutil
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile

from ...terminals.errors import ProtocolError
from ...terminals.files import att2000
from ...terminals.files.access_file import HEAD_BYTES, is_access_file
from . import mdbtools

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
MAX_COLUMNS = 256
# A person waits for them: ten thousand a second, of a database a hundred thousand.
MAX_ROWS = 200_000
MAX_DATABASE_ROWS = 2_000_000
# Of the parts of a ZIP file together, as they are unpacked.
MAX_UNPACKED_BYTES = 256 * 2**20
# XLS is held in memory as a whole.
MAX_XLS_BYTES = 32 * 2**20


def get_kind(stream):
    """Return ``xls``, ``xlsx``, ``ods`` or ``mdb``, ``None`` for what is neither.

    :param stream: the file, at its beginning.
    """
    head = stream.read(HEAD_BYTES)
    if is_access_file(head):
        return "mdb"
    if head.startswith(_OLE):
        return "xls"
    if not head.startswith(_ZIP):
        return None
    # The first part of an ODS file is its type, not compressed.
    return "ods" if _ODS in head + stream.read(128) else "xlsx"


def check(kind, name, opener):
    """Check that a workbook can be read here, before any of it is unpacked.

    :raises ProtocolError: a library is missing, it is damaged, or too large.
    """
    with opener() as stream:
        if kind == "mdb":
            return
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

    :raises ProtocolError: it is damaged, has too many rows, or cannot be read here.
    """
    most = MAX_DATABASE_ROWS if kind == "mdb" else MAX_ROWS
    with opener() as stream:
        try:
            for number, row in enumerate(_READERS[kind](stream)):
                if number >= most:
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


def _read_mdb(stream):
    # Its readers want a file; it is one that nobody else may open, and soon gone.
    with NamedTemporaryFile(suffix=".mdb") as file:
        shutil.copyfileobj(stream, file)
        file.flush()
        yield from att2000.read_rows(Path(file.name), mdbtools.get_reader())


_READERS = {"mdb": _read_mdb, "xlsx": _read_xlsx, "xls": _read_xls, "ods": _read_ods}

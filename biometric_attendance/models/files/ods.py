"""Rows of a spreadsheet of LibreOffice (ODS), read as a stream.

Odoo's own reader holds all of it in memory as objects, a hundred times its size, and
writes out repeated cells however many there are.
"""

import re
import zipfile

from lxml import etree

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_DURATION = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S").fullmatch
MAX_REPEATED_ROWS = (
    1000  # of equal rows; sheets are filled with empty ones to their end
)


def read_first_sheet(stream, max_columns):
    """Yield the rows of the first sheet with anything in it, as lists of text."""
    with zipfile.ZipFile(stream) as parts, parts.open("content.xml") as content:
        found = False
        tags = (f"{_TABLE}table-row", f"{_TABLE}table")
        # Without entities: they could make text of any length.
        for _event, element in etree.iterparse(
            content, tag=tags, resolve_entities=False, no_network=True, huge_tree=True
        ):
            if element.tag == tags[1]:
                if found:
                    return
                continue
            row = _read_row(element, max_columns)
            found = found or any(row)
            for _number in range(_repeated(element, "rows", MAX_REPEATED_ROWS)):
                yield row
            _forget(element)


def _read_row(element, max_columns):
    row = []
    for cell in element.iterchildren(_CELLS):
        room = max_columns - len(row)
        if room <= 0:
            break
        row += [_read_cell(cell)] * _repeated(cell, "columns", room)
    while row and not row[-1]:
        row.pop()
    return row


def _repeated(element, what, most):
    count = element.get(f"{_TABLE}number-{what}-repeated") or "1"
    return min(int(count), most)


def _read_cell(cell):
    kind = cell.get(f"{_OFFICE}value-type")
    if kind == "date":
        day, _mark, clock = (cell.get(f"{_OFFICE}date-value") or "").partition("T")
        return f"{day} {clock.partition('.')[0]}".strip()
    if kind == "time":
        found = _DURATION(cell.get(f"{_OFFICE}time-value") or "")
        return ":".join(part.zfill(2) for part in found.groups()) if found else ""
    if kind in ("float", "percentage", "currency"):
        value = cell.get(f"{_OFFICE}value") or ""
        return value.removesuffix(".0")
    return "\n".join(
        "".join(each.itertext()) for each in cell.iterchildren(f"{_TEXT}p")
    )


def _forget(element):
    """Free what was read of the document."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]

"""Workbooks as text: days, times and numbers as people see them, and no bombs."""

import io
import zipfile
from datetime import date, datetime, time
from unittest.mock import patch

import openpyxl

from odoo.tests import TransactionCase

from ...models.files import ods, workbooks
from ...terminals.errors import ProtocolError

CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE x [<!ENTITY big "AAAAAAAAAA">]>
<office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet>
<table:table table:name="Empty"><table:table-row table:number-rows-repeated="1048576">
<table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>
<table:table table:name="Log">
<table:table-row><table:table-cell office:value-type="string"><text:p>PIN</text:p>
</table:table-cell><table:table-cell office:value-type="string"><text:p>Time</text:p>
</table:table-cell></table:table-row>
<table:table-row>
<table:table-cell office:value-type="float" office:value="17"><text:p>17,00</text:p>
</table:table-cell>
<table:table-cell office:value-type="date" office:date-value="2026-11-23T08:00:00">
<text:p>23.11.26</text:p></table:table-cell>
<table:table-cell office:value-type="time" office:time-value="PT08H05M09S">
<text:p>8:05</text:p></table:table-cell>
<table:table-cell table:number-columns-repeated="3" office:value-type="string">
<text:p>x<text:span>y</text:span></text:p></table:table-cell>
<table:table-cell><text:p>&big;</text:p></table:table-cell>
<table:table-cell table:number-columns-repeated="16000"/>
</table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""


def ods_file(content=CONTENT):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as parts:
        kind = "application/vnd.oasis.opendocument.spreadsheet"
        parts.writestr(zipfile.ZipInfo("mimetype"), kind)
        parts.writestr("content.xml", content)
    return stream.getvalue()


def xlsx_file(*rows):
    book, stream = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(stream)
    return stream.getvalue()


class TestFileWorkbooks(TransactionCase):
    def rows(self, content):
        def opener():
            return io.BytesIO(content)

        kind = workbooks.get_kind(opener())
        workbooks.check(kind, "log", opener)
        return list(workbooks.read_rows(kind, "log", opener))

    def test_cells_of_excel(self):
        rows = self.rows(
            xlsx_file(
                ["PIN", "Day", "Time", "When", "Note"],
                [
                    17,
                    date(2026, 11, 23),
                    time(8, 5, 9),
                    datetime(2026, 1, 2, 3, 4),
                    1.5,
                ],
                ["00017", None, None, None, True],
                [None],
            )
        )
        self.assertEqual(
            rows[1],
            ["17", "2026-11-23 00:00:00", "08:05:09", "2026-01-02 03:04:00", "1.5"],
        )
        self.assertEqual(rows[2], ["00017", "", "", "", "1"])

    def test_a_fraction_of_a_second_is_rounded(self):
        shown = workbooks.as_text(datetime(2026, 1, 2, 7, 59, 59, 999_997))
        self.assertEqual(shown, "2026-01-02 08:00:00")

    def test_cells_of_libreoffice_without_what_is_repeated_for_nothing(self):
        rows = self.rows(ods_file())
        self.assertEqual(rows[-2], ["PIN", "Time"])
        self.assertEqual(
            rows[-1][:6], ["17", "2026-11-23 08:00:00", "08:05:09", "xy", "xy", "xy"]
        )
        self.assertNotIn("AAA", str(rows))
        self.assertLessEqual(len(rows), ods.MAX_REPEATED_ROWS + 2)

    def test_a_bomb_is_refused_before_it_is_unpacked(self):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as parts:
            parts.writestr("xl/workbook.xml", b"0" * (2 * 2**20))
        with (
            patch.object(workbooks, "MAX_UNPACKED_BYTES", 2**20),
            self.assertRaises(ProtocolError) as caught,
        ):
            self.rows(stream.getvalue())
        self.assertEqual(caught.exception.code, "file_too_large")

    def test_too_many_rows_are_refused(self):
        content = xlsx_file(*([number] for number in range(20)))
        with (
            patch.object(workbooks, "MAX_ROWS", 10),
            self.assertRaises(ProtocolError) as caught,
        ):
            self.rows(content)
        self.assertEqual(caught.exception.code, "file_too_large")

    def test_damaged_files_are_refused_with_one_code(self):
        whole = xlsx_file(["PIN", "Time"], [1, datetime(2026, 1, 1)])
        for content in (whole[:200], b"\xd0\xcf\x11\xe0" + b"x" * 600, whole[:-50]):
            with self.assertRaises(ProtocolError) as caught:
                self.rows(content)
            self.assertEqual(caught.exception.code, "file_damaged")

    def test_a_missing_library_is_named(self):
        content = xlsx_file([1])
        with (
            patch.dict("sys.modules", {"openpyxl": None}),
            self.assertRaises(ProtocolError) as caught,
        ):
            self.rows(content)
        self.assertEqual(caught.exception.code, "file_library")
        self.assertEqual(caught.exception.values["library"], "openpyxl")

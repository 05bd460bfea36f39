"""What a terminal was told is kept can be found again, row by row, however long it is."""

import json
from urllib.parse import quote_plus

import pytest

from terminals import BRANDS

MARKS = [f"mark{number:03d}" for number in range(300)]
LINES = "\n".join(f"NEW pin=1\tvalue={mark}" for mark in MARKS).encode()
LONG_LINE = ("NEW " + "\t".join(f"c{mark}={mark}" for mark in MARKS)).encode()
ATTLOG = "\n".join(f"{mark}\t2026-03-02 08:00:00\t0\t1" for mark in MARKS).encode()
UNKNOWN = {"NewKind": {"rows": [{"pin": mark} for mark in MARKS]}, "AuthToken": "x"}
DOCUMENT = json.dumps(UNKNOWN).encode()

CASES = [
    *(
        ("adms", table, name, body)
        for table, name in [
            ("NEWTABLE", ""),
            ("", ""),
            ("TABLEDATA", "newname"),
            ("TABLEDATA", "attlog"),
            ("OPERLOG", ""),
            ("ATTLOG", ""),
        ]
        for body in (LINES, LONG_LINE, ATTLOG)
    ),
    ("cams", "", "", DOCUMENT),
    ("cams", "", "", b"request_data=" + quote_plus(DOCUMENT).encode()),
    ("cams", "", "", DOCUMENT[:-9]),
    ("ebkn", "realtime_new", "", DOCUMENT),
    ("ebkn", "realtime_new", "", b"\x10\x27\0\0" + DOCUMENT + b"\0\1\2"),
    ("ebkn", "realtime_glog", "", DOCUMENT[:-9]),
]


@pytest.mark.parametrize(("brand", "table", "name", "body"), CASES)
def test_each_row_of_a_body_is_in_a_record_or_a_message(brand, table, name, body):
    upload = BRANDS[brand].decode(table, body, name=name)
    records = upload.punches + upload.events + upload.users + upload.refused
    kept = "\n".join(record.line for record in records)
    assert [mark for mark in MARKS if mark not in kept] == []


@pytest.mark.parametrize("brand", [key for key, brand in BRANDS.items() if brand.push])
def test_a_body_that_cannot_be_stored_as_records_is_kept_whole(brand):
    kept = BRANDS[brand].push.without_secrets(DOCUMENT)
    assert [mark for mark in MARKS if mark not in kept] == []

"""The punches of real att2000.mdb files, against rows that other readers read."""

import json
from pathlib import Path

import pytest

from terminals.errors import ProtocolError
from terminals.files import access_file, att2000

FOLDER = Path("tests/vectors/databases")
NAMES = ["B10_att2000_new", "B11_att2000_old"]
# Of the header: what the rows beside the files have, without SENSORID.
SHOWN = ("Badgenumber", "CHECKTIME", "CHECKTYPE", "VERIFYCODE", "sn")


def expected(name):
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))["response"]


def punches(name):
    header, *rows = att2000.read_rows(FOLDER / f"{name}.mdb")
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.mark.parametrize("name", NAMES)
def test_every_punch_is_there_once(name):
    wanted = expected(name)
    aliases = {each["MachineNumber"]: each for each in wanted["machines"]}
    rows = wanted["punches"] + wanted["impossible_clock"]
    serials = [row[5] or aliases[row[4]]["MachineAlias"] for row in rows]
    known = [
        [row[0], row[1], row[2] or "", row[3], serial]
        for row, serial in zip(rows, serials, strict=True)
    ]
    read = [[row[key] for key in SHOWN] for row in punches(name) if row["Badgenumber"]]
    assert sorted(read) == sorted(known)


@pytest.mark.parametrize("name", NAMES)
def test_a_punch_of_nobody_keeps_the_number_it_has(name):
    nobody = [row for row in punches(name) if not row["Badgenumber"]]
    assert [(row[att2000.INSIDE], row["CHECKTIME"]) for row in nobody] == [
        (row[0], row[1]) for row in expected(name)["orphans_unknown_userid"]
    ]


def test_an_access_file_is_known_by_its_head():
    head = (FOLDER / "B10_att2000_new.mdb").read_bytes()[: access_file.HEAD_BYTES]
    assert access_file.is_access_file(head)
    assert not access_file.is_access_file(b"PK\x03\x04" + head[:4])
    assert not access_file.is_access_file(b"")


@pytest.mark.parametrize("size", [0, 20, 4096, 50_000])
def test_a_file_that_is_cut_is_refused(tmp_path, size):
    cut = tmp_path / "cut.mdb"
    cut.write_bytes((FOLDER / "B10_att2000_new.mdb").read_bytes()[:size])
    with pytest.raises(ProtocolError) as caught:
        list(att2000.read_rows(cut))
    assert caught.value.code == "database_no_table"


def test_a_file_larger_than_memory_should_hold_is_refused(monkeypatch):
    monkeypatch.setattr(access_file, "MAX_BYTES", 1000)
    with pytest.raises(ProtocolError) as caught:
        list(att2000.read_rows(FOLDER / "B10_att2000_new.mdb"))
    assert caught.value.code == "database_too_large"


def test_what_is_missing_is_named(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "access_parser", None)
    with pytest.raises(ProtocolError) as caught:
        list(att2000.read_rows(FOLDER / "B10_att2000_new.mdb"))
    assert caught.value.code == "database_library"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2133-03-10 17:01:30.000001", "2133-03-10 17:01:30"),
        ("2026-01-02 07:59:59.999997", "2026-01-02 08:00:00"),
        ("2026-01-02 08:00:00", "2026-01-02 08:00:00"),
        (None, ""),
        (b"\xff", ""),
        (17, "17"),
        ("1.5", "1.5"),
        ("192.0.2.11", "192.0.2.11"),
    ],
)
def test_values_as_text(value, text):
    assert access_file._as_text(value) == text

"""Sessions with real .mdb files at a path: copied, read, and read again when they change."""

import json
import os
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from terminals.errors import DeviceRefused, Unreachable
from terminals.vendor_databases.client import access
from tests.vendor_databases.served import punches, read, refused

FOLDER = Path("tests/vectors/databases").resolve()


@pytest.fixture(params=["B10_att2000_new", "B11_att2000_old"])
def opened(request, tmp_path):
    path = tmp_path / "att2000.mdb"
    shutil.copyfile(FOLDER / f"{request.param}.mdb", path)
    rows = json.loads((FOLDER / f"{request.param}.json").read_text(encoding="utf-8"))
    values = {
        "schema": "att2000_file",
        "path": str(path),
        "since": datetime(1990, 1, 1),
    }
    yield path, rows["response"], values


def test_every_row_is_a_punch_or_refused_and_read_once(opened):
    path, rows, values = opened
    steps = read(values)
    wanted = rows["punches"] + rows["impossible_clock"]
    assert sorted((p[1], p[2]) for p in punches(steps)) == sorted(
        (row[0], row[1]) for row in wanted
    )
    assert len(refused(steps)) == len(rows["orphans_unknown_userid"])
    assert len(read(values, steps[-1].position)) == 1
    os.utime(path, ns=(1, 1))  # written again, and nothing in it has changed
    assert punches(read(values, steps[-1].position)) == []


def test_a_file_that_is_written_without_a_pause_is_left(opened):
    path, _rows, _values = opened

    def copy_file(source, target):
        shutil.copyfile(source, target)
        with path.open("ab") as file:
            file.write(b"x")

    with pytest.raises(Unreachable) as caught, access.copied(path, copy_file):
        pass
    assert caught.value.code == "database_file_written"


def test_a_file_that_is_not_there_or_another(tmp_path):
    values = {"schema": "att2000_file", "path": str(tmp_path / "a.mdb")}
    with pytest.raises(Unreachable):
        read(values)
    (tmp_path / "a.mdb").write_bytes(b"nothing of the kind, but long enough")
    with pytest.raises(DeviceRefused) as caught:
        read(values)
    assert caught.value.code == "database_file_other"

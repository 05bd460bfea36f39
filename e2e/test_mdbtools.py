"""mdbtools and access-parser read the same from att2000.mdb."""

import json
import os
from pathlib import Path

import pytest

from devkit.debian import fetch, machine_suite
from devkit.environments import odoo_environment, python
from devkit.paths import cache_folder
from devkit.processes import quiet
from devkit.progress import once
from terminals.files import att2000

FILES = sorted(Path("tests/vectors/databases").glob("*.mdb"))
PACKAGES = ["mdbtools", "libmdb3"]
READ = """
import json, sys
from pathlib import Path
from odoo.modules.module import initialize_sys_path
initialize_sys_path()
from odoo.addons.biometric_attendance.models.files import mdbtools
from odoo.addons.biometric_attendance.terminals.files import att2000
reader = mdbtools.get_reader()
assert reader is mdbtools.read_table
path = Path(sys.argv[1])
Path(sys.argv[2]).write_text(json.dumps(list(att2000.read_rows(path, reader))))
"""


@pytest.fixture(scope="module")
def environment():
    """Odoo's environment, with Debian's mdbtools on the path."""
    folder = cache_folder() / "mdbtools"
    once(folder, "mdbtools", lambda place: fetch(place, PACKAGES, machine_suite()))
    [library] = folder.rglob("libmdb.so.3")
    return odoo_environment(
        PATH=f"{folder}/usr/bin{os.pathsep}{os.environ['PATH']}",
        LD_LIBRARY_PATH=str(library.parent),
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_both_readers_read_the_same(path, environment, tmp_path):
    rows = tmp_path / "rows.json"
    quiet([python(), "-c", READ, path, rows], env=environment)
    assert json.loads(rows.read_text()) == list(att2000.read_rows(path))

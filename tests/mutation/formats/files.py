"""The formats of files of terminals, and the tests that guard each."""

from ..runner import Format

FORMATS = (
    Format(
        "files",
        "columns of tables",
        "files/tables.py",
        ("_NAMES", "_STATES", "_decode"),
        ("test_punch_files.py",),
    ),
    Format(
        "files",
        "columns of USB sticks",
        "files/punches.py",
        ("_places", "_decode_line"),
        ("test_punch_files.py",),
        {
            "_places: tuple: swap fourth and fifth": "both are empty sets",
            "_places: row[3:4]: shift the upper bound": "the fifth is looked at as well",
        },
    ),
)

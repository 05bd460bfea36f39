"""The formats of vendors' databases, and the tests that guard each."""

from ..runner import Format

_TESTS = ("vendor_databases/test_schemas.py", "vendor_databases/test_vectors.py")
#: In what order a digest is made of.
_DIGESTED = (
    "Directory: tuple: swap user.pin and user.name or ''",
    "Directory: tuple: swap each.key and each.name",
    "Directory: tuple: swap each.name and each.area",
    "Directory: tuple: swap people and terminals",
)

FORMATS = (
    Format(
        "vendor_databases",
        "schemas",
        "vendor_databases/schemas/[abesz]*.py",
        ("SCHEMA", "NUMBERS", "WORDS"),
        _TESTS,
    ),
    Format(
        "vendor_databases",
        "rows",
        "vendor_databases/rows.py",
        ("RowDecoder", "_read_code", "_read_workcode"),
        _TESTS,
    ),
    Format(
        "vendor_databases",
        "moments",
        "vendor_databases/moments.py",
        ("read_moment", "round_to_second", "_shown", "_of_.*"),
        _TESTS,
        {"read_moment: tuple: swap int and float": "it is either"},
    ),
    Format(
        "vendor_databases",
        "people and terminals",
        "vendor_databases/directory.py",
        ("Directory", "as_text"),
        _TESTS,
        {
            "as_text: tuple: swap bytes and bytearray": "it is either",
            **dict.fromkeys(_DIGESTED, "digests are compared with each other alone"),
        },
    ),
)

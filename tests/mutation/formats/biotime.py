"""The formats of BioTime's API, and the tests that guard each."""

from ..runner import Format

_TESTS = ("biotime/test_vectors.py", "biotime/test_rows.py")

FORMATS = (
    Format(
        "biotime",
        "punches",
        "biotime/punches.py",
        ("decode_rows?", "read_(terminal|time|arrival)", "_offset", "_code"),
        _TESTS,
    ),
    Format(
        "biotime",
        "terminals",
        "biotime/device_info.py",
        ("decode_terminals", "read_zone", "_read_minutes", "_area"),
        _TESTS,
    ),
    Format("biotime", "people", "biotime/users.py", ("decode_users",), _TESTS),
    Format(
        "biotime",
        "answers",
        "biotime/answers.py",
        ("read_(page|token|integer|text|written)", "check_status", "_refused_values"),
        (*_TESTS, "biotime/test_employees.py"),
    ),
    Format(
        "biotime",
        "written people",
        "biotime/employees.py",
        ("encode_employee", "split_name", "read_.*", "find_.*", "_shows", "pick_.*"),
        ("biotime/test_employees.py",),
    ),
)

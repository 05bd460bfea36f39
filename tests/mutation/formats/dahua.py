"""The formats of Dahua terminals, and the tests that guard each."""

from ..runner import Format

_VECTORS, _FORMATS = "dahua/test_vectors.py", "dahua/test_formats.py"
_ERRORS = "either of two errors"

FORMATS = (
    Format(
        "dahua",
        "records",
        "dahua/*.py",
        ("decode_record", "read_status", "is_granted", "STATUS", "READERS"),
        (_VECTORS, _FORMATS),
    ),
    Format(
        "dahua",
        "answers",
        "dahua/bodies.py",
        ("read_values", "read_records", "check_answer"),
        (_VECTORS, _FORMATS, "dahua/test_any_bytes.py"),
    ),
    Format(
        "dahua",
        "times",
        "dahua/times.py",
        ("read_moment", "as_wall", "as_raw", "decide", "read_clock"),
        (_VECTORS, "dahua/test_any_bytes.py", "dahua/test_sessions.py"),
    ),
    Format(
        "dahua",
        "live events",
        "dahua/events.py",
        ("EventStream", "read_event", "read_push"),
        (_VECTORS, _FORMATS),
        {
            f"{name}: tuple: swap ValueError and RecursionError": _ERRORS
            for name in ("EventStream", "read_event", "read_push")
        },
    ),
    Format(
        "dahua",
        "users",
        "dahua/users.py",
        ("encode_user", "encode_card", "encode_row", "read_date", "decode_users"),
        (_VECTORS, _FORMATS, "dahua/test_commands.py"),
    ),
)

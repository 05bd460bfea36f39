"""The formats of Dahua terminals, and the tests that guard each."""

from ..runner import Format

_VECTORS = "dahua/test_vectors.py"

FORMATS = (
    Format(
        "dahua",
        "records",
        "dahua/*.py",
        ("decode_record", "read_status", "is_granted", "STATUS", "READERS"),
        (_VECTORS,),
    ),
    Format(
        "dahua",
        "answers",
        "dahua/bodies.py",
        ("read_values", "read_records", "check_answer"),
        (_VECTORS, "dahua/test_any_bytes.py", "dahua/test_commands.py"),
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
        (_VECTORS,),
    ),
    Format(
        "dahua",
        "users",
        "dahua/users.py",
        ("encode_user", "encode_card", "encode_row", "read_date", "decode_users"),
        (_VECTORS, "dahua/test_commands.py"),
    ),
)

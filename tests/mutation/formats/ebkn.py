"""The formats of EBKN, and the tests that guard each."""

from ..runner import Format

#: Whatever reads or writes.
_CODEC = r"_?(read|decode|write|encode)_\w+"

FORMATS = (
    Format(
        "ebkn",
        "binary records",
        "ebkn/layouts.py",
        ("_[a-z_]+", "LOGS", "USERS", "_OLDEST_.*"),
        ("ebkn/test_fields.py", "ebkn/test_logs.py", "ebkn/test_lists.py"),
    ),
    Format(
        "ebkn",
        "punches",
        "ebkn/punches.py",
        (_CODEC,),
        (
            "ebkn/test_fields.py",
            "ebkn/test_punches.py",
        ),
    ),
    Format(
        "ebkn",
        "users",
        "ebkn/[ut]*s.py",
        ("decode_user", "PRIVILEGES", "VERSIONS", "read_kind", "make_template"),
        (
            "ebkn/test_fields.py",
            "ebkn/test_users.py",
        ),
    ),
    Format(
        "ebkn",
        "modes",
        "ebkn/codes.py",
        (
            "_KEYS",
            "_READERS",
            "_IO_WORDS",
            "_OLD_VERIFY",
            "_OLDEST_VERIFY",
            "read_io",
            "read_verify",
        ),
        ("ebkn/test_fields.py", "ebkn/test_codes.py", "ebkn/test_punches.py"),
        {
            "_OLDEST_VERIFY: entry 9: swap with 137": "both are card and password",
            "read_verify: str(name)[:20]: shift the upper bound": "a bound of length",
            "read_verify: verify[:8]: shift the upper bound": "a bound of length",
        },
    ),
    Format(
        "ebkn",
        "frames",
        "ebkn/frames.py",
        ("_LENGTH", "decode_frame", "encode_frame", "read_block", "_length", "_run"),
        (
            "ebkn/test_fields.py",
            "ebkn/test_frames.py",
        ),
    ),
    Format(
        "ebkn",
        "users written",
        "ebkn/commands/documents.py",
        ("set_user", "rename_user", "set_privilege", "set_credential", "_enrolled"),
        (
            "ebkn/test_fields.py",
            "ebkn/test_commands.py",
        ),
    ),
)

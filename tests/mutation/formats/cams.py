"""The formats of CAMS, and the tests that guard each."""

from ..runner import Format

#: Whatever reads or writes.
_CODEC = r"_?(read|decode|write|encode)_\w+"

_CAMS = (
    "cams/test_fields.py",
    "cams/test_uploads.py",
    "cams/test_vectors.py",
    "cams/test_users.py",
    "cams/test_responses.py",
)

FORMATS = (
    Format(
        "cams",
        "punches of v1, v2 and v3",
        "cams/p*s.py",
        (_CODEC, "_TIMES", "_PHOTO", "read_pin", "is_only_photo"),
        _CAMS,
    ),
    Format("cams", "callbacks", "cams/callbacks.py", (_CODEC, "_[A-Z]+"), _CAMS),
    Format(
        "cams",
        "users and templates",
        "cams/[ut]*s.py",
        (
            "decode_(user|template|item)",
            "PRIVILEGES",
            "_USER_TYPES",
            "TYPES",
            "ITEMS",
            "VALUE",
            "_name",
            "_privilege",
        ),
        ("cams/test_users.py", *_CAMS),
    ),
    Format(
        "cams",
        "moments",
        "cams/times.py",
        ("(read|decode)_.*", "(write|encode)_.*"),
        (*_CAMS, "cams/test_commands.py"),
        {"read_time: found[3]: shift by one": "sign and hours are there, or neither"},
    ),
    Format(
        "cams",
        "responses",
        "cams/responses.py",
        (_CODEC,),
        ("cams/test_responses.py",),
    ),
    Format(
        "cams",
        "terminals",
        "cams/device_info.py",
        (_CODEC, "_MODEL"),
        _CAMS,
    ),
    Format(
        "cams",
        "commands of v2 and v3",
        "cams/commands/v?.py",
        ("[a-z_]+", "_[A-Z]+.*"),
        ("cams/test_commands.py",),
    ),
)

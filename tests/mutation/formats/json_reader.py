"""The format of readers that send JSON, and the tests that guard it."""

from ..runner import Format

FORMATS = (
    Format(
        "json_reader",
        "punches",
        "json_reader/punches.py",
        ("DIRECTIONS", "VERIFY_LABELS", "decode_upload", "_read_.*"),
        ("json_reader/test_punches.py",),
    ),
)

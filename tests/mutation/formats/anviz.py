"""The formats of Anviz terminals, and the tests that guard each."""

from ..runner import Format

_TESTS = ("anviz/test_anviz.py",)

FORMATS = (
    Format(
        "anviz",
        "frames",
        "anviz/frames.py",
        ("START", "ANSWER", "_REQUEST", "HEAD", "CRC", "crc16", "encode_request"),
        _TESTS,
    ),
    Format(
        "anviz",
        "records",
        "anviz/punches.py",
        ("_ROW", "split_rows", "decode_row"),
        _TESTS,
    ),
    Format(
        "anviz",
        "users",
        "anviz/users.py",
        ("_RECORD", "decode_user", "encode_user", "_read_password", "_write_password"),
        _TESTS,
    ),
    Format(
        "anviz",
        "times",
        "anviz/times.py",
        ("_EPOCH", "decode_seconds", "decode_clock", "encode_clock"),
        _TESTS,
    ),
    Format(
        "anviz", "counts", "anviz/device_info.py", ("Counts", "decode_counts"), _TESTS
    ),
)

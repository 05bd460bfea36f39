"""The formats of terminals at port 4370, and the tests that guard each."""

from ..runner import Format

_ZK = ("test_simulator_zk4370_codec.py",)

FORMATS = (
    Format(
        "zk4370",
        "rows of the log",
        "zk4370/punch_layouts.py",
        (
            "LAYOUTS",
            "_read_short",
            "_read_flags",
            "_read_number",
            "_read_text",
        ),
        (*_ZK, "test_zk4370_punches.py"),
        {
            "LAYOUTS: struct <9xH24sBIB8x: swap 9x and H at 0": "the uid is not read where the row has the PIN",
        },
    ),
    Format(
        "zk4370",
        "records of users",
        "zk4370/*.py",
        ("SHORT", "LONG", "PRIVILEGES", "decode_user", "encode_user"),
        (*_ZK, "test_zk4370_users.py"),
    ),
    Format(
        "zk4370",
        "counts",
        "zk4370/device_info.py",
        ("_PLACES", "decode_sizes"),
        (*_ZK, "test_zk4370_tables.py"),
    ),
    Format(
        "zk4370",
        "fingers",
        "zk4370/templates.py",
        (
            "_ENTRY",
            "_HEAD",
            "_PLACE",
            "_LENGTH",
            "SAVE",
            "decode_entries",
            "make_template",
        ),
        (*_ZK, "test_zk4370_templates.py"),
        {
            "SAVE: struct <IHH: swap I and H at 0": "12, 0 and 8 are the same bytes",
        },
    ),
    Format(
        "zk4370",
        "live events",
        "zk4370/events.py",
        ("_UID", "_NUMBER", "_TEXT", "PUNCH_STRUCTS", "_ENROLLED", "decode_punch"),
        (*_ZK, "test_zk4370_events.py"),
    ),
    Format(
        "zk4370",
        "frames",
        "zk4370/frames.py",
        ("HEADER", "_TOP", "encode_frame", "decode_frame"),
        (*_ZK, "test_zk4370_frames.py"),
    ),
    Format(
        "zk4370",
        "communication key",
        "zk4370/communication_key.py",
        ("_WORD", "_SWAPPED", "scramble"),
        (*_ZK, "test_zk4370_frames.py"),
        {
            "_SWAPPED: struct <HH: turn the byte order": "read and written alike",
            "scramble: tuple: swap a and b": "either XOR the other",
            "scramble: ticks & 255: one bit less": "the terminal takes any ticks from the third byte",
        },
    ),
    Format(
        "zk4370",
        "buffered tables",
        "zk4370/tables.py",
        ("_PREPARE", "_WINDOW", "_TOTAL", "encode_prepare"),
        (*_ZK, "test_zk4370_tables.py"),
    ),
    Format(
        "zk4370",
        "times of events",
        "zk4370/times.py",
        ("decode_six",),
        _ZK,
    ),
)

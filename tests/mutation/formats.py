"""Every format of every brand: where it is written down, and which tests guard it.

Files and names are looked for; what is not found is an error, so that a format that was
renamed is not left out in silence.
"""

from .runner import Format

#: Whatever reads or writes.
_CODEC = r"_?(read|decode|write|encode)_\w+"
_CAMS = (
    "cams/test_fields.py",
    "cams/test_uploads.py",
    "cams/test_vectors.py",
    "cams/test_users.py",
    "cams/test_responses.py",
)
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
    Format(
        "adms",
        "packed times",
        "zk_times.py",
        (_CODEC,),
        ("adms/test_access_log.py", "adms/test_options.py", "adms/test_users.py"),
    ),
    Format(
        "adms",
        "rows of ATTLOG",
        "adms/punches.py",
        ("_decode_line", "_offset"),
        ("adms/test_attlog.py",),
    ),
    Format(
        "adms",
        "rows of events",
        "adms/punches.py",
        ("decode_access_row", "_access_event", "_access_time", "_ACCESS_STATUS"),
        (
            "adms/test_fields.py",
            "adms/test_access_log.py",
        ),
    ),
    Format(
        "adms",
        "rows of OPERLOG",
        "adms/events.py",
        (_CODEC,),
        (
            "adms/test_fields.py",
            "adms/test_uploads.py",
        ),
    ),
    Format(
        "adms",
        "rows of users",
        "adms/users.py",
        (
            "PRIVILEGES",
            "_FIELDS",
            "decode_user",
            "decode_identity_card",
            "decode_enrolled_card",
        ),
        (
            "adms/test_fields.py",
            "adms/test_users.py",
        ),
    ),
    Format(
        "adms",
        "rows of templates",
        "adms/templates.py",
        ("TYPES", "_SLOTS", "_BLOBS", "decode_template"),
        (
            "adms/test_fields.py",
            "adms/test_users.py",
        ),
    ),
    Format(
        "adms",
        "kinds of rows",
        "adms/rows.py",
        ("_ROWS",),
        (
            "adms/test_fields.py",
            "adms/test_users.py",
            "adms/test_uploads.py",
            "adms/test_access_log.py",
        ),
    ),
    Format(
        "adms",
        "results",
        "adms/results.py",
        ("_NAMES", "_result"),
        ("adms/test_results.py",),
    ),
    Format(
        "adms",
        "users and templates written",
        "adms/**/*.py",
        ("set_user", "set_template", "encode_biodata", "OLDER_TABLES"),
        ("adms/test_commands.py", "test_simulator_codec_orders.py"),
    ),
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

"""The formats of ADMS, and the tests that guard each."""

from ..runner import Format

#: Whatever reads or writes.
_CODEC = r"_?(read|decode|write|encode)_\w+"

FORMATS = (
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
            "adms/test_kept_rows.py",
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
            "adms/test_kept_rows.py",
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
            "adms/test_kept_rows.py",
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
)

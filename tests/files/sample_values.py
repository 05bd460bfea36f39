"""What the sample files hold, written down by hand."""

from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent / "samples"
#: The three punches most samples hold: PIN, day and time of day, state.
THREE = [
    ("17", "11-23 08:01:02", 0),
    ("18", "11-23 08:03:00", 0),
    ("17", "11-23 17:01:02", 1),
]
UNDIRECTED = [(pin, time, None) for pin, time, _state in THREE]


@dataclass(frozen=True)
class Sample:
    """One file, what is asked about it, and what it holds then.

    :param kind: the layout's name.
    :param punches: PIN, time in 2026, state.
    :param answers: question to the answer that is given.
    :param refused: reasons of the rows that are refused.
    :param devices: serial to rows.
    :param encoding: what a person says of a text that is not Unicode.
    :param verify: how the first person was recognised.
    :param offset: seconds east of UTC.
    :param workcode: of the first punch.
    :param unknown: words of states that are not known.
    """

    name: str
    kind: str
    punches: list
    answers: dict = field(default_factory=dict)
    refused: tuple = ()
    devices: dict = field(default_factory=dict)
    encoding: str = "utf-8"
    verify: int | None = None
    offset: int | None = None
    workcode: str = ""
    unknown: tuple = ()


def _minutes(punches):
    """The same without seconds."""
    return [(pin, f"{time[:-2]}00", state) for pin, time, state in punches]


def _named(pins, punches):
    """The same with other PINs."""
    return [(pins[pin], time, state) for pin, time, state in punches]


_ZEROS = {"17": "0017", "18": "0018"}

SAMPLES = [
    Sample(
        "1_attlog.dat",
        "attlog",
        [
            ("17", "11-23 08:01:02", 0),
            ("18", "11-23 08:03:40", 0),
            ("17", "11-23 17:05:00", 1),
            ("19", "11-23 17:05:09", None),
        ],
        verify=1,
    ),
    Sample(
        "attlog_12_columns.dat",
        "attlog",
        [
            ("17", "11-23 08:01:02", 0),
            ("18", "11-23 08:02:02", 0),
            ("17", "11-23 12:01:02", 2),
            ("18", "11-23 17:00:02", 1),
        ],
        devices={"CEXA194460123": 4},
        verify=1,
        workcode="301",
    ),
    Sample(
        "attlog_merged.dat",
        "attlog",
        [("17", "11-23 08:01:02", 0), ("18", "11-23 17:02:02", 1)],
        refused=("line_merged",),
        verify=1,
    ),
    Sample(
        "CEXA194460123_attlog.dat",
        "attlog",
        [
            ("17", "11-23 08:01:02", 0),
            ("18", "11-23 08:01:09", 0),
            ("17", "11-23 17:01:02", 1),
        ],
        devices={"CEXA194460123": 3},
        verify=15,
    ),
    Sample(
        "attlog_blanks.txt",
        "attlog",
        [
            ("17", "11-23 08:01:02", 0),
            ("18", "11-23 08:01:09", 0),
            ("17", "11-23 17:01:02", 1),
        ],
        refused=("line_blanks",),
        verify=1,
    ),
    Sample(
        "attlog_two_devices.dat",
        "attlog",
        [
            ("17", "11-23 08:01:02", 0),
            ("18", "11-23 08:11:02", 0),
            ("17", "11-23 17:01:02", 1),
        ],
        devices={"AAA1111111": 2, "BBB2222222": 1},
        verify=1,
    ),
    Sample(
        "attlog_pushed.txt",
        "attlog",
        [
            ("17", "11-23 08:01:02", 0),
            ("18", "11-23 08:11:02", 0),
            ("17", "11-23 17:01:02", 1),
        ],
        answers={"state": "2"},
        verify=1,
    ),
    Sample("GLG_001.TXT", "glg", UNDIRECTED, answers={"pin_width": "1"}, verify=1),
    Sample(
        "AGL_001.TXT",
        "glg",
        [
            ("00000017", "11-23 08:01:02", 0),
            ("00000018", "11-23 08:04:02", 0),
            ("00000017", "11-23 17:01:02", 1),
        ],
        answers={"pin_width": "0"},
    ),
    Sample("GLG_002.TXT", "glg", THREE, answers={"state_codes": "one_in"}, verify=1),
    Sample("pyzk.csv", "pyzk", THREE, answers={"pin": "1"}, verify=1),
    Sample(
        "pyzk_counting.csv",
        "pyzk",
        [THREE[0], ("18", "11-23 08:03:00", None), THREE[2]],
        verify=1,
    ),
    Sample("zktime.csv", "zktime", THREE),
    Sample(
        "zktime_breaks.csv",
        "zktime",
        [
            ("17", "11-23 08:01:00", 0),
            ("17", "11-23 12:00:00", 2),
            ("17", "11-23 12:31:00", 3),
            ("17", "11-23 17:00:00", 1),
        ],
        answers={"with_breaks": "1"},
    ),
    Sample(
        "zktime_daily.csv",
        "zktime",
        [
            ("17", "11-23 08:01:00", 0),
            ("17", "11-23 17:02:00", 1),
            ("18", "11-23 21:58:00", 0),
            ("18", "11-24 06:03:00", 1),
            ("17", "11-24 07:59:00", 0),
        ],
        answers={"out_next_day": "1"},
    ),
    Sample(
        "biotime.csv",
        "biotime",
        _named({"17": "00017", "18": "00018"}, THREE),
        devices={"CEXA194460123": 2, "CEXA194460999": 1},
    ),
    Sample(
        "biotime_raw.csv",
        "biotime_table",
        THREE,
        devices={"CEXA194460123": 3},
        verify=1,
    ),
    Sample("etimetracklite.csv", "etimetracklite", THREE),
    Sample(
        "checkinout.csv",
        "att2000",
        [
            ("4", "11-23 08:01:02", 0),
            ("9", "11-23 08:03:00", None),
            ("4", "11-23 17:01:02", 1),
        ],
        answers={"pin": "0"},
        devices={"3485154901201": 3},
        verify=1,
    ),
    Sample(
        "checkinout_badge.csv",
        "att2000",
        THREE,
        answers={"pin": "1"},
        devices={"3485154901201": 3},
        verify=1,
    ),
    Sample("ivms.csv", "ivms", [THREE[0], UNDIRECTED[1], THREE[2]]),
    Sample(
        "ivms_short_years.csv",
        "ivms",
        [("00000042", "11-09 09:00:00", None), ("00000042", "11-09 18:00:00", None)],
        answers={"date_order": "day"},
    ),
    Sample("crosschex.csv", "crosschex", THREE),
    Sample(
        "biostar.csv",
        "biostar",
        [THREE[0], THREE[2]],
        refused=("line_denied", "line_pin_missing"),
        devices={"544430390": 4},
    ),
    Sample(
        "custom_id.csv",
        "",
        _named({"17": "A17", "18": "A18"}, THREE),
        answers={"pin": "1"},
        offset=0,
    ),
    Sample(
        "turkce.csv",
        "",
        [
            ("55", "11-23 07:57:37", None),
            ("13", "11-23 08:06:57", None),
            ("55", "11-23 17:00:00", None),
        ],
        encoding="cp1254",
    ),
    Sample("espanol.csv", "", _minutes(_named(_ZEROS, THREE)), encoding="cp1252"),
    Sample(
        "chinese.csv",
        "",
        [
            ("0017", "11-23 08:01:00", 0),
            ("0018", "11-23 08:03:00", 2),
            ("0017", "11-23 17:01:00", 1),
        ],
        encoding="gb18030",
    ),
    Sample(
        "excel.csv",
        "",
        _named({"17": "00017", "18": "00018"}, THREE),
        answers={"pin_width": "5"},
        refused=("line_pin_excel",),
    ),
    Sample(
        "francais.txt",
        "",
        [THREE[0], THREE[1], ("17", "12-01 17:01:02", 1)],
        offset=3600,
    ),
    Sample(
        "deutsch.csv",
        "",
        [
            ("17", "04-03 08:01:02", 0),
            ("18", "04-03 08:03:00", None),
            ("17", "04-03 17:01:02", 1),
        ],
        unknown=("Pause",),
    ),
    Sample(
        "undecidable.csv",
        "",
        [
            ("17", "03-04 08:01:00", 0),
            ("18", "03-04 08:03:00", 0),
            ("17", "03-04 17:01:00", 1),
        ],
        answers={"date_order": "month"},
    ),
    Sample("numbers.csv", "", THREE),
    Sample(
        "daily_pairs.csv",
        "",
        [
            ("17", "11-23 08:01:00", 0),
            ("17", "11-23 17:02:00", 1),
            ("18", "11-23 08:03:00", 0),
        ],
    ),
    Sample(
        "daily_two_pairs.csv",
        "zktime",
        [
            ("17", "09-23 07:47:00", 0),
            ("17", "09-23 12:00:00", 1),
            ("17", "09-23 12:30:00", 0),
            ("17", "09-23 17:07:00", 1),
            ("18", "09-23 08:30:00", 0),
        ],
    ),
    Sample("no_header.csv", "", THREE),
    Sample("no_header_numbered.csv", "", UNDIRECTED, answers={"pin": "1"}),
    Sample("russian.csv", "", THREE, encoding="cp1251"),
]

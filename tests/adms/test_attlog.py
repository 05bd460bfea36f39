"""Punches as terminals send them."""

from datetime import datetime

import pytest

from terminals.adms.uploads import acknowledge, decode_upload
from terminals.zk_codes import STATUS
from tests.adms_vectors import body, meaning, named

LINE = "17\t2024-07-28 01:25:24\t0\t1\t\t0\t0"


def read(text: str | bytes):
    return decode_upload("ATTLOG", text if isinstance(text, bytes) else text.encode())


def assert_punch(punch, expected):
    assert punch.pin == expected["pin"]
    assert punch.time == datetime.fromisoformat(expected["time"])
    assert (punch.status, punch.verify) == (expected["status"], expected["verify"])
    assert punch.workcode == expected["workcode"]
    assert punch.offset == expected.get("time_offset_s")


@pytest.mark.parametrize("name", [n for n in named("attlog") if "first" in meaning(n)])
def test_recorded_rows_become_punches(name):
    upload, expected = read(body(name)), meaning(name)
    assert len(upload.punches) == upload.lines == expected["count"]
    assert not upload.refused
    assert_punch(upload.punches[0], expected["first"])
    answer = f"OK: {expected['count']}".encode()
    assert acknowledge("ATTLOG", upload) == answer


def test_order_of_the_batch_is_kept():
    upload = read(body("010_attlog_batch9"))
    last = meaning("010_attlog_batch9")["last"]
    assert upload.punches[-1].pin == last["pin"]
    assert upload.punches[-1].time == datetime.fromisoformat(last["time"])


def test_broken_row_spares_its_neighbour_and_is_counted():
    upload, expected = (
        read(body("023_attlog_broken_row_counted")),
        meaning("023_attlog_broken_row_counted"),
    )
    assert len(upload.punches) == expected["accepted"]
    assert len(upload.refused) == expected["rejected"]
    assert upload.refused[0].line == "broken row"
    assert acknowledge("ATTLOG", upload) == b"OK: %d" % expected["ack_count"]


def test_row_with_nul_is_refused_and_shown():
    upload = read(body("093_attlog_nul_byte"))
    expected = meaning("093_attlog_nul_byte")
    assert len(upload.punches) == expected["accepted_min"]
    assert "␀" in upload.refused[0].line
    assert "\0" not in upload.refused[0].line
    assert acknowledge("ATTLOG", upload) == b"OK: %d" % expected["ack_count"]


@pytest.mark.parametrize("column", range(7))
def test_nul_is_refused_in_any_column(column):
    row = LINE.replace("\t\t0", "\t7\t0").split("\t")
    row[column] += "\0"
    upload = read("\t".join(row))
    assert (len(upload.punches), len(upload.refused)) == (0, 1)


def test_line_ends_and_case_of_the_table_do_not_matter():
    upload = decode_upload("attlog", body("091_attlog_wrong_sn_case"))
    assert len(upload.punches) == meaning("091_attlog_wrong_sn_case")["count"]
    unix, windows = read(LINE + "\n" + LINE), read(f"{LINE}\r\n\r\n{LINE}\t\r\n\n")
    assert [p[:5] for p in unix.punches] == [p[:5] for p in windows.punches]
    assert windows.lines == 2


def test_line_is_kept_as_sent():
    assert read(f"{LINE}\t43\t\r\n").punches[0].line == f"{LINE}\t43\t"


def test_pin_is_text():
    assert read(LINE.replace("17", "00017")).punches[0].pin == "00017"
    assert read(LINE.replace("17", "A-7 b")).punches[0].pin == "A-7 b"


@pytest.mark.parametrize("columns", range(4, 13))
@pytest.mark.parametrize("tail", ["", "\t"])
def test_four_to_twelve_columns_are_taken(columns, tail):
    row = ["17", "2024-07-28 01:25:24", "1", "15", *["0"] * (columns - 4)]
    (punch,) = read("\t".join(row) + tail).punches
    assert (punch.status, punch.verify, punch.offset) == (1, 15, None)
    assert punch.workcode == ("0" if columns > 4 else "")


def test_thirteenth_column_is_refused():
    row = ["17", "2024-07-28 01:25:24", "1", "15", *["0"] * 9]
    assert not read("\t".join(row)).punches


@pytest.mark.parametrize(
    ("text", "offset"),
    [("+28800", 28800), ("-12600", -12600), ("+0", 0), ("0", None), ("+99999", None)],
)
def test_offset_needs_its_sign(text, offset):
    row = ["17", "2024-07-28 01:25:24", "1", "15", *["0"] * 6, text, "e30="]
    assert read("\t".join(row)).punches[0].offset == offset


def test_empty_codes_are_not_said():
    punch = read("17\t2024-07-28 01:25:24\t\t\t").punches[0]
    assert (punch.status, punch.verify) == (None, None)


def test_code_outside_the_lists_is_kept():
    punch = read("17\t2024-07-28 01:25:24\t42\t1234").punches[0]
    assert (punch.status, punch.verify) == (42, 1234)


def test_undefined_state_has_no_direction():
    assert 255 not in STATUS
    assert [STATUS[n] for n in range(6)] == [
        "in",
        "out",
        "break_out",
        "break_in",
        "in",
        "out",
    ]


@pytest.mark.parametrize(
    "moment",
    [
        "2024-02-31 08:00:00",
        "2023-02-29 08:00:00",
        "2024-00-10 08:00:00",
        "2024-01-10 24:00:00",
        "2024-01-10 08:60:00",
        "2024-01-10 08:00:60",
        "0000-01-01 00:00:00",
        "1899-12-31 23:59:59",
        "2024-01-10T08:00:00",
        "2024-W01-1 08:00:00",
        "2024-01-10 08+01:00",
        "2024-01-10 08:00",
        "2024-1-10 8:00:00",
        " 2024-01-10 08:00:00",
        "٢٠٢٤-01-10 08:00:00",
        "",
    ],
)
def test_time_that_does_not_exist_is_refused(moment):
    upload = read(f"17\t{moment}\t0\t1\t0\n{LINE}")
    assert len(upload.punches) == len(upload.refused) == 1
    assert upload.refused[0].reason.code == "row_time"


@pytest.mark.parametrize("moment", ["1900-01-01 00:00:00", "9999-12-31 23:59:59"])
def test_unlikely_years_are_not_the_codecs_business(moment):
    assert str(read(f"17\t{moment}\t0\t1").punches[0].time) == moment


@pytest.mark.parametrize("pin", ["", " ", "1\x1b2", "1" * 25, "a\u2028b"])
def test_absurd_pin_is_refused(pin):
    upload = read(f"{pin}\t2024-07-28 01:25:24\t0\t1")
    assert not upload.punches
    assert upload.refused[0].reason.code == "row_pin"


@pytest.mark.parametrize("code", ["x", "1.5", "٣", "1" * 10, " 1"])
def test_code_that_is_no_number_is_refused(code):
    assert not read(f"17\t2024-07-28 01:25:24\t{code}\t1").punches
    assert not read(f"17\t2024-07-28 01:25:24\t1\t{code}").punches


def test_two_merged_lines_are_refused():
    upload = read(LINE + "\t0" + LINE)
    assert not upload.punches
    assert upload.refused[0].reason.code == "row_width"


def test_chinese_terminal_is_read():
    upload = read(LINE.replace("\t\t0", "\t加班\t0").encode("gb18030"))
    assert upload.punches[0].workcode == "加班"


def test_garbage_does_not_change_how_its_neighbours_read():
    rows = [LINE.replace("\t\t0", "\tÜber\t0").encode(), b"\xff\xfe\x81garbage"]
    upload = read(b"\n".join(rows))
    assert upload.punches[0].workcode == "Über"
    assert len(upload.refused) == 1


@pytest.mark.parametrize("empty", ["", "\n", "\r\n\r\n", " \n\t\n"])
def test_empty_body_is_plain_ok(empty):
    upload = read(empty)
    assert upload.lines == 0
    assert acknowledge("ATTLOG", upload) == b"OK"


@pytest.mark.parametrize("rest", ["17", "17\t2024-07-28 01:2", LINE[:24], LINE[:25]])
def test_line_cut_before_its_fourth_column_is_refused(rest):
    upload = read(f"{LINE}\n{rest}")
    assert (len(upload.punches), len(upload.refused)) == (1, 1)


def test_no_cut_invents_a_punch():
    """Cut anywhere, a body gives its own punches; only the last line may differ.

    It differs in nothing that says who and when: see `decode_attlog` for why a cut in
    or after the fourth column cannot be seen in the bytes.
    """
    whole = "".join(
        f"{1000 + n}\t2024-07-28 0{n % 10}:25:{n % 60:02d}\t{n % 6}\t15\t{n}\t0\t0\t\r\n"
        for n in range(110)
    ).encode()
    assert len(whole) > 4000
    punches = read(whole).punches
    for cut in range(len(whole)):
        found = read(whole[:cut])
        done = whole[:cut].count(b"\n")
        assert found.punches[:done] == punches[:done]
        rest = found.punches[done:]
        assert len(rest) <= 1
        for punch in rest:
            assert punch[:3] == punches[done][:3]
            assert punch.verify in {1, 15}
        assert len(found.punches) + len(found.refused) == found.lines

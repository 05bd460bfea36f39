"""Punches from USB sticks and tables."""

from datetime import datetime

import pytest
from hypothesis import given, strategies as st

from terminals.errors import ProtocolError
from tests.files.opening import decode_file

AT = datetime(2015, 3, 5, 8, 1, 2)
ROW = "        1\t2015-03-05 08:01:02\t1\t0\t15\t0"


def read(text, name="1_attlog.dat", **more):
    content = text if isinstance(text, bytes) else text.encode()
    return decode_file(name, content, **more)


def punch_of(text):
    (punch,) = read(text).punches
    return punch


def test_row_of_a_terminal():
    """PIN in front of blanks, time, terminal, state, verify, work code."""
    assert punch_of(ROW)[:6] == ("1", AT, 0, 15, "", ROW)
    assert punch_of(ROW.replace("\t0\t15\t0", "\t1\t15\t42"))[2:5] == (1, 15, "42")


@pytest.mark.parametrize("columns", range(2, 7))
def test_columns_may_be_missing(columns):
    punch = punch_of("\t".join(ROW.split("\t")[:columns]) + "\r\n\r\n")
    assert punch[:2] == ("1", AT)
    assert punch.status == (0 if columns > 3 else None)
    assert punch.verify == (15 if columns > 4 else None)


def test_lines_with_serial_number_and_checksum_are_no_rows():
    upload = read(f"SN=1234567890\r\n{ROW}\r\nCheckSum=77\r\n")
    assert (len(upload.punches), upload.lines, upload.refused) == (1, 1, [])


def test_pin_that_begins_like_the_serial_line_is_a_row():
    assert punch_of(ROW.replace("        1", "SN01")).pin == "SN01"


def test_pin_is_text():
    assert punch_of(ROW.replace("        1", "  0017")).pin == "0017"


def test_no_key_pressed_is_no_status():
    assert punch_of(ROW.replace("\t0\t15", "\t255\t15")).status is None


def test_verify_before_state_is_told_by_codes_no_state_has():
    swapped = "1\t2015-03-05 08:01:02\t1\t15\t1\t0"
    other = "1\t2015-03-05 17:01:02\t1\t1\t0\t0"
    upload = read(f"{swapped}\n{other}")
    assert [(p.status, p.verify) for p in upload.punches] == [(1, 15), (0, 1)]


def test_a_work_code_says_nothing_of_the_order_of_the_columns():
    swapped = "1\t2015-03-05 08:01:02\t1\t15\t1\t77"
    (punch,) = read(swapped).punches
    assert (punch.status, punch.verify, punch.workcode) == (1, 15, "77")


def test_state_of_its_own_does_not_swap_the_columns():
    upload = read(ROW.replace("\t0\t15", "\t7\t15") + "\n" + ROW)
    assert [(p.status, p.verify) for p in upload.punches] == [(7, 15), (0, 15)]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("1\t2015-02-31 08:01:02\t1\t0\t1\t0", "line_time"),
        ("1\t2015-03-05\t1\t0\t1\t0", "line_clock_missing"),
        ("1\t\t1\t0\t1\t0", "line_time_missing"),
        ("\t2015-03-05 08:01:02\t1\t0\t1\t0", "line_pin_missing"),
        ("1" * 25 + "\t2015-03-05 08:01:02\t1\t0", "row_pin"),
        (ROW + ROW, "line_merged"),
        ("rubbish", "line_columns"),
    ],
)
def test_bad_line_is_refused_alone(line, code):
    upload = read(f"{ROW}\n{line}\n{ROW}")
    assert len(upload.punches) == 2
    (refused,) = upload.refused
    assert refused.reason.code == code
    assert refused.line == line
    assert upload.lines == 3


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"\r\n \n", "file_empty"),
        (b"PK\x03\x04rest", "file_workbook"),
        (b"\xd0\xcf\x11\xe0rest", "file_workbook"),
        (b"\x01\x00\x01\x00", "file_not_text"),
        (b"hello\nworld", "file_unknown"),
        (b"name,colour\nAda,red", "file_unknown"),
    ],
)
def test_other_file_is_refused_with_its_code(content, code):
    with pytest.raises(ProtocolError, match=code):
        read(content, "log.xyz")


TABLES = [
    "PIN,DateTime\n0017,2024-07-28 08:30:15",
    "pin;date;time\n0017;2024-07-28;08:30:15",
    "User ID\tDate/Time\n0017\t2024/07/28 8:30:15",
    '"Time","AC-No."\n"2024-07-28T08:30:15","0017"',
    "No.,Name,Employee ID,Date,Time\n1,Ada,0017,28/07/2024,08:30:15",
    "emp_code,punch_time\n0017,07/28/2024 8:30:15 AM",
    "Badge;Timestamp\n0017;28.07.2024 08:30:15",
    "PIN,Date,Time\n0017,20240728,083015",
    "pin,timestamp\n0017,2024-07-28 08:30:15.000",
]


@pytest.mark.parametrize("text", TABLES)
def test_tables_by_many_names(text):
    punch = punch_of(text)
    assert (punch.pin, punch.time) == ("0017", datetime(2024, 7, 28, 8, 30, 15))
    assert (punch.status, punch.verify) == (None, None)
    assert punch.line == text.split("\n")[1]


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("", None),
        ("0", 0),
        ("In", 0),
        ("C/In", 0),
        ("Check-out", 1),
        ("OUT", 1),
        ("break out", 2),
        ("Break In", 3),
        ("Overtime In", 4),
        ("OT-Out", 5),
        ("255", None),
    ],
)
def test_states_in_words_and_numbers(state, code):
    text = f"PIN,Time,State,Verify Mode,WorkCode\n17,2024-07-28 08:30,{state},15,9"
    assert punch_of(text)[2:5] == (code, 15, "9")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (",2024-07-28 08:30,0", "line_pin_missing"),
        ("17,2024-02-31 08:30,0", "line_time"),
        ("17,2024-07-28,0", "line_clock_missing"),
        ("17,2024-07-28 25:00,0", "line_time"),
        ("17,2024-07-28 13:00 PM,0", "line_time"),
        ("17,45/45/2024 08:30,0", "line_time"),
        ("17,2024-07-28 08:30+15:00,0", "line_time"),
        ("17", "line_columns"),
        ("1\ufffd7,2024-07-28 08:30,0", "row_pin"),
    ],
)
def test_bad_line_of_a_table_is_refused_alone(line, code):
    good = "18,2024-07-28 08:30,1"
    upload = read(f"pin,time,state\n{good}\n{line}\n{good}", "t.csv")
    assert [p.pin for p in upload.punches] == ["18", "18"]
    (refused,) = upload.refused
    assert refused.reason.code == code
    assert refused.line == line


def table(*days):
    return "pin,date,time\n" + "\n".join(f"17,{day},08:30" for day in days)


def days_of(*days):
    return [f"{p.time:%m-%d}" for p in read(table(*days)).punches]


def test_one_day_tells_the_order_for_the_whole_file():
    assert days_of("03/04/2024", "13/04/2024") == ["04-03", "04-13"]
    assert days_of("03/04/2024", "04/13/2024") == ["03-04", "04-13"]


def test_order_that_cannot_be_told_is_refused():
    with pytest.raises(ProtocolError, match="ask_date_order"):
        days_of("01/01/2024", "03/04/2024")


def test_order_that_contradicts_itself_is_refused():
    with pytest.raises(ProtocolError, match="file_days_mixed"):
        days_of("13/04/2024", "04/13/2024")


def test_day_that_reads_the_same_either_way_is_no_doubt():
    assert days_of("01/01/2024", "07/07/2024") == ["01-01", "07-07"]


def test_day_that_fits_neither_order_does_not_decide():
    upload = read(table("13/04/2024", "45/45/2024"))
    assert (len(upload.punches), len(upload.refused)) == (1, 1)


def test_points_have_the_day_first():
    assert days_of("03.04.2024") == ["04-03"]


@pytest.mark.parametrize(
    ("clock", "hour"),
    [("12:30 AM", 0), ("12:30 pm", 12), ("1:30 p.m.", 13), ("1:30", 1)],
)
def test_halves_of_the_day(clock, hour):
    assert punch_of(f"pin,time\n17,2024-07-28 {clock}").time.hour == hour


def test_years_of_two_digits_are_of_this_century():
    assert punch_of("pin,time\n17,07/28/99 08:30").time.year == 2099
    with pytest.raises(ProtocolError, match="ask_date_order"):
        read("pin,time\n17,28/07/24 08:30")


def test_marks_and_code_pages():
    text = "pin,time\nÜ7,2024-07-28 08:30"
    for content in (text.encode("utf-8-sig"), text.encode("utf-16")):
        assert read(content).punches[0].pin == "Ü7"
    chinese = "pin,time\n王小明7,2024-07-28 08:30".encode("gb18030")
    assert read(chinese, encoding="gb18030").punches[0].pin == "王小明7"
    assert not read(chinese).punches  # never half a PIN


def test_comma_inside_quotes_is_no_column():
    assert punch_of('Name,PIN,Time\n"L, Ada",17,2024-07-28 08:30').pin == "17"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_ends_of_lines_of_any_system(end):
    assert len(read(end.join([ROW, ROW, ""])).punches) == 2
    assert len(read(end.join(["pin,time", "1,2024-07-28 08:30"])).punches) == 1


def test_value_beyond_all_bounds_is_refused_alone():
    upload = read(f"pin,time\n{'7' * 200_000},2024-07-28 08:30\n1,2024-07-28 08:30")
    assert (len(upload.punches), len(upload.refused)) == (1, 1)
    assert upload.refused[0].line == "7" * 200_000 + ",2024-07-28 08:30"


def test_nul_no_database_takes_is_replaced():
    upload = read(f"{ROW}\0\n1\0\t2015-03-05 08:01:02".encode("utf-16"))
    lines = [item.line for item in upload.punches + upload.refused]
    assert len(lines) == 2
    assert not any("\0" in line for line in lines)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_file_is_refused_or_counted(content):
    for head in (b"", b"pin,time\n", ROW.encode() + b"\n"):
        try:
            upload = decode_file("x.csv", head + content)
        except ProtocolError as error:
            assert str(error.reason).endswith(".")
        else:
            assert len(upload.punches) + len(upload.refused) == upload.lines


STATES = {
    None: "255 none",
    0: "0 in i checkin cin clockin entry",
    1: "1 out o checkout cout clockout exit",
    2: "2 breakout startbreak",
    3: "3 breakin endbreak",
    4: "4 overtimein otin",
    5: "5 overtimeout otout",
}


@pytest.mark.parametrize(
    ("word", "state"), [(w, s) for s, words in STATES.items() for w in words.split()]
)
def test_a_state_is_known_by_each_of_its_words(word, state):
    upload = read(f"PIN,Time,Punch State\n7,2015-03-05 08:01:02,{word}\n", "a.csv")
    (punch,) = upload.punches
    assert (punch.pin, punch.time, punch.status) == ("7", AT, state)


def test_blanks_in_place_of_tabs():
    punch = punch_of("  17  2015-03-05 08:01:02  1  0  15  42")
    assert punch[:5] == ("17", AT, 0, 15, "42")

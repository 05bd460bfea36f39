"""Files that look harmless, and would give a person other punches than they hold."""

import pytest

from tests.files.opening import asked, inspected, rows_of, values_of

TWO_PAIRS = "EmpID,Date,In 1,Out 1,In 2,Out 2\n"


def test_quotes_that_are_never_closed_do_not_swallow_the_rows_between():
    text = "PIN,Name,Time\n" + "".join(
        f"{pin},{name},2026-11-{day} 08:00:00\n"
        for day in (23, 24)
        for pin, name in ((1, '"Tom'), (2, "Ann"), (3, "Bo"))
    )
    assert [(pin, time[8:10]) for pin, time, _state in values_of(text)] == [
        ("1", "23"),
        ("2", "23"),
        ("3", "23"),
        ("1", "24"),
        ("2", "24"),
        ("3", "24"),
    ]


@pytest.mark.parametrize("day", ["1899-12-30", "12/30/1899", "1900-01-00"])
def test_time_of_day_on_a_day_that_is_none_is_not_midnight(day):
    text = f"PIN,Date,Time\n17,2026-11-23 00:00:00,{day} 08:00:00\n"
    assert values_of(text) == [("17", "2026-11-23 08:00:00", None)]


@pytest.mark.parametrize(
    "row",
    ["5,2026-11-23,18:00,23:30,00:30,06:00", "5,2026-11-23,22:00,02:00,02:30,06:00"],
)
def test_second_half_of_a_night_is_of_the_next_day(row):
    assert asked(inspected(TWO_PAIRS + row)) == ["out_next_day"]
    values = values_of(TWO_PAIRS + row, answers={"out_next_day": "1"})
    times = [time for _pin, time, _state in values]
    assert times == sorted(times)
    assert times[-1] == "2026-11-24 06:00:00"
    (refused,) = rows_of(TWO_PAIRS + row, answers={"out_next_day": "0"})
    assert refused.refused.code == "line_end_first"


def test_beginning_and_end_at_midnight_mean_that_nobody_came():
    text = (
        TWO_PAIRS + "5,2026-11-23,00:00,00:00,,\n6,2026-11-23,08:00,17:00,00:00,00:00\n"
    )
    assert [(pin, time[11:16]) for pin, time, _state in values_of(text)] == [
        ("6", "08:00"),
        ("6", "17:00"),
    ]


def test_half_of_the_day_in_a_column_of_its_own_is_read():
    text = "PIN,Date,Time,AM/PM\n5,2026-11-23,08:00,AM\n5,2026-11-23,05:00,PM\n"
    assert [time[11:16] for _pin, time, _state in values_of(text)] == ["08:00", "17:00"]
    late = text.replace("05:00", "17:00")
    assert [time[11:16] for _pin, time, _state in values_of(late)] == ["08:00", "17:00"]


def test_days_in_two_columns_with_unknown_names_are_asked_about():
    text = "Syntyi;PIN;Paiva;Kello\n1980-01-02;5;2026-11-23;08:00\n1981-01-02;6;2026-11-23;08:01\n"
    assert asked(inspected(text)) == ["day"]
    values = values_of(text, answers={"day": "2"})
    assert values[0] == ("5", "2026-11-23 08:00:00", None)


def test_header_that_begins_with_sn_names_no_terminal():
    text = "SN,UserID,Time\n,5,2026-11-23 08:00:00\nABC12345,6,2026-11-23 08:00:00\n"
    assert [row.device for row in rows_of(text)] == ["", "ABC12345"]


def test_numbers_of_rows_called_sn_are_no_terminals():
    text = "SN,PIN,Time\n" + "".join(
        f"{n},{n % 2 + 7},2026-11-23 08:0{n}:00\n" for n in range(1, 6)
    )
    assert inspected(text).devices == {}


def test_the_same_number_in_all_rows_may_be_in_or_out():
    text = "PIN,Time,Direction\n5,2026-11-23 08:00:00,1\n6,2026-11-23 09:00:00,1\n"
    assert asked(inspected(text)) == ["state_codes"]
    assert [s for *_row, s in values_of(text, answers={"state_codes": "one_in"})] == [
        0,
        0,
    ]


def test_time_out_is_the_end_of_work_and_no_failure():
    text = "PIN,Time,Status\n5,2026-11-23 08:00,Time In\n5,2026-11-23 17:00,Time Out\n"
    assert [state for *_row, state in values_of(text)] == [0, 1]


def test_what_nobody_decided_about_one_file_is_asked_of_the_next():
    first = inspected("17\t2026-11-23 08:00:00\t1\t0\t1\t0\n", "1_attlog.dat")
    second = inspected(
        "18\t2026-11-24 08:00:00\t1\t0\t1\t0\n",
        "1_attlog.dat",
        remembered={first.signature: {}},
        known_pins=["00017", "00018"],
    )
    assert second.signature == first.signature
    assert asked(second) == ["pin_width"]


def test_what_was_decided_about_one_file_holds_for_the_next():
    text = "PIN,Time,Direction\n5,2026-11-23 08:00,1\n5,2026-11-23 17:00,0\n"
    first = inspected(text)
    remembered = {first.signature: {"state_codes": "one_in", "columns": {}}}
    second = inspected(text, remembered=remembered)
    assert (asked(second), second.layout.state_codes) == ([], "one_in")


def test_stick_file_whose_state_and_verification_may_be_exchanged_is_asked_about():
    text = "5\t2026-11-23 08:00:00\t1\t1\t0\t0\n6\t2026-11-23 17:00:00\t1\t1\t1\t0\n"
    assert asked(inspected(text, "1_attlog.dat")) == ["state"]
    turned = rows_of(text, answers={"state": "4"})
    assert [(p.status, p.verify) for row in turned for p in row.punches] == [
        (0, 1),
        (1, 1),
    ]
    usual = rows_of(text, answers={"state": "3"})
    assert [(p.status, p.verify) for row in usual for p in row.punches] == [
        (1, 0),
        (1, 1),
    ]


@pytest.mark.parametrize("names", ["Break Out,Break In", "Lunch Start,Lunch End"])
def test_break_of_a_row_of_a_day_is_not_left_out(names):
    text = f"PIN,Date,Clock In,{names},Clock Out\n"
    text += "5,2026-11-23,22:00,01:00,02:00,06:00\n6,2026-11-23,08:00,,,17:00\n"
    values = values_of(text, answers={"out_next_day": "1"})
    assert [(pin, time[8:16], state) for pin, time, state in values] == [
        ("5", "23 22:00", 0),
        ("5", "24 01:00", 2),
        ("5", "24 02:00", 3),
        ("5", "24 06:00", 1),
        ("6", "23 08:00", 0),
        ("6", "23 17:00", 1),
    ]


@pytest.mark.parametrize(
    ("names", "row"),
    [
        ("EmpID,Date,Time,Out", "5,2026-11-23,08:00,17:00"),
        ("EmpID,Date,In,Time", "5,2026-11-23,08:00,17:00"),
        ("EmpID,DateTime,Out", "5,2026-11-23 08:00,2026-11-23 17:00"),
    ],
)
def test_one_named_end_does_not_hide_the_other_column_of_times(names, row):
    text = f"{names}\n{row}\n"
    assert "time" in asked(inspected(text))
    column = names.split(",").index("DateTime" if "DateTime" in names else "Time")
    (value,) = values_of(text, answers={"time": str(column)})
    assert value[1] == f"2026-11-23 {row.split(',')[column][-5:]}:00"

"""Laws of files: what would pay the wrong person, or for the wrong day, is never guessed."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings, strategies as st

from terminals.errors import ProtocolError
from terminals.files.inspection import inspect
from terminals.files.layout import MEANINGS
from terminals.files.names import INTERNAL_NAMES, PIN_NAMES, WEAK_PIN_NAMES
from terminals.files.proposal import QUESTIONS
from terminals.files.reading import read
from terminals.files.source import RowsSource
from terminals.files.times import day_of
from tests.files.opening import asked, inspected, rows_of, source_of

DAY = datetime(2026, 11, 23, 8)
NAMES = sorted({*PIN_NAMES, *WEAK_PIN_NAMES, *INTERNAL_NAMES})


def table(header, rows):
    return "\n".join([",".join(header), *(",".join(map(str, row)) for row in rows)])


@pytest.mark.parametrize("name", NAMES)
@given(start=st.integers(0, 5000), count=st.integers(3, 30))
@settings(max_examples=3)
def test_column_that_counts_is_never_the_pin(name, start, count):
    rows = [[start + n, DAY + timedelta(hours=n)] for n in range(count)]
    found = inspected(table([name, "Date/Time"], rows))
    assert "pin" not in found.layout.columns
    assert asked(found) == ["pin"]


@given(start=st.integers(0, 5000), count=st.integers(3, 5000))
@settings(max_examples=15)
def test_column_that_counts_is_not_the_pin_where_another_is(start, count):
    rows = [[start + n, n % 2 + 11, DAY] for n in range(count)]
    found = inspected(table(["User ID", "Badge", "Date/Time"], rows))
    assert found.layout.columns["pin"] == 1


@pytest.mark.parametrize("first", ["1", "10"])
def test_first_column_of_a_file_without_header_that_counts_is_asked_about(first):
    rows = "\n".join(f"{int(first) + n}\t2026-11-23 08:00:00\t1\t0" for n in range(3))
    found = inspected(rows)
    assert asked(found) == ["pin"]
    assert [r.punches for r in rows_of(rows, answers={"pin": "0"})] != []


@pytest.mark.parametrize("name", ["no", "id", "number", "uid", "User", "Employee"])
def test_number_of_anything_is_not_the_pin_where_another_is(name):
    rows = [[n, 11 + n % 2, DAY] for n in (5, 3, 5, 4)]
    found = inspected(table([name, "AC-No.", "Time"], rows))
    assert found.layout.columns["pin"] == 1


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("userId", "userCustomId"),
        ("USERID", "Badgenumber"),
        ("uid", "user_id"),
        ("Employee ID", "AC No"),
        ("PIN", "Staff Code"),
    ],
)
def test_two_columns_that_may_be_the_pin_are_asked_about(one, two):
    rows = [[n, 11 + n % 2, DAY] for n in (5, 3, 5, 4)]
    for header in ([one, two, "DateTime"], [two, one, "DateTime"]):
        found = inspected(table(header, rows))
        if set(header) & {"AC No"}:
            assert found.layout.kind == "zktime"
            continue
        assert asked(found) == ["pin"]
        assert "pin" not in found.layout.columns
        (question,) = found.questions
        assert {option.value for option in question.options} == {"0", "1"}


def test_two_columns_that_are_the_same_are_no_question():
    rows = [[n, n, DAY] for n in (5, 3, 5, 4)]
    found = inspected(table(["uid", "user_id", "DateTime"], rows))
    assert asked(found) == []


FORMS = ["{0:%d/%m/%Y}", "{0:%m/%d/%Y}", "{0:%d-%m-%y}", "{0:%y/%m/%d}", "{0:%d.%m.%y}"]
# Year, month and day are three numbers of which each may be the others.
UNDECIDABLE = st.permutations(range(1, 13)).map(
    lambda numbers: date(2000 + numbers[0], numbers[1], numbers[2])
)


@given(st.sampled_from(FORMS), st.lists(UNDECIDABLE, min_size=1, max_size=20))
def test_no_day_is_guessed_where_its_order_cannot_be_told(form, days):
    text = "PIN,Time\n" + "\n".join(f"17,{form.format(day)} 08:00" for day in days)
    found = inspected(text)
    assert asked(found) == ["date_order"]
    assert found.layout.date_order == ""
    rows = list(read(source_of(text), found.layout))
    assert len(rows) == len(days)
    assert {row.refused.code for row in rows} == {"line_day_month"}
    (question,) = found.questions
    for order in question.options:
        read_now = rows_of(text, answers={"date_order": order.value})
        assert all(row.punches for row in read_now)


def test_one_day_among_many_tells_the_order():
    days = ["03/04/2026"] * 5000 + ["13/04/2026"]
    text = "PIN,Time\n" + "\n".join(f"17,{day} 08:00" for day in days)
    found = inspected(text)
    assert (asked(found), found.layout.date_order) == ([], "day")


def test_days_that_contradict_each_other_refuse_the_file():
    text = "PIN,Time\n17,13/04/2026 08:00\n17,04/13/2026 08:00"
    with pytest.raises(ProtocolError, match="file_days_mixed"):
        inspected(text)


def test_order_remembered_from_files_that_need_none_decides_nothing():
    first = inspected("PIN,Time\n17,2026-11-23 08:00")
    second = inspected("PIN,Time\n17,26/11/12 08:00", remembered={first.signature: {}})
    assert asked(second) == ["date_order"]


def test_remembered_order_that_does_not_fit_is_forgotten():
    first = inspected("PIN,Time\n17,03/04/2026 08:00", answers={"date_order": "day"})
    assert first.layout.date_order == "day"
    remembered = {first.signature: {"date_order": "day"}}
    second = inspected("PIN,Time\n17,04/13/2026 08:00", remembered=remembered)
    assert second.layout.date_order == "month"


@given(st.text(max_size=70))
def test_day_of_any_text_is_a_part_of_it(text):
    assert isinstance(day_of(text), str)


HEADS = [b"", b"PIN,Time\n", b"17\t2026-11-23 08:00:00\t1\t0\t1\t0\n", b"SN=ABC1234567\n",
         b"No\tTMNo\tEnNo\tName\tINOUT\tMode\tDateTime\n", b"PIN;Date;In;Out\n", b"sep=;\n",
         b"\xff\xfe", b"PIN Date Time\n17 2026-11-23 8:00 AM\n"]  # fmt: skip


@given(
    st.sampled_from(HEADS),
    st.one_of(
        st.binary(max_size=300),
        st.text(max_size=300).map(str.encode),
        st.text('17,;\t|"\n 0:/-.AaPpMmTtZz+=E', max_size=300).map(str.encode),
    ),
    st.sampled_from(
        ["utf-8", "cp1252", "gb18030", "utf-16", "no such", "base64", "idna"]
    ),
)
@settings(max_examples=600)
def test_any_bytes_are_refused_or_counted(head, content, encoding):
    source = source_of(head + content)
    try:
        found = inspect(source, encoding=encoding)
    except ProtocolError as error:
        assert str(error.reason).endswith(".")
        return
    assert set(asked(found)) <= set(QUESTIONS)
    assert set(found.layout.columns) <= set(MEANINGS)
    if not {"pin", "time"} & set(asked(found)):
        rows = list(read(source, found.layout))
        assert found.row_count == len(rows)
        assert [row.number for row in rows] == sorted({row.number for row in rows})
        for row in rows:
            assert bool(row.refused) != bool(row.punches) or row.punches == ()
            assert "\0" not in row.line


@given(st.lists(st.lists(st.text(max_size=20), max_size=6), max_size=20))
def test_any_worksheet_is_refused_or_counted(rows):
    source = RowsSource("book.xlsx", lambda: rows)
    try:
        found = inspect(source)
    except ProtocolError:
        return
    if not {"pin", "time"} & set(asked(found)):
        assert found.row_count == len(list(read(source, found.layout)))

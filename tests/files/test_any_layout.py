"""Records written in any layout are read as they were, or asked about; never as others."""

from datetime import datetime
from io import BytesIO

import pytest
from hypothesis import assume, event, given, settings, strategies as st

from terminals.files.inspection import inspect
from terminals.files.proposal import with_answer
from terminals.files.reading import read
from terminals.files.source import TextSource
from tests.files.writing import (
    CLOCKS,
    DAYS,
    ENCODINGS,
    TABLES,
    WORDS,
    Form,
    Record,
    expected,
    written,
)

PINS = st.one_of(
    st.integers(1, 99_999).map(str),
    st.integers(1, 999).map("{:05}".format),
    st.integers(1, 99).map("A{}".format),
)
ANY_TIMES = st.datetimes(datetime(2001, 1, 1), datetime(2049, 12, 31))
#: Every part of the day may be the year, the month or the day.
UNDECIDABLE_TIMES = st.builds(
    datetime,
    st.integers(2001, 2012),
    st.integers(1, 12),
    st.integers(1, 12),
    st.integers(0, 23),
    st.integers(0, 59),
)


@st.composite
def records(draw):
    pins = draw(st.lists(PINS, min_size=1, max_size=4, unique=True))
    times = draw(st.sampled_from([ANY_TIMES, UNDECIDABLE_TIMES]))
    whole = times.map(lambda time: time.replace(microsecond=0))
    record = st.builds(Record, st.sampled_from(pins), whole, st.integers(0, 1))
    return draw(st.lists(record, min_size=1, max_size=12))


@st.composite
def forms(draw, table):
    return Form(
        draw(st.sampled_from(sorted(DAYS))),
        draw(st.sampled_from(sorted(CLOCKS))),
        draw(st.sampled_from(sorted(WORDS))),
        draw(st.sampled_from(table.delimiters)),
        draw(st.sampled_from(ENCODINGS)),
    )


def answers(found, table, form):
    """The right answers to the questions about a file."""
    for question in found.questions:
        values = [option.value for option in question.options]
        if question.code == "pin":
            number = table.header.index(table.pin) if table.header else 0
            answer = str(number)
        elif question.code == "date_order":
            answer = DAYS[form.day][1]
        elif question.code == "pin_width":
            answer = "0"
        elif question.code == "state_codes":
            answer = "zk" if table.states else "none"
        else:
            answer = values[0]
        assert answer in values, (question, answer)
        yield question.code, answer


def values_of(source, layout):
    rows = list(read(source, layout))
    assert [row for row in rows if row.refused] == []
    return [(p.pin, p.time, p.status) for row in rows for p in row.punches]


@pytest.mark.parametrize("name", TABLES)
@given(data=st.data(), written_records=records())
@settings(max_examples=50)
def test_records_are_read_as_written_or_asked_about(name, data, written_records):
    table = TABLES[name]
    form = data.draw(forms(table))
    assume(any(record.time.hour or record.time.minute for record in written_records))
    content = written(table, form, written_records)
    source = TextSource("records.csv", lambda: BytesIO(content))
    found = inspect(source, encoding="gb18030")
    event(
        " ".join(sorted(question.code for question in found.questions))
        or "nothing asked"
    )
    fixed = {}
    for code, answer in answers(found, table, form):
        fixed = with_answer(fixed, code, answer)
    again = inspect(source, encoding="gb18030", fixed=fixed)
    assert again.questions == ()
    assert values_of(source, again.layout) == expected(table, form, written_records)
    if found.questions == ():
        assert again.layout == found.layout

"""Files of many programs and terminals are read to the values they hold, or asked about."""

from itertools import islice

import pytest

from terminals.files.inspection import inspect
from terminals.files.layout import Layout
from terminals.files.proposal import with_answer
from terminals.files.reading import read, read_line
from terminals.files.source import TextSource
from tests.files.sample_values import FOLDER, SAMPLES


@pytest.fixture(params=SAMPLES, ids=lambda sample: sample.name)
def sample(request):
    return request.param


@pytest.fixture
def source(sample):
    return TextSource(sample.name, lambda: (FOLDER / sample.name).open("rb"))


def decisions(sample):
    fixed = {}
    for code, answer in sample.answers.items():
        fixed = with_answer(fixed, code, answer)
    return fixed


def inspected(source, sample, **more):
    return inspect(source, encoding=sample.encoding, fixed=decisions(sample), **more)


def test_every_file_is_in_the_table():
    assert {path.name for path in FOLDER.iterdir()} == {each.name for each in SAMPLES}
    assert len(SAMPLES) >= 30
    assert len({each.kind for each in SAMPLES}) >= 10


def test_just_what_is_not_sure_is_asked(sample, source):
    found = inspect(source, encoding=sample.encoding)
    assert {question.code for question in found.questions} == set(sample.answers)
    for question in found.questions:
        values = [option.value for option in question.options]
        assert sample.answers[question.code] in values
        assert str(question.reason).endswith(".")


def test_values_are_those_of_the_file(sample, source):
    found = inspected(source, sample)
    assert found.questions == ()
    assert found.layout.kind == sample.kind
    rows = list(read(source, found.layout))
    punches = [punch for row in rows for punch in row.punches]
    assert [
        (p.pin, f"{p.time:%m-%d %H:%M:%S}", p.status) for p in punches
    ] == sample.punches
    assert {punch.time.year for punch in punches} == {2026}
    assert tuple(row.refused.code for row in rows if row.refused) == sample.refused
    first = punches[0]
    assert (first.verify, first.offset, first.workcode) == (
        sample.verify,
        sample.offset,
        sample.workcode,
    )
    assert found.unknown_words == sample.unknown


def test_inspection_counts_what_is_read(sample, source):
    found = inspected(source, sample)
    rows = list(read(source, found.layout))
    punches = [punch for row in rows for punch in row.punches]
    assert found.devices == sample.devices
    assert found.row_count == len(rows)
    assert found.punch_count == len(punches)
    assert found.refused_count == len(sample.refused)
    assert [row.refused.code for row in found.refused] == list(sample.refused)
    assert found.pins == {punch.pin for punch in punches}
    assert found.first == min(punch.time for punch in punches)
    assert found.last == max(punch.time for punch in punches)
    assert [row[:2] for row in found.sample] == [(r.number, r.line) for r in rows[:10]]
    assert [row.punches for row in found.sample] == [row.punches for row in rows[:10]]
    assert all(row.values for row in found.sample)


def test_reading_goes_on_behind_any_row(sample, source):
    layout = inspected(source, sample).layout
    rows = list(read(source, layout))
    for count in range(len(rows) + 1):
        begun = list(islice(read(source, layout), count))
        last = begun[-1].number if begun else 0
        assert begun + list(read(source, layout, start=last)) == rows


def test_one_line_is_read_as_in_its_file(sample, source):
    layout = inspected(source, sample).layout
    for row in read(source, layout):
        again = read_line(row.line, layout)
        assert (again.line, again.punches, again.refused) == (
            row.line,
            row.punches,
            row.refused,
        )


def test_layout_goes_through_json(sample, source):
    layout = inspected(source, sample).layout
    assert Layout.from_dict(layout.as_dict()) == layout


def test_remembered_answers_are_not_asked_again(sample, source):
    first = inspected(source, sample)
    remembered = {first.signature: decisions(sample)}
    again = inspect(source, encoding=sample.encoding, remembered=remembered)
    assert again.layout == first.layout
    assert again.questions == ()
    assert again.signature == inspect(source, encoding=sample.encoding).signature

"""Rows as terminals push them, saved as a file: without the number of the terminal."""

from terminals.files.proposal import Option
from tests.files.opening import inspected, rows_of

ROWS = (
    "17\t2026-11-23 08:00:00\t0\t15\t7\n"
    "18\t2026-11-23 08:01:00\t0\t1\t8\n"
    "17\t2026-11-23 17:00:00\t1\t15\t9\n"
)


def codes(**more):
    return [row.punches[0][2:5] for row in rows_of(ROWS, **more)]


def test_number_no_terminal_has_is_asked_about():
    (question,) = inspected(ROWS).questions
    assert question.code == "state"
    assert [option.value for option in question.options] == ["", "2", "3"]
    assert question.options[0] == Option("", "")
    assert question.reason.values == {"column": "3"}


def test_until_it_is_answered_nothing_is_taken():
    assert codes() == [(None, None, "")] * 3


def test_columns_stand_one_further_to_the_left():
    assert codes(answers={"state": "2"}) == [(0, 15, "7"), (0, 1, "8"), (1, 15, "9")]


def test_third_column_is_the_terminal_all_the_same():
    assert codes(answers={"state": "3"}) == [(15, 7, ""), (1, 8, ""), (15, 9, "")]


def test_state_may_be_left_out():
    assert [state for state, _verify, _work in codes(answers={"state": ""})] == [
        None
    ] * 3

"""Gaps in the numbers of events that terminals push."""

from hypothesis import given, strategies as st

from rules.sequence import find_gap


def test_next_number_is_no_gap():
    assert find_gap(10, [(10, 11), (11, 12)]) == (False, 12)


def test_number_behind_others_is_a_gap():
    assert find_gap(10, [(12, 13)]) == (True, 13)


def test_gap_within_what_came_is_one():
    assert find_gap(None, [(1, 2), (5, 6)]) == (True, 6)


def test_first_event_ever_is_no_gap():
    assert find_gap(None, [(500, 501)]) == (False, 501)


def test_what_comes_again_is_no_gap():
    assert find_gap(10, [(9, 10), (8, 9), (9, 10), (10, 11)]) == (False, 11)


def test_terminal_that_counts_anew_is_no_gap_and_followed_from_there():
    assert find_gap(5_000, [(1, 2)]) == (False, 2)
    assert find_gap(2, [(3, 4)]) == (True, 4)


def test_nothing_changes_nothing():
    assert find_gap(7, []) == (False, 7)


@given(
    st.integers(1, 50),
    st.lists(st.booleans(), max_size=30),
)
def test_a_gap_is_found_exactly_where_an_event_is_left_out_before_another(start, kept):
    """Events that follow each other, of which some are not received."""
    numbers = [start + place for place, is_kept in enumerate(kept, 1) if is_kept]
    gap, last = find_gap(start, [(number - 1, number) for number in numbers])
    expected = list(range(start + 1, start + 1 + len(numbers)))
    assert gap == (numbers != expected)
    assert last == (numbers[-1] if numbers else start)

"""One event told in several ways is one punch, in whatever order the tellings come."""

from datetime import datetime, timedelta

from hypothesis import given, strategies as st

from rules.numbered_events import NO_STATUS, Content, Event, Key, unite
from tests.pairing_random import many

START = datetime(2026, 11, 2, 8)
IN, OUT, UNKNOWN = 0, 1, 255


def is_direction(status):
    return status in (IN, OUT)


def telling(
    status=NO_STATUS, number="7", *, at=0, pin="1", verify=None, shift=0, **more
):
    """One telling; ``shift``: minutes the wall clock is ahead of the other ways'."""
    instant = START + timedelta(seconds=at)
    wall = str(instant + timedelta(minutes=shift))
    numbers = frozenset([number] if number else [])
    tellings = {Key(wall, status): Content(verify, more.pop("workcode", ""))}
    return Event(pin, instant, tellings, numbers, **more)


def punches(events):
    return {
        (
            event.pin,
            event.instant,
            event.best(is_direction).status,
            event.number,
            event.content(is_direction),
        )
        for event in unite(events)
    }


def only(*events):
    (event,) = unite(events)
    return event.best(is_direction).status, event.number, event.content(is_direction)


def test_a_direction_wins_over_none():
    for first, second in ((IN, NO_STATUS), (NO_STATUS, IN)):
        assert only(telling(first), telling(second))[0] == IN
    assert only(telling(UNKNOWN), telling(NO_STATUS))[0] == UNKNOWN
    assert only(telling(UNKNOWN), telling(OUT))[0] == OUT


def test_of_two_directions_the_lower_state_counts_in_any_order():
    assert (
        only(telling(IN), telling(OUT))[0] == only(telling(OUT), telling(IN))[0] == IN
    )


def test_what_the_richest_telling_leaves_out_another_one_says():
    poor = telling(verify=15, workcode="9")
    assert only(telling(IN), poor)[2] == Content(15, "9")
    assert only(telling(IN, verify=1), poor)[2] == Content(1, "9")


def test_a_number_that_comes_with_another_time_is_another_punch():
    assert len(unite([telling(IN), telling(IN, at=60)])) == 2


def test_numbers_count_for_one_pin():
    assert len(unite([telling(IN), telling(IN, pin="2")])) == 2


def test_a_punch_without_a_number_takes_it_later():
    assert only(telling(IN, None), telling(IN))[:2] == (IN, "7")
    assert only(telling(IN), telling(IN, None))[:2] == (IN, "7")


def test_without_numbers_another_state_is_another_punch():
    assert (
        len(unite([telling(IN, None), telling(NO_STATUS, None), telling(OUT, None)]))
        == 3
    )


def test_a_telling_that_is_both_makes_two_punches_one():
    """Unnumbered without a state, numbered with one: one event, as is seen at last."""
    assert only(telling(NO_STATUS, None), telling(IN), telling(NO_STATUS))[:2] == (
        IN,
        "7",
    )


def test_a_terminal_that_counts_anew_makes_no_punch_twice():
    assert only(telling(IN, "10"), telling(IN, "9"))[:2] == (IN, "9")


def test_another_wall_clock_of_the_same_instant_is_the_same_event():
    assert only(telling(IN), telling(NO_STATUS, shift=60))[0] == IN


def test_an_instant_that_is_certain_wins():
    first = telling(IN, ambiguous=True)
    hour = telling(NO_STATUS, at=3600, shift=-60)
    for events in ((first, hour), (hour, first)):
        (event,) = unite(events)
        assert (event.instant, event.ambiguous) == (hour.instant, False)


TELLINGS = st.lists(
    st.builds(
        telling,
        st.sampled_from([NO_STATUS, IN, OUT, UNKNOWN]),
        st.sampled_from([None, "7", "8", "10"]),
        at=st.sampled_from([0, 1, 60]),
        pin=st.sampled_from(["1", "2"]),
        verify=st.sampled_from([None, 1, 15]),
        shift=st.sampled_from([0, 0, 0, 60]),
        workcode=st.sampled_from(["", "3"]),
    ),
    max_size=9,
)


@many
@given(TELLINGS, st.randoms(use_true_random=False), st.data())
def test_any_order_any_repetition_and_any_batches_make_the_same_punches(
    tellings, random, data
):
    whole = punches(tellings)
    again = (
        tellings + data.draw(st.lists(st.sampled_from(tellings), max_size=4))
        if (tellings)
        else []
    )
    random.shuffle(again)
    stored, left = [], list(again)
    while left:
        size = data.draw(st.integers(1, len(left)))
        stored, left = unite([*stored, *left[:size]]), left[size:]
    assert punches(stored) == whole


@many
@given(TELLINGS)
def test_no_two_punches_share_what_makes_them_one(tellings):
    links = [link for event in unite(tellings) for link in set(event.links())]
    assert len(links) == len(set(links))

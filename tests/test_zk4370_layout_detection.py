"""Which layout a log has, found from its rows."""

from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings, strategies as st

from simulator.zk4370.rows import encode_row
from terminals.errors import ProtocolError
from terminals.zk4370.layout_detection import detect_layout, share_of_likely_rows
from terminals.zk4370.punch_layouts import LAYOUTS
from terminals.zk4370.times import encode_time
from tests.zk4370_vectors import raw

NOW = datetime(2026, 3, 2, 12)
EVERY = pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)


def log(layout, rows, *, seed=1, since=datetime(2019, 1, 1), pins=None):
    """A log as it grows: ever later punches of forty people."""
    rng, at = Random(seed), since
    whole = b""
    for _row in range(rows):
        at += timedelta(seconds=rng.randint(1, 40_000))
        uid = rng.randint(1, 40)
        pin = pins(uid) if pins else str(uid)
        state = rng.choice((0, 1, 0, 1, 4, 255))
        whole += encode_row(layout.name, uid, pin, at, state, rng.choice((0, 1, 2, 15)))
    return whole


@EVERY
@given(st.integers(1, 120), st.integers())
@settings(max_examples=25)
def test_layout_is_found_without_the_count(layout, rows, seed):
    assert detect_layout(log(layout, rows, seed=seed), now=NOW) is layout


@EVERY
@pytest.mark.parametrize("rows", [1, 2, 3, 8, 39, 40, 41, 48, 49, 50, 98, 147])
def test_layout_is_found_for_every_length(layout, rows):
    whole = log(layout, rows)
    for counters in (None, (rows, rows), (rows, rows + 1), (rows - 1, rows)):
        assert detect_layout(whole, now=NOW, counters=counters) is layout


@EVERY
@pytest.mark.parametrize("wrong", [0, 1, 19, 21, 25, 100, 5000])
def test_wrong_count_does_not_mislead(layout, wrong):
    """A punch during the reading, or a count that is simply another."""
    assert detect_layout(log(layout, 20), now=NOW, counters=(wrong, wrong)) is layout


@pytest.mark.parametrize("name", ["v50", "v51"])
def test_recorded_row_of_8_is_of_the_second_layout(name):
    assert detect_layout(raw(name), now=NOW).name == "8b"


@pytest.mark.parametrize(("name", "layout"), [("v41", "40"), ("v48", "16")])
def test_recorded_rows(name, layout):
    assert detect_layout(raw(name), now=NOW).name == layout


@EVERY
def test_beginning_of_a_long_log_is_enough(layout):
    whole = log(layout, 300)
    sample = whole[: 100 * layout.width + 3]
    assert detect_layout(sample, now=NOW, total=len(whole)) is layout


@EVERY
def test_log_that_grew_by_one_whose_rows_do_not_fit_the_count(layout):
    whole = log(layout, 20)
    with pytest.raises(ProtocolError, match="punch_layout_unknown"):
        detect_layout(whole, now=NOW, total=len(whole) + 1, counters=(20, 20))


@EVERY
def test_31_february_and_a_few_wild_rows_do_not_hide_the_layout(layout):
    february = encode_time(datetime(2024, 2, 1)) + 30 * 86_400
    whole = log(layout, 120) + encode_row(layout.name, 1, "1", february, 0, 1)
    assert detect_layout(whole, now=NOW) is layout


@pytest.mark.parametrize("name", ["40", "49", "49p"])
def test_pins_of_letters_and_of_any_length(name):
    whole = log(LAYOUTS[name], 60, pins=lambda uid: f"NB24010{uid:05}-abcdefghij"[:24])
    assert detect_layout(whole, now=NOW).name == name


@pytest.mark.parametrize("name", ["40", "49", "49p"])
def test_terminal_that_lost_its_clock_still_names_its_people(name):
    whole = log(LAYOUTS[name], 60, since=datetime(2000, 1, 1))
    assert detect_layout(whole, now=NOW).name == name


@pytest.mark.parametrize("name", ["8a", "8b", "16"])
def test_lost_clock_is_taken_with_the_count_on_its_side(name):
    layout = LAYOUTS[name]
    whole = log(layout, 40, since=datetime(2000, 1, 1)) + log(layout, 60)
    assert detect_layout(whole, now=NOW, counters=(100, 100)) is layout
    with pytest.raises(ProtocolError):
        detect_layout(whole, now=NOW)


def test_count_alone_decides_nothing():
    """Bytes that no layout reads as punches stay unread, whatever the count says."""
    noise = Random(4).randbytes(40 * 49)
    for counters in ((49, 49), (40, 40), (245, 245)):
        with pytest.raises(ProtocolError, match="punch_layout_unknown"):
            detect_layout(noise, now=NOW, counters=counters)


@pytest.mark.parametrize("whole", [b"", bytes(40), bytes(16), b"\xff" * 80, b"x" * 7])
def test_what_is_no_log_is_refused(whole):
    with pytest.raises(ProtocolError):
        detect_layout(whole, now=NOW, counters=(1, 1))


def test_times_beyond_the_day_after_tomorrow_are_not_likely():
    layout = LAYOUTS["40"]
    soon, late = NOW + timedelta(days=2), NOW + timedelta(days=2, seconds=1)
    assert (
        share_of_likely_rows(layout, encode_row(layout.name, 1, "1", soon, 0, 1), NOW)
        == 1
    )
    assert (
        share_of_likely_rows(layout, encode_row(layout.name, 1, "1", late, 0, 1), NOW)
        == 0
    )


def test_no_row_is_not_likely():
    assert share_of_likely_rows(LAYOUTS["40"], b"", NOW) == 0


@given(st.binary(max_size=400), st.tuples(st.integers(0, 60), st.integers(0, 60)))
def test_any_bytes_are_refused_or_read_mostly_as_punches(garbage, counters):
    try:
        layout = detect_layout(garbage, now=NOW, counters=counters)
    except ProtocolError as error:
        assert str(error.reason).endswith(".")
    else:
        assert len(garbage) % layout.width == 0
        assert share_of_likely_rows(layout, garbage, NOW, oldest=1) >= 0.5


@EVERY
@pytest.mark.parametrize("count", [None, 1, 30])
@pytest.mark.parametrize("rows", [1, 2, 30, 98])
def test_few_users_at_the_first_places(layout, count, rows):
    """Then two rows of eight bytes could be one of sixteen, but for its work code."""
    since = datetime(2024, 5, 1, 8)
    whole = b"".join(
        encode_row(
            layout.name, 1 + n % 7, str(1 + n % 7), since + n * timedelta(hours=1), 0, 1
        )
        for n in range(rows)
    )
    counters = None if count is None else (count, count)
    assert detect_layout(whole, now=datetime(2025, 1, 1), counters=counters) is layout

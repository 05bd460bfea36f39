"""Wall clocks to instants, in the zones that are known to break clocks."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, strategies as st

from rules import clock

PARIS = clock.zone("Europe/Paris")
LONG_AFTER = datetime(2030, 1, 1)  # received much later than any reading below


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def read(zone, *readings: str, received=LONG_AFTER) -> list[str]:
    rows = [("17", at(wall), None) for wall in readings]
    found, _ambiguous = clock.instants(rows, zone, received)
    assert all(instant.tzinfo is None for instant in found)
    return [str(instant) for instant in found]


@pytest.mark.parametrize(
    ("zone", "wall", "instant"),
    [
        ("Europe/Paris", "2024-07-01 09:00:00", "2024-07-01 07:00:00"),
        ("Europe/Paris", "2024-01-01 00:30:00", "2023-12-31 23:30:00"),
        ("Asia/Kolkata", "2024-07-01 09:00:00", "2024-07-01 03:30:00"),
        ("Asia/Kathmandu", "2024-07-01 09:00:00", "2024-07-01 03:15:00"),
        ("Australia/Eucla", "2024-07-01 09:00:00", "2024-07-01 00:15:00"),
        ("America/St_Johns", "2024-01-01 09:00:00", "2024-01-01 12:30:00"),
        ("Pacific/Kiritimati", "2024-07-01 09:00:00", "2024-06-30 19:00:00"),
        ("Australia/Lord_Howe", "2024-07-01 09:00:00", "2024-06-30 22:30:00"),
        ("Australia/Lord_Howe", "2024-01-01 09:00:00", "2023-12-31 22:00:00"),
        ("America/Sao_Paulo", "2018-12-01 09:00:00", "2018-12-01 11:00:00"),
        ("UTC", "2024-07-01 09:00:00", "2024-07-01 09:00:00"),
    ],
)
def test_ordinary_reading(zone, wall, instant):
    assert read(clock.zone(zone), wall) == [instant]


@pytest.mark.parametrize(
    ("zone", "wall", "instant"),
    [
        ("Europe/Paris", "2024-03-31 02:30:00", "2024-03-31 01:30:00"),
        ("America/Sao_Paulo", "2018-11-04 00:30:00", "2018-11-04 03:30:00"),
        ("Australia/Lord_Howe", "2024-10-06 02:15:00", "2024-10-05 15:45:00"),
    ],
)
def test_skipped_hour_moves_forward(zone, wall, instant):
    for received in (LONG_AFTER, at(instant), at(instant) - timedelta(hours=1)):
        assert read(clock.zone(zone), wall, received=received) == [instant]
    before = at(wall) - at(instant)
    local = at(instant).replace(tzinfo=timezone.utc).astimezone(clock.zone(zone))
    assert local.utcoffset() > before, "shown after the change on a right clock"
    assert local.replace(tzinfo=None) > at(wall)


@pytest.mark.parametrize(
    ("zone", "readings", "instants"),
    [
        (
            "Europe/Paris",
            ["2024-10-27 02:50:00", "2024-10-27 02:10:00", "2024-10-27 02:55:00"],
            ["2024-10-27 00:50:00", "2024-10-27 01:10:00", "2024-10-27 01:55:00"],
        ),
        (
            "America/Sao_Paulo",
            ["2018-02-17 23:50:00", "2018-02-17 23:10:00", "2018-02-18 00:10:00"],
            ["2018-02-18 01:50:00", "2018-02-18 02:10:00", "2018-02-18 03:10:00"],
        ),
        (
            "Australia/Lord_Howe",
            ["2024-04-07 01:50:00", "2024-04-07 01:40:00", "2024-04-07 02:05:00"],
            ["2024-04-06 14:50:00", "2024-04-06 15:10:00", "2024-04-06 15:35:00"],
        ),
    ],
)
def test_repeated_hour_is_resolved_by_the_order(zone, readings, instants):
    assert read(clock.zone(zone), *readings) == instants


def test_repeated_hour_without_a_sign_is_the_first():
    assert read(PARIS, "2024-10-27 02:30:00") == ["2024-10-27 00:30:00"]
    assert read(PARIS, "2024-10-27 02:10:00", "2024-10-27 02:50:00") == [
        "2024-10-27 00:10:00",
        "2024-10-27 00:50:00",
    ]


def test_day_after_does_not_push_an_earlier_night_into_the_second_pass():
    """Batches may be out of order; only readings of the same night tell."""
    readings = ("2024-10-28 09:00:00", "2024-10-27 09:00:00", "2024-10-27 02:30:00")
    assert read(PARIS, *readings)[2] == "2024-10-27 00:30:00"


def test_two_years_do_not_touch_each_other():
    readings = ("2024-10-27 02:50:00", "2024-10-27 02:10:00", "2025-10-26 02:30:00")
    assert read(PARIS, *readings)[2] == "2025-10-26 00:30:00"


@pytest.mark.parametrize(
    ("received", "instant"),
    [
        ("2024-10-27 00:30:05", "2024-10-27 00:30:00"),
        ("2024-10-27 01:30:05", "2024-10-27 01:30:00"),
        ("2024-10-27 01:29:00", "2024-10-27 01:30:00"),  # the clock is a minute fast
        ("2024-10-27 01:32:00", "2024-10-27 01:30:00"),
        ("2024-10-27 01:32:01", "2024-10-27 00:30:00"),
    ],
)
def test_live_punch_is_where_it_was_received(received, instant):
    assert read(PARIS, "2024-10-27 02:30:00", received=at(received)) == [instant]


def test_offset_of_the_terminal_wins():
    readings = [
        ("17", at("2024-10-27 02:30:00"), 3600),
        ("17", at("2024-07-01 09:00:00"), -12600),
    ]
    found, ambiguous = clock.instants(readings, PARIS, LONG_AFTER)
    assert not ambiguous
    assert list(map(str, found)) == ["2024-10-27 01:30:00", "2024-07-01 12:30:00"]


@pytest.mark.parametrize(
    ("zone", "wall"),
    [
        ("America/New_York", "9999-12-31 23:59:59"),
        ("Asia/Tokyo", "0001-01-01 00:00:00"),
    ],
)
def test_edge_of_the_calendar_does_not_break(zone, wall):
    assert read(clock.zone(zone), wall) == [wall]


ZONES = ["Europe/Paris", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kathmandu"]
ZONES += ["Africa/Casablanca", "Pacific/Apia", "America/St_Johns", "Asia/Tehran"]


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2037, 12, 31)), st.sampled_from(ZONES)
)
def test_instant_returns_from_its_wall_clock(instant, name):
    """Read where it is received, every instant comes back, whatever the zone does."""
    instant, zone = instant.replace(microsecond=0), clock.zone(name)
    local = instant.replace(tzinfo=timezone.utc).astimezone(zone).replace(tzinfo=None)
    assert clock.instants([("17", local, None)], zone, instant) == ([instant], set())


@given(st.integers(0, 120), st.lists(st.integers(0, 90), max_size=30))
def test_night_recorded_in_order_is_read_in_order(start, steps):
    """One pass over the repeated hour never makes time run backwards."""
    moment, readings = datetime(2024, 10, 27) + timedelta(minutes=start), []
    for step in steps:
        moment += timedelta(minutes=step)
        local = moment.replace(tzinfo=timezone.utc).astimezone(PARIS)
        readings.append(("17", local.replace(tzinfo=None), None))
    found, _ambiguous = clock.instants(readings, PARIS, LONG_AFTER)
    assert found == sorted(found)


@pytest.mark.parametrize(
    ("zone", "instant", "minutes"),
    [
        ("Europe/Paris", "2024-03-31 00:59:59", 60),
        ("Europe/Paris", "2024-03-31 01:00:00", 120),
        ("Asia/Kathmandu", "2024-01-01 00:00:00", 345),
        ("Australia/Lord_Howe", "2024-01-01 00:00:00", 660),
        ("Australia/Lord_Howe", "2024-07-01 00:00:00", 630),
        ("America/St_Johns", "2024-01-01 00:00:00", -210),
    ],
)
def test_offset_at_an_instant(zone, instant, minutes):
    assert clock.offset_minutes(clock.zone(zone), at(instant)) == minutes


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../etc/passwd", "Europe/\0"])
def test_unknown_zone_is_one_sentence(name):
    with pytest.raises(ValueError, match="not the name of a time zone"):
        clock.zone(name)


@pytest.mark.parametrize(
    ("zone", "at_utc", "wall", "midnight"),
    [
        (
            "Europe/Paris",
            "2024-07-01 09:00:00",
            "2024-07-01 11:00:00",
            "2024-07-01 22:00:00",
        ),
        (
            "Europe/Paris",
            "2024-07-01 22:00:00",
            "2024-07-02 00:00:00",
            "2024-07-02 22:00:00",
        ),
        (
            "Pacific/Kiritimati",
            "2024-07-01 09:00:00",
            "2024-07-01 23:00:00",
            "2024-07-01 10:00:00",
        ),
        (
            "America/St_Johns",
            "2024-01-01 00:00:00",
            "2023-12-31 20:30:00",
            "2024-01-01 03:30:00",
        ),
        # The night the clock goes back: the day has 25 hours.
        (
            "Europe/Paris",
            "2024-10-27 00:30:00",
            "2024-10-27 02:30:00",
            "2024-10-27 23:00:00",
        ),
    ],
)
def test_the_clock_on_the_wall_and_its_next_midnight(zone, at_utc, wall, midnight):
    place = clock.zone(zone)
    assert clock.wall(at(at_utc), place) == at(wall)
    assert clock.midnight_after(at(at_utc), place) == at(midnight)

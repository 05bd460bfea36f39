"""What arriving punches show of a terminal's clock: any offset soon, a backlog never."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from rules import clock, clock_offset
from rules.clock_offset import (
    CLOCK,
    DOUBT_SECONDS,
    MAX_SAMPLES,
    SUMMER_OFF,
    SUMMER_ON,
    ZONE,
    Sample,
)

START = datetime(2025, 3, 3, 6)
BERLIN = clock.zone("Europe/Berlin")
HOUR = 3600
CONTACT_GAP = 300  # after so many seconds without contact it begins anew
STEP = 60  # times of uploads and calls are written once a minute


@dataclass
class Server:
    """What the server knows of one terminal's clock, as the addon stores it."""

    contact_since: int | None = None
    contact: int | None = None
    upload: int | None = None
    samples: list = field(default_factory=list)
    offset: int = 0
    doubts: int = 0
    doubted_at: list = field(default_factory=list)

    def called(self, now):
        if self.contact is None or now - self.contact > CONTACT_GAP:
            self.contact_since = now
        if self.contact is None or now - self.contact >= STEP:
            self.contact = now

    def uploaded(self, now, *made):
        """Take in one upload.

        :param made: when each punch was, by the terminal's clock, in seconds.
        """
        self.called(now)
        received = START + timedelta(seconds=now)
        rows = [START + timedelta(seconds=each) for each in made]
        seconds = clock_offset.newest_offset(rows, received)
        if seconds is not None:
            live = clock_offset.is_live(received, *map(_at, self._known()))
            self.samples = [*self.samples, Sample(received, seconds, live)]
            self.samples = self.samples[-MAX_SAMPLES:]
            found = clock_offset.estimate(self.samples, self.offset)
            if found:
                self.offset = found.offset
        if self.upload is None or now - self.upload >= STEP:
            self.upload = now
        if self.is_doubted:
            self.doubted_at.append(now)

    def _known(self):
        return self.contact_since, self.upload

    @property
    def is_doubted(self):
        return abs(self.offset) >= DOUBT_SECONDS


def _at(seconds):
    return None if seconds is None else START + timedelta(seconds=seconds)


offsets = st.one_of(
    st.integers(-14 * 4, 14 * 4).map(lambda quarters: quarters * 900),
    st.integers(-2 * 86400, 2 * 86400),
    st.just(-25 * 365 * 86400),
)
drifts = st.integers(-20, 20)
pauses = st.lists(st.integers(240, 4 * HOUR), min_size=2, max_size=8)


def live(server, now, wrong, pauses, delays=()):
    """Make punches one by one, each sent when made, with calls in between."""
    delays = list(delays) or [0]
    for number, pause in enumerate(pauses):
        for beat in range(now, now + pause, 30):
            server.called(beat)
        now += pause
        server.uploaded(now + delays[number % len(delays)], now + wrong)
        yield now


@given(offsets, pauses, st.lists(st.integers(0, 20), min_size=1, max_size=4))
def test_any_live_clock_is_doubted_by_the_second_punch_if_it_is_wrong(
    wrong, pauses, delays
):
    server = Server()
    for number, _now in enumerate(live(server, 0, wrong, pauses, delays)):
        if wrong >= DOUBT_SECONDS + 20 or (number and abs(wrong) >= DOUBT_SECONDS + 20):
            assert server.is_doubted
            assert abs(server.offset - wrong) <= 20
        elif abs(wrong) < DOUBT_SECONDS - 20:
            assert not server.is_doubted


outages = st.lists(
    st.tuples(
        st.integers(0, 3 * HOUR),  # in contact
        st.integers(CONTACT_GAP + STEP, 4 * 86400),  # not in contact
        st.lists(st.integers(0, 4 * 86400), max_size=30),  # punches made meanwhile
        st.lists(st.integers(1, 110), min_size=1, max_size=5),  # pauses of the upload
        st.integers(1, 3),  # rows an upload
        st.booleans(),  # newest first
    ),
    min_size=1,
    max_size=4,
)


@given(outages, st.lists(st.integers(240, 3000), max_size=4), drifts)
def test_a_backlog_of_whatever_shape_is_never_taken_for_a_wrong_clock(
    outages, after, drift
):
    server, now = Server(), 0
    for contact, away, made, pauses, rows, reverse in outages:
        for beat in range(now, now + contact, 30):
            server.called(beat)
        left = now + contact
        now = left + away
        waiting = sorted((left + each % away for each in made), reverse=reverse)
        server.called(now)
        for number, first in enumerate(range(0, len(waiting), rows)):
            now += pauses[number % len(pauses)]
            server.uploaded(
                now, *(each + drift for each in waiting[first : first + rows])
            )
    for _now in live(server, now, drift, after):
        pass
    assert not server.doubted_at


@given(offsets.filter(lambda each: each < -DOUBT_SECONDS - 40), pauses, pauses)
def test_a_clock_put_right_is_believed_at_once(wrong, before, after):
    server, now = Server(), 0
    for now in live(server, 0, wrong, before):
        assert now
    assert server.is_doubted
    for _now in live(server, now, 0, after):
        assert not server.is_doubted


@given(offsets.filter(lambda each: each > DOUBT_SECONDS + 40), pauses, pauses)
def test_a_clock_that_was_ahead_is_believed_at_the_second_punch(wrong, before, after):
    server, now = Server(), 0
    for now in live(server, 0, wrong, before):
        assert now and server.is_doubted
    for number, _now in enumerate(live(server, now, 0, after)):
        assert not number or not server.is_doubted


@given(st.integers(DOUBT_SECONDS + 40, 14 * HOUR), st.integers(150, 4 * HOUR))
def test_a_clock_that_was_ahead_is_believed_without_calls_in_between(wrong, pause):
    server = Server()
    server.uploaded(0, wrong)
    assert server.is_doubted
    for now in range(pause, pause + 2 * HOUR + 4 * pause, pause):
        server.uploaded(now, now)  # put right, as anybody sees
    assert not server.is_doubted


def test_a_backlog_of_about_the_tolerance_shows_nothing():
    samples = [Sample(START, -359), Sample(START + timedelta(seconds=1), -299)]
    assert clock_offset.estimate(samples).offset == -299


def test_a_punch_that_waited_exactly_three_hours_shows_nothing():
    server = Server()
    for beat in range(0, 600, 30):
        server.called(beat)
    server.called(10800)
    server.uploaded(10801, 1)  # made offline, sent when the line was back
    assert not server.is_doubted
    server.uploaded(10802, 2)
    assert not server.is_doubted
    *_all, last = live(server, 10802, 0, [600, 600])
    assert last and not server.doubted_at


def test_a_rush_after_a_live_punch_confirms_the_offset():
    server = Server()
    for beat in range(0, 600, 30):
        server.called(beat)
    server.uploaded(600, 600 - 3 * HOUR)
    assert not server.is_doubted
    server.uploaded(605, 604 - 3 * HOUR)
    assert server.is_doubted


def test_of_many_rows_the_last_one_alone_may_be_ahead():
    now = START
    future, past = now + timedelta(hours=3), now - timedelta(hours=3)
    assert clock_offset.newest_offset([past, future], now) == 3 * HOUR
    assert clock_offset.newest_offset([future, past], now) == 3 * HOUR
    assert clock_offset.newest_offset([past, future, past], now) is None
    assert clock_offset.newest_offset([past, past], now) is None
    assert clock_offset.newest_offset([], now) is None


SUMMER, WINTER = datetime(2025, 7, 1, 10), datetime(2025, 1, 7, 10)


@pytest.mark.parametrize(
    ("offset", "zone", "at", "code", "shown"),
    [
        (0, "Europe/Berlin", SUMMER, None, None),
        (299, "Europe/Berlin", SUMMER, None, None),
        (-HOUR, "Europe/Berlin", SUMMER, SUMMER_OFF, "UTC+01:00"),
        (HOUR, "Europe/Berlin", SUMMER, ZONE, "UTC+03:00"),
        (HOUR, "Europe/Berlin", WINTER, SUMMER_ON, "UTC+02:00"),
        (-HOUR, "Europe/Berlin", WINTER, ZONE, "UTC+00:00"),
        (-1800, "Australia/Lord_Howe", WINTER, SUMMER_OFF, "UTC+10:30"),
        (2 * HOUR + 90, "Europe/Berlin", WINTER, ZONE, "UTC+03:00"),
        (-3 * HOUR - 100, "UTC", WINTER, ZONE, "UTC-03:00"),
        (5 * HOUR + 1800, "UTC", WINTER, ZONE, "UTC+05:30"),
        (5 * HOUR + 2700, "UTC", WINTER, ZONE, "UTC+05:45"),
        (-12 * 60, "Europe/Berlin", WINTER, CLOCK, None),
        (HOUR + 300, "Europe/Berlin", WINTER, CLOCK, None),
        (15 * HOUR, "UTC", WINTER, CLOCK, None),
        (-25 * 365 * 86400, "Europe/Berlin", WINTER, CLOCK, None),
        (HOUR, "Asia/Kolkata", SUMMER, ZONE, "UTC+06:30"),
    ],
)
def test_what_an_offset_looks_like(offset, zone, at, code, shown):
    where = clock.zone(zone)
    assert clock_offset.doubt(offset, where, at) == code
    found = clock_offset.shown_offset(offset, where, at)
    assert (found is not None and clock_offset.offset_name(found)) == (shown or False)

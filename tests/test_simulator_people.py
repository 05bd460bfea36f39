"""People, clocks and memories: what the truth rests on."""

import asyncio
import json
from datetime import datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given, settings, strategies as st

from simulator import Clock, Fleet, Terminal, Workforce, build
from simulator.journal import Journal, JournalFull
from simulator.live_traffic import live_traffic

FRIDAY_NOON = datetime(2024, 3, 29, 12, tzinfo=timezone.utc)
instants = st.datetimes(
    datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(timezone.utc)
)


@settings(max_examples=30)
@given(instants, st.integers(1, 12), st.sampled_from(["UTC", "Europe/Paris"]))
def test_planned_punches_are_the_ends_of_sessions(until, size, zone):
    planned_punches, sessions = Workforce(size, zone=zone).history(["A", "B"], until, 3)
    ends = [(s.pin, at) for s in sessions for at in (s.start, s.end) if at]
    assert sorted((p.pin, p.utc) for p in planned_punches) == sorted(ends)
    assert all(p.utc < until for p in planned_punches)
    assert planned_punches == sorted(planned_punches)


@settings(max_examples=30)
@given(instants, st.sampled_from(["UTC", "Europe/Paris", "Asia/Kathmandu"]))
def test_nobody_is_in_two_sessions_at_once(until, zone):
    _, sessions = Workforce(6, zone=zone).history(["A"], until, 5)
    for pin in {s.pin for s in sessions}:
        own = [s for s in sessions if s.pin == pin]
        for earlier, later in pairwise(own):
            assert earlier.end is not None
            assert earlier.end + timedelta(minutes=10) < later.start


def test_three_days_are_enough_for_a_demonstration():
    for hour in range(0, 24 * 7, 5):
        until = FRIDAY_NOON + timedelta(hours=hour)
        planned_punches, _ = Workforce(20).history(["A"], until, 3)
        assert len(planned_punches) >= 200


def test_the_seed_decides():
    def history(seed):
        return Workforce(5, seed).history(["A", "B"], FRIDAY_NOON, 2)

    assert history(1) == history(1)
    assert history(1) != history(2)


def test_a_forgotten_punch_leaves_the_session_whole():
    full, sessions = Workforce(20).history(["A"], FRIDAY_NOON, 3)
    less, same = Workforce(20, forget=0.3).history(["A"], FRIDAY_NOON, 3)
    assert same == sessions
    assert set(less) < set(full)


def test_lunch_can_be_keyed_as_a_break():
    def keys(**options):
        planned_punches, _ = Workforce(1, **options).history(["A"], FRIDAY_NOON, 1)
        return [p.status for p in planned_punches][:4]

    assert keys() == [0, 1, 0, 1]
    assert keys(break_keys=True) == [0, 2, 3, 1]


def test_the_truth_tells_what_the_memories_hold():
    scene = build(["A", "B"], Workforce(4, zone="Asia/Kolkata"), until=FRIDAY_NOON)
    scene.record()
    received = json.loads(scene.ground_truth.as_json())
    assert received["serials"] == ["A", "B"]
    assert len(received["punches"]) == len(scene.planned_punches)
    for punch in received["punches"]:
        utc = datetime.fromisoformat(punch["utc"])
        local = datetime.fromisoformat(punch["local"])
        assert local - utc.replace(tzinfo=None) == timedelta(hours=5, minutes=30)
    open_sessions = [s for s in received["sessions"] if s["out"] is None]
    assert {s["pin"] for s in open_sessions} == set(scene.ground_truth.inside)


def test_a_clock_drifts_from_the_day_it_is_seen():
    clock = Clock("Europe/Paris", error=-30, drift=60)
    assert clock.wall(FRIDAY_NOON) == datetime(2024, 3, 29, 12, 59, 30)
    later = FRIDAY_NOON + timedelta(days=1)
    assert clock.wall(later) == datetime(2024, 3, 30, 13, 0, 30)


def test_setting_a_clock_does_not_change_the_past():
    clock = Clock("UTC")
    clock.set(FRIDAY_NOON, datetime(2000, 1, 1))
    assert clock.wall(FRIDAY_NOON - timedelta(hours=1)) == datetime(2024, 3, 29, 11)
    assert clock.wall(FRIDAY_NOON + timedelta(hours=1)) == datetime(2000, 1, 1, 1)


def test_a_full_memory_forgets_only_what_was_acknowledged():
    journal = Journal(capacity=2)
    first, _ = journal.add("a"), journal.add("b")
    with pytest.raises(JournalFull):
        journal.add("c")
    journal.acknowledge([first])
    journal.add("c")
    assert list(journal.entries.values()) == ["b", "c"]


def test_asked_again_is_still_acknowledged():
    terminal = Terminal("A")
    terminal.punch("1", FRIDAY_NOON)
    terminal.punches.acknowledge([1])
    assert terminal.punches.requeue() == 1
    assert terminal.punches.next(5) == [1]
    assert terminal.punches.acknowledged == {1}


def test_live_traffic_punches_match_the_ground_truth():
    scene = build(["A", "B"], Workforce(30), until=FRIDAY_NOON, days=1)
    inside = set(scene.ground_truth.inside)
    assert inside
    fleet = Fleet("http://unused", scene.endpoints)

    async def walk():
        walking = live_traffic(fleet, scene.workforce, scene.ground_truth, every=0.0001)
        await asyncio.wait_for(walking, 0.5)

    with pytest.raises(asyncio.TimeoutError):
        asyncio.run(walk())
    pressed = {punch.pin: punch.status for _, punch in scene.ground_truth.punches()}
    assert len(pressed) == 30, "everybody passes once, then rests"
    assert {pin for pin, status in pressed.items() if status == 1} == inside
    assert set(scene.ground_truth.inside) == set(pressed) - inside

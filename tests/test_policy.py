"""A policy that makes no sense is refused with a sentence; workdays fit together."""

from datetime import date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given, strategies as st

from rules import clock
from rules.policy import BREAKS, MODES, Policy, PolicyError

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ({"mode": "guess"}, "Punches can be paired by one of smart,"),
        ({"breaks": "often"}, "Breaks can be treated by one of split,"),
        ({"longest": 0 * HOUR}, "The longest session must be more than nothing."),
        ({"longest": -HOUR}, "The longest session must be more than nothing."),
        ({"longest": 49 * HOUR}, "The longest session can be 48 hours at most."),
        ({"debounce": -HOUR}, "repeats another cannot be negative."),
        ({"debounce": 16 * HOUR}, "must be shorter than the longest session."),
        ({"day_start": time(4, tzinfo=timezone.utc)}, "it has no zone of its own."),
    ],
)
def test_wrong_rule_is_refused_with_a_sentence(rules, sentence):
    with pytest.raises(PolicyError) as refusal:
        Policy(**rules)
    shown = str(refusal.value)
    assert sentence in shown
    assert shown[0] in "PTB" and shown.endswith(".")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("breaks", BREAKS)
def test_offered_rules_are_accepted(mode, breaks):
    assert Policy(mode=mode, breaks=breaks).debounce == timedelta(seconds=60)
    Policy(mode=mode, breaks=breaks, debounce=0 * HOUR, longest=48 * HOUR)


@pytest.mark.parametrize(
    ("zone", "instant", "workday"),
    [
        ("UTC", "2024-01-02 03:59:59", date(2024, 1, 1)),
        ("UTC", "2024-01-02 04:00:00", date(2024, 1, 2)),
        ("Europe/Paris", "2024-07-02 01:59:59", date(2024, 7, 1)),
        ("Europe/Paris", "2024-07-02 02:00:00", date(2024, 7, 2)),
        ("Asia/Kathmandu", "2024-01-01 22:14:59", date(2024, 1, 1)),
        ("Asia/Kathmandu", "2024-01-01 22:15:00", date(2024, 1, 2)),
        ("America/St_Johns", "2024-01-02 07:30:00", date(2024, 1, 2)),
        ("Pacific/Kiritimati", "2024-01-01 14:00:00", date(2024, 1, 2)),
    ],
)
def test_workday_begins_on_the_persons_own_clock(zone, instant, workday):
    policy = Policy(zone=clock.zone(zone))
    assert policy.workday(datetime.fromisoformat(instant)) == workday


@given(
    zone=st.sampled_from(
        [
            "Europe/Paris",
            "America/Sao_Paulo",
            "America/Havana",
            "America/St_Johns",  # until 2011 its clock changed a minute past midnight
            "Australia/Lord_Howe",
            "Asia/Kathmandu",
            "Pacific/Apia",  # had no 30 December 2011
        ]
    ).map(clock.zone),
    day_start=st.times(time(0), time(5)).map(lambda at: at.replace(second=0)),
    instant=st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1)),
)
def test_workdays_follow_one_another_without_gap_or_overlap(zone, day_start, instant):
    policy = Policy(zone=zone, day_start=day_start)
    workday = policy.workday(instant)
    assert policy.begins(workday) <= instant
    assert instant < policy.begins(workday + timedelta(days=1))


@pytest.mark.parametrize(
    ("zone", "around"),
    [
        ("Europe/Paris", "2024-03-31 01:00"),
        ("Europe/Paris", "2024-10-27 01:00"),
        ("America/Sao_Paulo", "2018-11-04 03:00"),
        ("America/Sao_Paulo", "2018-02-18 02:00"),
        ("Australia/Lord_Howe", "2024-10-05 15:30"),
        ("America/St_Johns", "2010-11-07 02:31"),
        ("Pacific/Apia", "2011-12-30 10:00"),
    ],
)
def test_workdays_follow_one_another_around_every_change_of_the_clock(zone, around):
    for minutes in range(0, 300, 15):
        day_start = time(minutes // 60, minutes % 60)
        policy = Policy(zone=clock.zone(zone), day_start=day_start)
        around_it = range(-180, 180, 5)
        middle = datetime.fromisoformat(around)
        for instant in (middle + timedelta(minutes=off) for off in around_it):
            workday = policy.workday(instant)
            assert policy.begins(workday) <= instant
            assert instant < policy.begins(workday + timedelta(days=1))

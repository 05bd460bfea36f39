"""What is true of every plan, whatever the punches."""

from datetime import timedelta
from itertools import pairwise

from hypothesis import given, strategies as st

from rules.outcomes import REASONS
from rules.pairing import FixedInterval, pair
from tests.pairing_oracle import oracle
from tests.pairing_random import (
    NOW,
    arounds,
    by_hand,
    instants,
    many,
    policies,
    punch_lists,
)


@many
@given(punch_lists(), by_hand(), policies, arounds)
def test_plan_is_what_the_rules_say_read_slowly(punches, fixed, policy, around):
    plan = around.pair(punches, fixed, policy, NOW)
    evidence = around.earlier, around.people, around.roster
    sessions, reasons, ends, overdue = oracle(
        punches, fixed, policy, NOW, evidence, around.spans
    )
    assert [(row.start, row.end) for row in plan.sessions] == sessions
    assert {key: outcome.reason for key, outcome in plan.outcomes.items()} == reasons
    assert {row: punch.key for row, punch in plan.ends.items()} == ends
    assert (plan.overdue and plan.overdue.start) == overdue


@many
@given(punch_lists(), by_hand(), policies, arounds, st.randoms(use_true_random=False))
def test_any_order_and_any_repetition_give_the_same_plan(
    punches, fixed, policy, around, chance
):
    shaken = punches + chance.choices(punches, k=5) if punches else []
    chance.shuffle(shaken)
    intervals = list(fixed)
    chance.shuffle(intervals)
    expected = around.pair(punches, fixed, policy, NOW)
    assert around.pair(shaken, intervals, policy, NOW) == expected


@many
@given(punch_lists(), by_hand(), policies, arounds)
def test_every_punch_has_one_outcome_with_a_reason(punches, fixed, policy, around):
    outcomes = around.pair(punches, fixed, policy, NOW).outcomes
    assert set(outcomes) == {punch.key for punch in punches}
    assert {outcome.reason for outcome in outcomes.values()} <= set(REASONS)


@many
@given(punch_lists(), by_hand(), policies, arounds, instants)
def test_plan_with_a_start_tells_about_the_punches_since(
    punches, fixed, policy, around, start
):
    plan = around.pair(punches, fixed, policy, NOW, start)
    assert set(plan.outcomes) == {p.key for p in punches if p.instant >= start}
    assert all(row.start >= start for row in plan.sessions)


@many
@given(punch_lists(), by_hand(), policies, arounds)
def test_sessions_are_between_punches_and_no_longer_than_allowed(
    punches, fixed, policy, around
):
    of_key = {punch.key: punch for punch in punches}
    plan = around.pair(punches, fixed, policy, NOW)
    ends = [punch for row in plan.sessions for punch in row.ends]
    assert all(of_key[punch.key] == punch for punch in ends)
    assert len({punch.key for punch in ends}) == len(ends), "a punch ends one session"
    for row in plan.sessions:
        assert row.end is None or row.start < row.end <= row.start + policy.longest


@many
@given(punch_lists(), by_hand(), policies, arounds)
def test_sessions_overlap_neither_each_other_nor_what_people_entered(
    punches, fixed, policy, around
):
    plan = around.pair(punches, fixed, policy, NOW)
    rows = plan.sessions
    for row, following in pairwise(rows):
        assert row.end is not None and row.end <= following.start
    for interval in fixed:
        ended = plan.ends.get(interval.row)
        reach = interval.end or interval.start
        if ended:  # somebody may come in the very second in which somebody left
            reach = ended.instant - timedelta.resolution
        for row in rows:
            assert reach < row.start or (row.end and row.end < interval.start)


@many
@given(punch_lists(), by_hand(), policies, arounds)
def test_at_most_one_attendance_is_open_and_it_is_the_newest(
    punches, fixed, policy, around
):
    rows = [*around.pair(punches, fixed, policy, NOW).sessions, *fixed]
    unended = [row for row in rows if row.end is None]
    assert len(unended) <= 1
    if unended and unended[0] not in fixed:
        assert unended[0].start == max(row.start for row in rows)


@many
@given(punch_lists(), by_hand(), policies, arounds)
def test_nothing_of_a_closed_period_is_made(punches, fixed, policy, around):
    plan = around.pair(punches, fixed, policy, NOW)
    assert not any(policy.closed(row.start) for row in plan.sessions)
    for punch in punches:
        if policy.closed(punch.instant):
            assert plan.outcomes[punch.key].code == "closed_period"


@many
@given(punch_lists(), by_hand(), policies, arounds, st.data())
def test_removing_a_punch_and_adding_it_back_restores_the_plan(
    punches, fixed, policy, around, choose
):
    if not punches:
        return
    expected = around.pair(punches, fixed, policy, NOW)
    gone = choose.draw(st.sampled_from(punches))
    fewer = [punch for punch in punches if punch is not gone]
    assert gone.key not in around.pair(fewer, fixed, policy, NOW).outcomes
    assert around.pair([*fewer, gone], fixed, policy, NOW) == expected


@many
@given(punch_lists(), policies)
def test_session_a_person_took_over_is_not_made_again(punches, policy):
    plan = pair(punches, [], policy, NOW)
    for row in plan.sessions:
        if row.end is None:
            continue
        keys = frozenset(punch.key for punch in row.ends)
        shorter = FixedInterval(row.start, row.start + (row.end - row.start) / 2, keys)
        again = pair(punches, [shorter], policy, NOW)
        assert not any(
            punch.key in keys for new in again.sessions for punch in new.ends
        )
        assert {again.outcomes[key].code for key in keys} == {"covered"}

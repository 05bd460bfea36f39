"""Pairing again from a safe start gives what pairing everything again would give."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, strategies as st

from rules.evidence import by_workday, has_both_kinds
from rules.pairing import Plan
from rules.policy import Policy
from rules.window import safe_start
from tests.pairing_days import FIRST_DAY, day, fixed, moment, pair_punches, show
from tests.pairing_random import (
    NOW,
    Around,
    arounds,
    by_hand,
    employments,
    instants,
    many,
    policies,
    punch_lists,
)

ALONE = Around({}, {}, {})


def outcome_history(plan, punches, chance=None, after=None):
    """The history a database gives: by instant, in any order within a second."""
    found = [(p.instant, plan.outcomes[p.key].code) for p in punches]
    if chance:
        chance.shuffle(found)
    found.sort(key=lambda item: item[0])
    return [item for item in found if after is None or item[0] >= after]


def carry_on(before, history, since, punches, fixed, policy, now, around=ALONE):
    """The plan of the whole, of which only the part from a safe start is made anew.

    Of the workdays before it is only known whether they held both kinds of keys.
    """
    start = safe_start(history, since, policy)
    if start is None:
        return around.pair(punches, fixed, policy, now)
    border = policy.begins(policy.workday(start))
    near = [punch for punch in punches if punch.instant >= border]
    far = [p for p in punches if p.instant < border and not p.certain]
    worked = {
        day: has_both_kinds(of_day) for day, of_day in by_workday(far, policy).items()
    }
    intervals = [
        each
        for each in fixed
        if _is_loaded(each, before, start, policy)
        or any(punch.key in each.keys for punch in near if punch.instant >= start)
    ]
    fresh = around.pair(near, intervals, policy, now, start, worked)
    known = {punch.key for punch in punches if punch.instant < start}
    kept = {key: outcome for key, outcome in before.outcomes.items() if key in known}
    rows = [row for row in before.sessions if row.start < start]
    there = {interval.row for interval in fixed} - {each.row for each in intervals}
    ends = {row: punch for row, punch in before.ends.items() if row in there}
    repeats = {key: row for key, row in before.repeats.items() if key in known}
    return Plan(
        (*rows, *fresh.sessions),
        {**kept, **fresh.outcomes},
        fresh.overdue,
        {**ends, **fresh.ends},
        {**repeats, **fresh.repeats},
    )


def _is_loaded(interval, before, start, policy):
    """Whether the attendance, as the last plan left it, reaches to where a plan begins.

    A press to check out reaches as far as a punch may repeat it.
    """
    punch = before.ends.get(interval.row)
    end = punch.instant if punch else interval.end
    if end and not punch and "out" in interval.pressed:
        end += policy.debounce
    return end is None or end >= start


@many
@given(
    punch_lists(), punch_lists(most=4), by_hand(), policies, arounds, st.integers(0, 12),
    st.none() | instants, st.randoms(use_true_random=False),
)  # fmt: skip
def test_late_punches_anywhere(old, late, fixed, policy, around, days, cut, chance):
    """Also where the history is looked back at only so far."""
    late = [_renamed(punch) for punch in late]
    before = around.pair(old, fixed, policy, FIRST_DAY + timedelta(days=days))
    if not late:
        return
    since = min(punch.instant for punch in late)
    history = outcome_history(before, old, chance, cut)
    every = old + late
    whole = around.pair(every, fixed, policy, NOW)
    again = carry_on(before, history, since, every, fixed, policy, NOW, around)
    assert again == whole


@many
@given(punch_lists(), by_hand(), policies, arounds, st.randoms(use_true_random=False))
def test_any_split_into_batches(punches, fixed, policy, around, chance):
    """Each batch carries on from the plan the batches before it left."""
    arriving = list(punches)
    chance.shuffle(arriving)
    stored, plan = [], Plan((), {})
    while arriving:
        size = chance.randint(1, 6)
        batch, arriving = arriving[:size], arriving[size:]
        since = min(punch.instant for punch in batch)
        history = outcome_history(plan, stored, chance)
        stored += batch
        plan = carry_on(plan, history, since, stored, fixed, policy, NOW, around)
    assert plan == around.pair(punches, fixed, policy, NOW)


@many
@given(punch_lists(), by_hand(), policies, employments(), employments())
def test_changed_employment(punches, fixed, policy, old, new):
    former, around = replace(ALONE, spans=old), replace(ALONE, spans=new)
    before = former.pair(punches, fixed, policy, NOW)
    history = outcome_history(before, punches)
    changed = sorted({edge for span in {*old} ^ {*new} for edge in span})
    if not changed:
        return
    since = max(changed[0], FIRST_DAY - timedelta(days=9))
    after = carry_on(before, history, since, punches, fixed, policy, NOW, around)
    assert after == around.pair(punches, fixed, policy, NOW)


@many
@given(punch_lists(), by_hand(), policies, arounds, st.integers(0, 23))
def test_removed_punch(punches, fixed, policy, around, which):
    if not punches:
        return
    gone = punches[which % len(punches)]
    fewer = [punch for punch in punches if punch is not gone]
    before = around.pair(punches, fixed, policy, NOW)
    history = outcome_history(before, fewer)
    after = carry_on(before, history, gone.instant, fewer, fixed, policy, NOW, around)
    assert after == around.pair(fewer, fixed, policy, NOW)


@many
@given(punch_lists(), by_hand(), by_hand(), policies, arounds)
def test_attendances_entered_changed_and_deleted_by_hand(
    punches, old, new, policy, around
):
    changed = [
        interval for interval in [*old, *new] if (interval in old) != (interval in new)
    ]
    if not changed:
        return
    since = min(interval.start for interval in changed)
    before = around.pair(punches, old, policy, NOW)
    history = outcome_history(before, punches)
    after = carry_on(before, history, since, punches, new, policy, NOW, around)
    assert after == around.pair(punches, new, policy, NOW)


@pytest.mark.parametrize(
    ("text", "by_hand"),
    [
        # The check-out repeats the press, although a check-in lies between.
        (
            "+3 08:00 in, +3 17:00 out, +4 17:00:10 in, +4 17:00:40 out",
            fixed("+4 08:00-+4 17:00", pressed={"in", "out"}),
        ),
        # A person moved the attendance of the two last punches to a former day.
        (
            "+3 08:00 in, +3 12:00 out, +3 13:00 in, +4 08:00 in, +4 17:00 out",
            fixed("+1 08:00-+1 17:00", keys={"A003", "A004"}),
        ),
    ],
)
def test_attendance_before_the_start_that_still_matters(text, by_hand):
    old, late = day(text), day("+5 17:00 out", "B")
    policy = Policy(mode="keys")
    before = ALONE.pair(old, by_hand, policy, NOW)
    history = outcome_history(before, old)
    assert safe_start(history, late[0].instant, policy) > by_hand[0].end
    every = old + late
    after = carry_on(before, history, late[0].instant, every, by_hand, policy, NOW)
    assert after == ALONE.pair(every, by_hand, policy, NOW)


def _renamed(punch):
    return type(punch)(
        "late" + punch.key, punch.instant, punch.direction, punch.order, punch.certain
    )


def start_of(text, since, **rules):
    punches = day(text)
    plan = pair_punches(punches, **rules)
    start = safe_start(outcome_history(plan, punches), moment(since), Policy(**rules))
    return start and show(start)


def days(*punches, count=20):
    return ", ".join(f"+{n} {punch}" for n in range(1, count + 1) for punch in punches)


@pytest.mark.parametrize("mode", ["smart", "keys", "alternate", "first_last"])
def test_ordinary_days_begin_again_the_day_before(mode):
    text = days("08:00 in", "12:00 out", "13:00 in", "17:00 out")
    morning = "+14 13:00" if mode != "first_last" else "+14 08:00"
    assert start_of(text, "+15 08:00", mode=mode) == morning


def test_nights_begin_again_the_night_before():
    text = days("06:00 out", "22:00 in")
    assert start_of(text, "+15 06:00") == "+14 22:00"


@pytest.mark.parametrize("text", ["08:00 in", "17:00 out"])
def test_terminals_on_one_side_only_do_not_need_the_whole_past(text):
    assert start_of(days(text), "+15 08:00", mode="keys") == show(
        moment(f"+14 {text.split()[0]}")
    )


def test_workday_of_the_change_is_read_anew():
    text = "08:00 in, 17:00 out, +1 08:00 in, +1 12:00 out, +1 13:00 in, +1 17:00 out"
    assert start_of("08:00 in, 17:00 out", "+1 13:00") is None, (
        "the first punch has no past to trust"
    )
    text += ", +2 08:00 in, +2 12:00 out, +2 13:00 in, +2 17:00 out"
    assert start_of(text, "+2 13:00") == "+1 13:00"
    assert start_of(text, "+3 03:59") == "+1 13:00", "still the same workday"
    assert start_of(text, "+3 04:00") == "+2 13:00"


def test_check_in_that_may_yet_be_a_repeat_is_no_safe_start():
    text = "08:00 in, 17:00 out, 18:00 in, +1 03:00 in, +1 11:00 out"
    assert start_of(text, "+1 12:00", longest=timedelta(hours=15)) == "18:00"


def test_check_in_that_shares_its_second_is_no_safe_start():
    """From there on, a repeat of the check-out before would look like an end itself."""
    text = "08:00 in, 12:00 out, 12:00 in, 17:00 out"
    assert start_of(text, "+1 08:00") is None
    text = "08:00 in, 12:00 out, 12:00:30 in, 12:00:30 out, 17:00 out"
    assert start_of(text, "+1 08:00") is None


def test_ignored_break_is_no_safe_start():
    """It would leave a check-in before it open that the next punch gives up."""
    rules = {"mode": "keys", "breaks": "ignore"}
    text = "08:00 in, +1 08:00 break out"
    assert start_of(text, "+2 08:00", **rules) is None
    old, late = day(text), day("+2 08:00 in", "B")
    policy = Policy(**rules)
    before = ALONE.pair(old, [], policy, NOW)
    history = outcome_history(before, old)
    after = carry_on(before, history, late[0].instant, old + late, [], policy, NOW)
    assert after == ALONE.pair(old + late, [], policy, NOW)
    assert (after.sessions, after.overdue.start) == ((), moment("+2 08:00"))

"""Employment is cut per session: it belongs to the day it began."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given

from rules import clock
from rules.employment import Employment, employment
from rules.pairing import pair
from rules.policy import Policy
from tests.pairing_days import (
    FIRST_DAY,
    codes,
    day,
    moment,
    pair_punches,
    reasons,
    rows,
)
from tests.pairing_random import NOW, by_hand, employments, many, policies, punch_lists

POLICY = Policy()
NINTH, TENTH = date(2024, 1, 9), date(2024, 1, 10)


def test_last_night_of_a_leaver_is_one_row():
    of_leaver = employment([], date(2024, 1, 1), None, POLICY)
    plan = pair_punches(
        day("22:00 in, +1 06:00 out, +1 22:00 in"), employment=of_leaver
    )
    assert rows(plan) == "22:00-+1 06:00"
    assert codes(plan) == "checked_in checked_out inactive_employee"


@pytest.mark.parametrize("word", ["", " out"])
def test_archived_at_noon_and_out_at_five(word):
    archived = employment([], None, moment("12:00"), POLICY)
    plan = pair_punches(day(f"08:00, 17:00{word}, +1 08:00"), employment=archived)
    assert rows(plan) == "08:00-17:00"
    assert reasons(plan) == "begins ends not_employed"


def test_coming_again_after_the_end_does_not_stretch_the_last_session():
    archived = employment([], None, moment("12:30"), POLICY)
    text = "08:00 in, 12:00 out, 13:00 in, 17:00 out"
    plan = pair_punches(day(text), employment=archived)
    assert rows(plan) == "08:00-12:00"
    assert reasons(plan) == "begins ends not_employed not_employed"


def test_rehired_after_a_gap():
    spring, autumn = (
        (date(2024, 1, 1), date(2024, 6, 15)),
        (date(2024, 10, 1), None),
    )
    rehired = employment([autumn, spring], None, None, POLICY)
    days = ["+0", "+182", "+274"]  # 1 January, 1 July, 1 October
    text = ", ".join(f"{n} 08:00 in, {n} 17:00 out" for n in days)
    plan = pair_punches(day(text), employment=rehired)
    assert rows(plan) == "08:00-17:00, +274 08:00-+274 17:00"
    assert codes(plan).split()[2:4] == ["inactive_employee"] * 2


def test_end_lies_no_more_than_the_longest_session_after_the_last_day():
    leaver = employment([], date(2024, 1, 1), None, POLICY)
    plan = pair_punches(day("23:00 in, +1 15:01 out"), employment=leaver, mode="keys")
    assert (rows(plan), codes(plan)) == ("", "missing_check_out inactive_employee")


def test_missing_partner_across_the_last_day_is_told():
    leaver = employment([], date(2024, 1, 1), None, POLICY)
    plan = pair_punches(day("23:00 in, +1 05:00 in"), employment=leaver, mode="keys")
    assert reasons(plan) == "begins partner_employed"
    plan = pair_punches(day("23:00 in, +1 12:00 in"), employment=leaver, mode="keys")
    assert reasons(plan) == "begins partner_employed"


def test_missing_partner_before_the_first_day_is_told():
    newcomer = employment([(date(2024, 1, 2), None)], None, None, POLICY)
    plan = pair_punches(day("22:00 in, +1 06:00 out"), employment=newcomer, mode="keys")
    assert (rows(plan), reasons(plan)) == ("", "partner_employed never_in")


def test_first_last_mode_cuts_by_the_beginning_too():
    archived = employment([], None, moment("12:00"), POLICY)
    plan = pair_punches(
        day("08:00, 13:00, 17:00, +1 08:00"), employment=archived, mode="first_last"
    )
    assert rows(plan) == "08:00-17:00"
    assert reasons(plan) == "begins between ends not_employed"


def spans(*contracts, departure=None, archived=None, policy=POLICY):
    return employment(contracts, departure, archived, policy).spans


def test_days_are_workdays_of_the_person():
    policy = Policy(zone=clock.zone("Asia/Tokyo"))
    assert spans((NINTH, TENTH), policy=policy) == (
        (datetime(2024, 1, 8, 19), datetime(2024, 1, 10, 19)),
    )


def test_without_contracts_from_ever_until_the_departure():
    assert spans() == ((datetime.min, datetime.max),)
    assert spans(departure=NINTH) == ((datetime.min, datetime(2024, 1, 10, 4)),)


def test_departure_ends_the_contract_of_its_time_only():
    second = (date(2024, 3, 1), None)
    assert spans((NINTH, None), second, departure=TENTH) == (
        (datetime(2024, 1, 9, 4), datetime(2024, 1, 11, 4)),
        (datetime(2024, 3, 1, 4), datetime.max),
    )


def test_departure_counts_rather_than_the_moment_of_archiving():
    noon = datetime(2024, 1, 9, 12)
    assert spans(departure=TENTH, archived=noon) == spans(departure=TENTH)
    assert spans(archived=noon) == ((datetime.min, noon),)
    later = (date(2024, 3, 1), None)
    assert spans(later, archived=noon) == spans(later), "begins after it"


def test_without_contract_until_the_first_one():
    assert spans((None, NINTH), (date(2024, 2, 1), None)) == (
        (datetime.min, datetime(2024, 1, 10, 4)),
        (datetime(2024, 2, 1, 4), datetime.max),
    )


@many
@given(punch_lists(), by_hand(), policies, employments())
def test_sessions_begin_within_the_employment(punches, fixed, policy, of_person):
    person = Employment(of_person)
    plan = pair(punches, fixed, policy, NOW, employment=person)
    for row in plan.sessions:
        assert person.includes(row.start)
    for punch in punches:
        if plan.outcomes[punch.key].code == "inactive_employee":
            assert not person.includes(punch.instant)


@many
@given(punch_lists(), by_hand(), policies)
def test_employment_that_ends_after_everything_changes_nothing(punches, fixed, policy):
    of_ever = pair(punches, fixed, policy, NOW)
    later = Employment(((FIRST_DAY - timedelta(days=9), NOW + timedelta(days=9)),))
    assert pair(punches, fixed, policy, NOW, employment=later) == of_ever

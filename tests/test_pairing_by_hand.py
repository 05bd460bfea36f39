"""What people entered or decided stands; punches arrange themselves around it."""

from datetime import date

import pytest

from rules import clock
from rules.policy import Policy
from tests.pairing_days import (
    codes,
    day,
    fixed,
    moment,
    pair_punches,
    pair_text,
    reasons,
    rows,
)


def test_punches_inside_an_attendance_by_hand_are_covered():
    plan = pair_text("08:30 in, 12:00 out, 13:00 in, 17:00 out", "08:00-12:30")
    assert rows(plan) == "13:00-17:00"
    assert codes(plan) == "covered covered checked_in checked_out"


def test_both_ends_of_an_attendance_by_hand_belong_to_it():
    plan = pair_text("08:00 in, 12:00 out, 13:00 in, 17:00 out", "08:00-12:00")
    assert reasons(plan) == "covered covered begins ends"


def test_attendance_by_hand_does_not_turn_the_next_punches_round():
    """Somebody forgot to check in, and a person entered the morning."""
    assert rows(pair_text("12:00, 13:00, 17:00", "08:00-12:00")) == "13:00-17:00"


def test_punches_of_a_corrected_row_stay_covered_when_it_becomes_shorter():
    punches = day("08:00, 12:00, 13:00, 17:00")
    plan = pair_punches(punches, fixed("08:00-11:00", keys=["A000", "A001"]))
    assert rows(plan) == "13:00-17:00"
    assert reasons(plan) == "covered covered begins ends"


def test_double_tap_at_the_end_of_a_corrected_row_does_not_check_in():
    punches = day("08:00, 12:00, 12:00:20, 13:00, 17:00")
    plan = pair_punches(punches, fixed("08:00-11:00", keys=["A000", "A001"]))
    assert rows(plan) == "13:00-17:00"
    assert reasons(plan) == "covered covered double_tap begins ends"


def test_no_session_crosses_an_attendance_by_hand():
    plan = pair_text("08:55 in, 17:03 out", "09:00-17:00")
    assert rows(plan) == ""
    assert reasons(plan) == "blocked blocked"
    assert codes(plan) == "covered covered"


def test_blocked_punches_without_direction_keep_the_order_of_the_others():
    plan = pair_text("08:55, 17:03, +1 08:00, +1 17:00", "09:00-17:00")
    assert rows(plan) == "+1 08:00-+1 17:00"


def test_check_in_after_an_attendance_by_hand_begins_a_session_of_its_own():
    plan = pair_text("08:00 in, 14:00 in, 18:00 out", "12:00-13:00")
    assert rows(plan) == "14:00-18:00"
    assert reasons(plan) == "never_out begins ends"


def test_check_out_after_an_attendance_by_hand_does_not_stretch_an_earlier_session():
    plan = pair_text("08:00 in, 12:00 out, 17:00 out", "13:00-14:00")
    assert rows(plan) == "08:00-12:00"
    assert reasons(plan) == "begins ends never_in"


def test_first_last_leaves_a_day_around_an_attendance_by_hand_to_its_author():
    plan = pair_text("08:00, 11:00, 17:00", "12:00-13:00", mode="first_last")
    assert rows(plan) == ""
    assert reasons(plan) == "blocked between blocked"


def test_forgotten_check_out_before_an_attendance_by_hand_is_missing():
    plan = pair_text("08:00 in", "13:00-17:00")
    assert (rows(plan), reasons(plan)) == ("", "never_out")


def test_open_attendance_by_hand_covers_what_falls_within_the_longest_session():
    plan = pair_text("17:00 out, +1 00:00 out, +1 00:01:01 out", "08:00-", mode="keys")
    assert reasons(plan) == "covered covered never_in"


def test_only_one_attendance_is_open():
    plan = pair_text("+1 08:00 in", "08:00-")
    assert (rows(plan), reasons(plan)) == ("", "other_open")
    assert codes(plan) == "waiting"


def test_forgotten_open_attendance_by_hand_does_not_cost_the_following_days():
    plan = pair_text("+1 08:00 in, +1 17:00 out, +2 08:00 in", "08:00-")
    assert rows(plan) == "+1 08:00-+1 17:00"
    assert reasons(plan) == "begins ends other_open"


def test_open_attendance_by_hand_after_an_open_session_takes_its_place():
    assert reasons(pair_text("08:00 in", "13:00-")) == "never_out"


def test_attendances_by_hand_may_be_given_in_any_order_and_overlap():
    by_hand = "20:00-21:00, 08:00-12:00, 09:00-10:00"
    plan = pair_text("11:00 in, 13:00 in, 19:00 out, 20:30 in", by_hand)
    assert rows(plan) == "13:00-19:00"


def test_closed_period_changes_no_more():
    plan = pair_text(
        "08:00 in, 17:00 out, +1 08:00 in, +1 17:00 out",
        closed_until=date(2024, 1, 1),
    )
    assert rows(plan) == "+1 08:00-+1 17:00"
    assert codes(plan) == "closed_period closed_period checked_in checked_out"


def test_night_begun_in_a_closed_period_does_not_check_in_when_it_ends():
    plan = pair_text(
        "22:00, +1 06:00, +1 22:00, +2 06:00", closed_until=date(2024, 1, 1)
    )
    assert rows(plan) == "+1 22:00-+2 06:00"
    assert reasons(plan) == "closed closed begins ends"


def test_open_session_of_a_closed_period_is_not_made():
    plan = pair_text("08:00 in", closed_until=date(2024, 1, 1))
    assert (rows(plan), reasons(plan)) == ("", "closed")


def test_punch_of_a_closed_period_is_told_so_even_where_a_row_covers_it():
    plan = pair_text("08:00 in", "07:00-09:00", closed_until=date(2024, 1, 1))
    assert reasons(plan) == "closed"


@pytest.mark.parametrize(
    ("zone", "closed"), [("UTC", True), ("Asia/Tokyo", False), ("America/Lima", True)]
)
def test_closed_days_are_days_where_the_person_lives(zone, closed):
    policy = Policy(closed_until=date(2024, 1, 1), zone=clock.zone(zone))
    assert policy.closed(moment("23:30")) is closed


def test_punches_before_the_start_help_to_read_keys_but_get_no_outcome():
    punches = day("05:00 in, 08:00 out, 12:00 in, 13:00 in")
    plan = pair_punches(punches, start=moment("12:00"))
    assert rows(plan) == "12:00-"
    assert set(plan.outcomes) == {"A002", "A003"}
    assert plan.outcomes["A003"].reason == "already_in"

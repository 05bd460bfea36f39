"""What people entered or decided stands; punches arrange themselves around it."""

from datetime import date, timedelta

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


def ends(plan):
    """Which punch ends which of the attendances people began: ``"08:00 A001"``."""
    return ", ".join(f"{row} {punch.key}" for row, punch in plan.ends.items())


def test_kiosk_in_and_finger_out_are_one_attendance():
    plan = pair_text("17:05 out, +1 08:00 in", "08:00-", now="+1 09:00")
    assert ends(plan) == "08:00 A000"
    assert rows(plan) == "+1 08:00-"
    assert reasons(plan) == "ends_other begins"


def test_open_attendance_by_hand_is_ended_by_the_next_punch_without_direction():
    plan = pair_text("12:00, 13:00, 17:00", "08:00-")
    assert ends(plan) == "08:00 A000"
    assert rows(plan) == "13:00-17:00"


def test_open_attendance_by_hand_is_ended_by_the_first_check_out():
    plan = pair_text("12:00 out, 17:00 out", "08:00-", mode="keys")
    assert (ends(plan), reasons(plan)) == ("08:00 A000", "ends_other never_in")


def test_break_after_an_attendance_by_hand_is_followed_by_a_session():
    plan = pair_text("12:00 break out, 13:00 break in, 17:00 out", "08:00-")
    assert (ends(plan), rows(plan)) == ("08:00 A000", "13:00-17:00")


def test_check_in_during_an_open_attendance_by_hand_repeats_it():
    plan = pair_text("08:20 in, 17:00 out", "08:00-")
    assert (ends(plan), reasons(plan)) == ("08:00 A001", "already_in ends_other")


def test_punch_past_the_longest_session_ends_no_attendance_by_hand():
    plan = pair_text("+1 00:01 out", "08:00-", mode="keys")
    assert (ends(plan), reasons(plan)) == ("", "never_in")


def test_punches_of_an_edited_row_do_not_end_it():
    punches = day("08:00 in, 17:00 out")
    plan = pair_punches(punches, fixed("07:45-", keys=["A000"]))
    assert (ends(plan), reasons(plan)) == ("07:45 A001", "covered ends_other")


def test_attendance_by_hand_is_not_ended_across_another():
    plan = pair_text("17:00 out", "08:00-, 12:00-13:00", mode="keys")
    assert (ends(plan), reasons(plan)) == ("", "blocked")


@pytest.mark.parametrize("out", ["17:05", "20:30"])
@pytest.mark.parametrize("word", ["", " out"])
def test_automatic_check_out_gives_way_to_the_true_punch(out, word):
    plan = pair_text(out + word, "08:00-19:00", automatic=True, mode="keys")
    assert (ends(plan), reasons(plan)) == ("08:00 A000", "ends_other")


def test_check_in_after_an_automatic_check_out_begins_a_session():
    plan = pair_text("20:00 in, 23:00 out", "08:00-19:00", automatic=True)
    assert (ends(plan), rows(plan)) == ("", "20:00-23:00")


def test_automatic_check_out_past_the_longest_session_covers_what_cannot_end_it():
    plan = pair_text(
        "13:00 in, 18:00 out",
        "08:00-19:00",
        automatic=True,
        mode="keys",
        longest=timedelta(hours=4),
    )
    assert (ends(plan), reasons(plan)) == ("", "covered covered")


def test_automatic_check_out_that_gave_way_covers_nothing_any_more():
    plan = pair_text(
        "10:00 out, 13:00 in, 17:00 out",
        "08:00-19:00",
        automatic=True,
        mode="keys",
        longest=timedelta(hours=4),
    )
    assert (ends(plan), rows(plan)) == ("08:00 A000", "13:00-17:00")


def test_check_in_within_an_automatic_check_out_begins_no_session():
    """What would reach from 08:20 to 00:10 would overlap the attendance that stays."""
    plan = pair_text(
        "08:20 in, +1 00:10 out", "08:00-19:00", automatic=True, mode="keys"
    )
    assert (ends(plan), rows(plan)) == ("", "")
    assert reasons(plan) == "already_in never_in"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("15:00, 18:00", "begins ends"), ("15:00 out, 18:00 in", "never_in begins")],
)
def test_automatic_check_out_stays_if_another_attendance_follows_it(text, expected):
    by_hand = [*fixed("08:00-12:00", automatic=True), *fixed("13:00-14:00")]
    plan = pair_punches(day(text), by_hand)
    assert (ends(plan), reasons(plan)) == ("", expected)


def test_automatic_check_out_in_a_closed_period_stays():
    plan = pair_text(
        "+1 01:00 out",
        "08:00-19:00",
        automatic=True,
        mode="keys",
        closed_until=date(2024, 1, 1),
    )
    assert (ends(plan), reasons(plan)) == ("", "never_in")


@pytest.mark.parametrize("punch", ["17:01", "17:01 out", "16:59:30 out"])
def test_punch_a_minute_around_a_press_to_check_out_repeats_it(punch):
    plan = pair_text(punch, "08:00-17:00", pressed={"in", "out"}, mode="keys")
    assert (rows(plan), reasons(plan)) == ("", "pressed")
    assert plan.repeats == {"A000": "08:00"}


@pytest.mark.parametrize("punch", ["07:59:30 in", "08:00:30 in", "08:00:30"])
def test_punch_a_minute_around_a_press_to_check_in_repeats_it(punch):
    plan = pair_text(f"{punch}, 17:00 out", "08:00-", pressed={"in"}, mode="keys")
    assert (ends(plan), reasons(plan)) == ("08:00 A001", "pressed ends_other")


@pytest.mark.parametrize("punch", ["17:01:01 in", "17:00:30 in"])
def test_punch_that_says_other_than_the_press_is_no_repeat(punch):
    plan = pair_text(punch, "08:00-17:00", pressed={"in", "out"}, mode="keys")
    assert reasons(plan) == "begins"


def test_first_last_ends_an_attendance_by_hand_with_the_last_punch_of_the_day():
    plan = pair_text("12:00, 17:00, +1 08:00", "08:00-", mode="first_last")
    assert (ends(plan), rows(plan)) == ("08:00 A001", "+1 08:00-")
    assert reasons(plan) == "between ends_other begins"


def test_overdue_session_gives_way_to_a_later_press():
    plan = pair_text("08:00 in", "+1 07:00-")
    assert (rows(plan), reasons(plan)) == ("", "never_out")


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

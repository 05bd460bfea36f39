"""Which punches make an attendance, rule by rule."""

from datetime import datetime, timedelta

import pytest

from rules import outcomes
from tests.pairing_days import codes, day, pair_punches, pair_text, reasons, rows


def test_in_and_out_make_an_attendance():
    plan = pair_text("08:00 in, 17:00 out")
    assert rows(plan) == "08:00-17:00"
    assert codes(plan) == "checked_in checked_out"


def test_of_two_check_ins_the_first_stands():
    plan = pair_text("08:00 in, 08:30 in, 17:00 out")
    assert rows(plan) == "08:00-17:00"
    assert reasons(plan) == "begins already_in ends"


def test_of_two_check_outs_the_last_wins():
    plan = pair_text("08:00 in, 16:00 out, 17:00 out")
    assert rows(plan) == "08:00-17:00"
    assert reasons(plan) == "begins later_out ends"


def test_check_out_past_the_longest_session_ends_nothing():
    plan = pair_text("08:00 in, +1 00:01 out")
    assert rows(plan) == ""
    assert codes(plan) == "missing_check_out missing_check_in"


def test_check_out_at_the_longest_session_still_ends_it():
    assert rows(pair_text("08:00 in, +1 00:00 out", mode="keys")) == "08:00-+1 00:00"


def test_later_check_out_wins_only_within_the_longest_session():
    plan = pair_text("08:00 in, 17:00 out, +1 00:01 out")
    assert rows(plan) == "08:00-17:00"
    assert reasons(plan) == "begins ends never_in"


def test_check_in_past_the_longest_session_begins_another():
    plan = pair_text("08:00 in, +1 08:00 in, +1 17:00 out", mode="keys")
    assert rows(plan) == "+1 08:00-+1 17:00"
    assert reasons(plan) == "never_out begins ends"


def test_evening_without_check_out_does_not_cost_the_next_day():
    plan = pair_text("17:05 in, +1 08:00 in, +1 09:00 in, +1 17:00 out", mode="keys")
    assert rows(plan) == "+1 08:00-+1 17:00"
    assert reasons(plan) == "never_out begins already_in ends"


def test_repeat_that_is_itself_too_old_does_not_become_a_check_in():
    plan = pair_text("08:00 in, 08:30 in, +1 08:00 in, +1 17:00 out", mode="keys")
    assert reasons(plan) == "never_out already_in begins ends"


def test_break_end_that_repeated_a_forgotten_check_in_remains_a_break_end():
    plan = pair_text("17:05 in, +1 08:00 break in, +1 12:00 out", mode="keys")
    assert rows(plan) == "+1 08:00-+1 12:00"
    assert reasons(plan) == "never_out break_ends ends"


def test_forgotten_check_in_invents_no_hours():
    plan = pair_text("17:00 out, +1 08:00 in, +1 17:00 out", mode="keys")
    assert rows(plan) == "+1 08:00-+1 17:00"
    assert codes(plan).startswith("missing_check_in")


def test_newest_session_stays_open():
    plan = pair_text("08:00 in, 12:00 out, 13:00 in")
    assert rows(plan) == "08:00-12:00, 13:00-"
    assert reasons(plan) == "begins ends begins"


def test_overdue_session_is_no_presence_and_is_told_so():
    plan = pair_text("08:00 in", now="+1 00:00")
    assert (rows(plan), reasons(plan)) == ("08:00-", "begins")
    plan = pair_text("08:00 in", now="+1 00:01")
    assert (rows(plan), reasons(plan)) == ("", "still_open")
    assert plan.overdue.start == datetime(2024, 1, 1, 8)
    assert codes(plan) == "missing_check_out"


def test_without_direction_punches_alternate():
    plan = pair_text("08:00, 12:00, 13:00, 17:00")
    assert rows(plan) == "08:00-12:00, 13:00-17:00"
    assert reasons(plan) == "begins ends begins ends"


def test_forgotten_punch_does_not_turn_the_following_days_round():
    plan = pair_text("08:00, +1 08:00, +1 17:00, +2 08:00, +2 17:00")
    assert rows(plan) == "+1 08:00-+1 17:00, +2 08:00-+2 17:00"
    assert reasons(plan) == "never_out begins ends begins ends"


def test_alternate_mode_does_not_look_at_keys():
    plan = pair_text("08:00 out, 17:00 in", mode="alternate")
    assert rows(plan) == "08:00-17:00"


def test_keys_mode_believes_keys_and_alternates_where_there_is_none():
    plan = pair_text("08:00 in, 12:00, 13:00, 17:00 out, 18:00 out", mode="keys")
    assert rows(plan) == "08:00-12:00, 13:00-18:00"
    assert rows(pair_text("08:00 in, 17:00 in", mode="keys")) == "08:00-"


@pytest.mark.parametrize("key", ["in", "out", "break in", "break out"])
def test_smart_ignores_the_key_of_terminals_that_know_only_one(key):
    plan = pair_text(f"08:00 {key}, 12:00 {key}, 13:00 {key}, 17:00 {key}")
    assert rows(plan) == "08:00-12:00, 13:00-17:00"


def test_smart_believes_keys_on_a_day_with_both_kinds():
    plan = pair_text("08:00 in, 12:00 in, 17:00 out")
    assert rows(plan) == "08:00-17:00"


def test_smart_reads_each_workday_by_itself():
    plan = pair_text("08:00 in, 17:00 in, +1 08:00 in, +1 12:00 in, +1 17:00 out")
    assert rows(plan) == "08:00-17:00, +1 08:00-+1 17:00"


def test_smart_workday_goes_on_past_midnight_until_it_ends():
    assert rows(pair_text("20:00 in, 23:00 in, +1 03:59 out")) == "20:00-+1 03:59"
    assert (
        rows(pair_text("20:00 in, 23:00 in, +1 04:00 out")) == "20:00-23:00, +1 04:00-"
    )


def test_first_last_takes_the_day_from_its_first_to_its_last_punch():
    plan = pair_text("08:00 out, 12:00, 13:00 in, 17:00 in", mode="first_last")
    assert rows(plan) == "08:00-17:00"
    assert reasons(plan) == "begins between between ends"


def test_first_last_lone_punch_of_an_older_day_invents_no_hours():
    plan = pair_text("08:00, +1 08:00, +1 17:00, +2 08:00", mode="first_last")
    assert rows(plan) == "+1 08:00-+1 17:00, +2 08:00-"
    assert reasons(plan) == "never_out begins ends begins"


def test_first_last_follows_the_start_of_the_day_not_midnight():
    assert rows(pair_text("20:00, +1 03:59", mode="first_last")) == "20:00-+1 03:59"
    assert rows(pair_text("20:00, +1 04:00", mode="first_last")) == "+1 04:00-"


def test_first_last_is_no_longer_than_the_longest_session():
    plan = pair_text("04:00, 20:00, 20:02", mode="first_last")
    assert rows(plan) == "04:00-20:00, 20:02-"


@pytest.mark.parametrize("seconds", [0, 1, 30, 60])
def test_double_tap_repeats_the_punch_before(seconds):
    tap = f"08:{seconds // 60:02}:{seconds % 60:02}"
    for keys in ("", " in"):
        plan = pair_text(f"08:00{keys}, {tap}{keys}, 17:00 out", mode="keys")
        assert rows(plan) == "08:00-17:00"
        assert reasons(plan) == "begins double_tap ends"


def test_tap_after_the_debounce_is_a_punch_of_its_own():
    assert rows(pair_text("08:00, 08:01:01")) == "08:00-08:01:01"


def test_double_tap_counts_from_the_accepted_punch_not_from_its_repeat():
    plan = pair_text("08:00, 08:00:50, 08:01:40")
    assert reasons(plan) == "begins double_tap ends"


def test_double_tap_of_another_direction_is_no_repeat():
    plan = pair_text("08:00 in, 08:00:20 in, 08:00:40 out", mode="keys")
    assert rows(plan) == "08:00-08:00:40"
    assert reasons(plan) == "begins double_tap ends"


def test_double_tap_of_a_check_out_keeps_the_first():
    plan = pair_text("08:00 in, 17:00 out, 17:00:30 out")
    assert rows(plan) == "08:00-17:00"


def test_tap_without_direction_repeats_one_with():
    assert reasons(pair_text("08:00 in, 08:00:10, 17:00 out", mode="keys")) == (
        "begins double_tap ends"
    )


def test_debounce_of_nothing_joins_only_punches_of_one_second():
    none = timedelta(0)
    assert rows(pair_text("08:00, 08:00, 08:00:01", debounce=none)) == "08:00-08:00:01"


def test_break_ends_one_session_and_begins_another():
    plan = pair_text("08:00 in, 12:00 break out, 12:30 break in, 17:00 out")
    assert rows(plan) == "08:00-12:00, 12:30-17:00"
    assert reasons(plan) == "begins break_begins break_ends ends"
    assert codes(plan) == "checked_in break break checked_out"


def test_breaks_can_be_ignored():
    text = "08:00 in, 12:00 break out, 12:30 break in, 17:00 out"
    plan = pair_text(text, breaks="ignore")
    assert rows(plan) == "08:00-17:00"
    assert reasons(plan) == "begins break_ignored break_ignored ends"


def test_second_break_begin_replaces_the_first():
    plan = pair_text("08:00 in, 12:00 break out, 12:10 break out, 13:00 in, 17:00 out")
    assert rows(plan) == "08:00-12:10, 13:00-17:00"
    assert reasons(plan) == "begins later_out break_begins begins ends"


def test_break_nobody_came_back_from_is_not_counted_as_work():
    plan = pair_text("08:00 in, 12:00 break out, 17:00 out")
    assert rows(plan) == "08:00-12:00"
    assert reasons(plan) == "begins break_begins never_in"


def test_break_begin_after_the_check_out_moves_nothing():
    plan = pair_text("08:00 in, 17:00 out, 17:30 break out")
    assert rows(plan) == "08:00-17:00"
    assert reasons(plan) == "begins ends never_in"


def test_break_end_without_its_begin_does_not_cut_the_session():
    plan = pair_text("08:00 in, 12:30 break in, 17:00 out")
    assert rows(plan) == "08:00-17:00"
    assert reasons(plan) == "begins already_in ends"


def test_check_in_may_end_a_break():
    plan = pair_text("08:00 in, 12:00 break out, 12:30 in, 17:00 out")
    assert rows(plan) == "08:00-12:00, 12:30-17:00"


def test_punches_of_one_second_leave_before_they_come():
    plan = pair_text("08:00 in, 12:00 in, 12:00 out, 17:00 out")
    assert rows(plan) == "08:00-12:00, 12:00-17:00"


def test_break_of_one_second_leaves_no_attendance_without_length():
    plan = pair_text("08:00 in, 08:00 break out, 17:00 out")
    assert rows(plan) == "08:00-17:00"
    assert reasons(plan) == "begins never_in ends"


def test_direction_a_person_added_holds_where_keys_do_not():
    terminal = day("08:00 in, 12:00 in")
    added = day("11:00 out, 11:30 in", "B", certain=True)
    for mode in ("smart", "alternate"):
        plan = pair_punches(terminal + added, mode=mode)
        assert rows(plan) == "08:00-11:00, 11:30-12:00"


def test_added_check_out_does_not_make_a_terminals_one_key_believable():
    terminal = day("08:00 in, 12:00 in, 13:00 in")
    added = day("17:00 out", "B", certain=True)
    assert rows(pair_punches(terminal + added)) == "08:00-12:00, 13:00-17:00"


def test_first_last_takes_added_punches_like_any_other():
    plan = pair_punches(
        day("08:00, 12:00") + day("17:00 in", "B", certain=True), mode="first_last"
    )
    assert rows(plan) == "08:00-17:00"


def test_every_reason_is_a_sentence():
    for sentence in outcomes.REASONS.values():
        assert sentence[0].isupper() and sentence.endswith(".")

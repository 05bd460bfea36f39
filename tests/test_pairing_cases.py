"""What happens in firms, and the attendances people expect from it."""

import itertools
from datetime import time

import pytest

from tests.pairing_days import (
    codes,
    day,
    fixed,
    pair_punches,
    pair_text,
    reasons,
    rows,
)

WEEK = [
    f"{after:+} {punch}" if after else punch
    for after in range(3)
    for punch in ("08:00 in", "12:00 out", "13:00 in", "17:00 out")
]
WEEK_ROWS = (
    "08:00-12:00, 13:00-17:00, +1 08:00-+1 12:00, +1 13:00-+1 17:00, "
    "+2 08:00-+2 12:00, +2 13:00-+2 17:00"
)


def test_out_before_in_within_a_batch():
    for order in itertools.permutations(
        day("08:00 in, 12:00 out, 13:00 in, 17:00 out")
    ):
        assert rows(pair_punches(order)) == "08:00-12:00, 13:00-17:00"


def test_yesterdays_punches_after_todays_check_in():
    today = day("+1 08:00 in", "B")
    assert rows(pair_punches(today)) == "+1 08:00-"
    late = day("08:00 in, 17:00 out")
    assert rows(pair_punches(today + late)) == "08:00-17:00, +1 08:00-"


def test_three_days_offline_then_all_at_once():
    assert rows(pair_text(", ".join(reversed(WEEK)))) == WEEK_ROWS


def test_two_devices_one_delayed():
    entrance, exit_ = day("08:00 in, +1 08:00 in", "A"), day("17:00 out", "B")
    before = pair_punches(entrance, mode="keys")
    assert reasons(before) == "never_out begins"
    after = pair_punches(entrance + exit_, mode="keys")
    assert rows(after) == "08:00-17:00, +1 08:00-"


def test_same_punch_by_two_routes_is_one_punch():
    punches = day("08:00 in, 17:00 out")
    assert pair_punches(punches + punches) == pair_punches(punches)


def test_same_punch_on_two_devices_is_told_apart_and_counted_once():
    plan = pair_punches(day("08:00 in, 17:00 out") + day("08:00 in, 17:00 out", "B"))
    assert rows(plan) == "08:00-17:00"
    assert reasons(plan) == "begins ends double_tap double_tap"


def test_whole_log_replayed():
    punches = day(", ".join(WEEK))
    assert pair_punches(punches * 3) == pair_punches(punches)


@pytest.mark.parametrize(
    ("text", "sessions", "why"),
    [
        ("08:00 in, 08:00:05 in, 17:00 out", "08:00-17:00", "begins double_tap ends"),
        ("08:00 in, 17:00 out, 17:01 out", "08:00-17:00", "begins ends double_tap"),
        (
            "08:00 in, 08:00:05 in, 08:00:40 out, 08:01:20 in, 17:00 out",
            "08:00-08:00:40, 08:01:20-17:00",
            "begins double_tap ends begins ends",
        ),
        ("08:00, 08:00:59, 17:00", "08:00-17:00", "begins double_tap ends"),
    ],
)
def test_double_taps(text, sessions, why):
    plan = pair_text(text)
    assert (rows(plan), reasons(plan)) == (sessions, why)


def test_forgotten_out_costs_only_its_own_day():
    plan = pair_text("08:00 in, +1 08:00 in, +1 17:00 out")
    assert rows(plan) == "+1 08:00-+1 17:00"
    assert codes(plan) == "missing_check_out checked_in checked_out"


def test_forgotten_in_costs_only_its_own_day():
    plan = pair_text("17:00 out, +1 08:00 in, +1 17:00 out", mode="keys")
    assert rows(plan) == "+1 08:00-+1 17:00"
    assert codes(plan) == "missing_check_in checked_in checked_out"


@pytest.mark.parametrize("mode", ["smart", "alternate", "first_last"])
def test_one_punch_a_day_invents_no_hours(mode):
    plan = pair_text("08:00, +1 08:00, +2 08:00", mode=mode)
    assert rows(plan) == "+2 08:00-"
    assert codes(plan) == "missing_check_out missing_check_out checked_in"


def test_only_check_ins_and_only_check_outs_invent_no_hours():
    ins = pair_text("08:00 in, +1 08:00 in, +2 08:00 in", mode="keys")
    assert codes(ins) == "missing_check_out missing_check_out checked_in"
    outs = pair_text("17:00 out, +1 17:00 out", mode="keys")
    assert (rows(outs), codes(outs)) == ("", "missing_check_in missing_check_in")


def test_odd_count_leaves_the_last_one_open():
    assert rows(pair_text("08:00, 12:00, 13:00")) == "08:00-12:00, 13:00-"


@pytest.mark.parametrize("keys", [True, False])
def test_nights_from_22_to_6(keys):
    text = "22:00 in, +1 06:00 out, +1 22:00 in, +2 06:00 out, +2 22:00 in"
    plan = pair_text(text if keys else text.replace(" in", "").replace(" out", ""))
    assert rows(plan) == "22:00-+1 06:00, +1 22:00-+2 06:00, +2 22:00-"


def test_nights_in_first_last_mode_need_a_day_that_starts_at_noon():
    text = "22:00, +1 02:00, +1 06:00, +1 22:00, +2 06:00"
    plan = pair_text(text, mode="first_last", day_start=time(12))
    assert rows(plan) == "22:00-+1 06:00, +1 22:00-+2 06:00"


def test_night_with_a_break_over_midnight():
    plan = pair_text("20:00 in, 23:45 break out, +1 00:15 break in, +1 04:30 out")
    assert rows(plan) == "20:00-23:45, +1 00:15-+1 04:30"
    plan = pair_text("20:00, 23:45, +1 00:15, +1 04:30")
    assert rows(plan) == "20:00-23:45, +1 00:15-+1 04:30"


def test_two_shifts_thirty_minutes_apart():
    for text in ("06:00 in, 14:00 out, 14:30 in, 22:00 out", "06:00,14:00,14:30,22:00"):
        assert rows(pair_text(text)) == "06:00-14:00, 14:30-22:00"


def test_terminal_that_sends_255_or_unknown_keys_for_everything():
    """The codes 255 and 9 mean no direction."""
    assert rows(pair_text("08:00, 12:00, 13:00, 17:00", mode="keys")) == (
        "08:00-12:00, 13:00-17:00"
    )


def test_overtime_and_break_keys():
    """4 and 5 arrive as in and out, 2 and 3 as breaks."""
    text = "08:00 in, 12:00 break out, 12:30 break in, 17:00 out, 18:00 in, 20:00 out"
    assert rows(pair_text(text)) == "08:00-12:00, 12:30-17:00, 18:00-20:00"


def test_manual_and_kiosk_rows_in_between():
    plan = pair_text("08:00 in, 12:00 out, 16:00 in, 18:00 out", "13:00-15:00")
    assert rows(plan) == "08:00-12:00, 16:00-18:00"


def test_corrected_row_is_not_made_again():
    punches = day("08:00 in, 17:00 out")
    corrected = fixed("08:00-16:30", keys=["A000", "A001"])
    plan = pair_punches(punches, corrected)
    assert (rows(plan), codes(plan)) == ("", "covered covered")


def test_true_check_out_after_an_automatic_one_is_the_end():
    """The automatic end is no punch and no fixed interval, so it is not in the question."""
    assert rows(pair_text("08:00 in", now="23:00")) == "08:00-"
    assert rows(pair_text("08:00 in, 19:00 out", now="+1 02:00")) == "08:00-19:00"


def test_punch_of_a_clock_two_minutes_behind_still_pairs():
    plan = pair_text("08:00 in, 17:00 out", now="17:00")
    assert rows(plan) == rows(pair_text("08:00 in, 17:00 out", now="16:58"))


def test_mapped_late_gives_what_mapped_at_once_gives():
    mine, others = day("08:00 in, 17:00 out"), day("12:00 out, 13:00 in", "B")
    assert rows(pair_punches(mine)) == "08:00-17:00"
    assert rows(pair_punches(mine + others)) == "08:00-12:00, 13:00-17:00"


def test_forty_hours_open():
    plan = pair_text("08:00 in", now="+2 00:00")
    assert (rows(plan), reasons(plan)) == ("", "still_open")
    plan = pair_text("08:00 in, +2 00:00 out", mode="keys")
    assert (rows(plan), reasons(plan)) == ("", "never_out never_in")


def test_plan_does_not_depend_on_now_once_a_session_is_closed():
    text = "08:00 in, 17:00 out"
    assert pair_text(text, now="17:00") == pair_text(text, now="+90 00:00")

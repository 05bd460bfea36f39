"""When keys count: what the day, the person's days before it and other people say."""

import itertools
from datetime import date, timedelta

import pytest

from rules.evidence import Evidence, evidence_by_day
from rules.keys import why_keys_count
from rules.policy import Policy
from tests.pairing_days import codes, day, pair_punches, pair_text, reasons, rows

THREE_DAYS = "08:00 in, 17:00 out, +1 08:00 in, +1 17:00 out, +2 08:00 in, +2 17:00 out"
THREE_ROWS = "08:00-17:00, +1 08:00-+1 17:00, +2 08:00-+2 17:00"
KEYLESS = ", ".join(
    f"+{n} {clock} in" for n in range(9) for clock in ("08:00", "17:00")
)
MONDAY = date(2024, 1, 1)


def test_only_an_out_after_three_days_with_both_keys_is_a_missing_check_in():
    plan = pair_text(f"{THREE_DAYS}, +3 17:00 out, +4 07:00 in")
    assert rows(plan) == f"{THREE_ROWS}, +4 07:00-"
    assert codes(plan).split()[-2:] == ["missing_check_in", "checked_in"]


def test_only_an_in_after_three_days_with_both_keys_is_a_missing_check_out():
    text = f"{THREE_DAYS}, +3 08:00 in"
    assert codes(pair_text(text)).split()[-1] == "checked_in"
    late = pair_text(text, now="+4 08:00")
    assert codes(late).split()[-1] == "missing_check_out"
    followed = pair_text(f"{text}, +4 07:00 in")
    assert rows(followed) == f"{THREE_ROWS}, +4 07:00-"


def test_in_twice_on_one_day_counts_as_pressed():
    plan = pair_text(f"{THREE_DAYS}, +3 08:00 in, +3 17:00 in")
    assert rows(plan) == f"{THREE_ROWS}, +3 08:00-"
    assert reasons(plan).split()[-1] == "already_in"


def test_out_just_before_midnight_of_a_day_without_an_in():
    plan = pair_text(f"{THREE_DAYS}, +3 23:59 out, +4 07:00 in, +4 15:00 out")
    assert rows(plan) == f"{THREE_ROWS}, +4 07:00-+4 15:00"
    assert codes(plan).split()[6] == "missing_check_in"


def test_two_days_with_both_keys_prove_nothing():
    plan = pair_text("08:00 in, 17:00 out, +1 08:00 in, +1 17:00 out, +2 17:00 out")
    assert rows(plan) == "08:00-17:00, +1 08:00-+1 17:00, +2 17:00-"


def test_keyless_terminals_alternate():
    """All 0, all 1, or 255."""
    expected = ", ".join(
        f"{f'+{n} ' if n else ''}08:00-{f'+{n} ' if n else ''}17:00" for n in range(9)
    )
    for text in (KEYLESS, KEYLESS.replace("in", "out"), KEYLESS.replace(" in", "")):
        assert rows(pair_text(text)) == expected


@pytest.mark.parametrize(("worked", "counts"), [(7, True), (8, False)])
def test_only_the_last_ten_worked_days_are_looked_at(worked, counts):
    """Three days with both keys, then so many with one, however long ago."""
    one_kind = ", ".join(
        f"+{40 + n} 08:00 in, +{40 + n} 17:00 in" for n in range(worked)
    )
    punches = day(f"{THREE_DAYS}, {one_kind}")
    found = evidence_by_day(punches, Policy())
    after = evidence_by_day([*punches, *day("+60 17:00 out", "B")], Policy())
    last = after[MONDAY + timedelta(days=60)]
    assert last == Evidence(10, 3 if counts else 2)
    assert last.person_presses_both is counts
    assert found[MONDAY] == Evidence()


def test_days_more_than_a_year_ago_are_not_looked_at():
    for after, days in ((366 + 2, 1), (366, 3)):
        found = evidence_by_day(day(f"{THREE_DAYS}, +{after} 17:00 out"), Policy())
        assert found[MONDAY + timedelta(days=after)].days == days


def test_what_a_person_adds_is_no_key_and_makes_no_worked_day():
    added = day(
        "17:00 out, +1 17:00 out, +2 17:00 out, +3 17:00 out", "B", certain=True
    )
    terminal = day("08:00 in, +1 08:00 in, +2 08:00 in, +4 17:00 out")
    found = evidence_by_day(added + terminal, Policy())
    assert found[MONDAY + timedelta(days=4)] == Evidence(days=3)
    plan = pair_punches(added + terminal)
    assert plan.outcomes["A003"].code == "checked_in"


def test_nights_are_days_of_their_own():
    """Work until four belongs to the evening before, which holds both kinds."""
    nights = ", ".join(f"+{n} 18:00 in, +{n + 1} 02:00 out" for n in range(3))
    found = evidence_by_day(day(f"{nights}, +3 18:00 in"), Policy())
    assert found[MONDAY + timedelta(days=3)] == Evidence(3, 3)


@pytest.mark.parametrize(
    ("people", "with_both", "code"),
    [
        (5, 4, "missing_check_in"),
        (5, 3, "checked_in"),
        (1000, 799, "checked_in"),
        (1000, 800, "missing_check_in"),
        (0, 0, "checked_in"),
    ],
)
def test_newcomer_where_four_of_five_people_use_keys(people, with_both, code):
    punches = day("17:00 out")
    evidence = evidence_by_day(punches, Policy(), people={MONDAY: (people, with_both)})
    assert codes(pair_punches(punches, evidence=evidence)) == code


def test_days_before_the_window_count_as_those_in_it():
    """The plan begins later than the days that tell."""
    earlier = {MONDAY - timedelta(days=n): n < 4 for n in range(1, 12)}
    punches = day("17:00 out, +1 07:00 in")
    evidence = evidence_by_day(punches, Policy(), earlier)
    assert evidence[MONDAY] == Evidence(10, 3)
    assert evidence[MONDAY + timedelta(days=1)] == Evidence(10, 3)
    plan = pair_punches(punches, evidence=evidence)
    assert codes(plan) == "missing_check_in checked_in"


def test_order_of_arrival_makes_no_difference():
    punches = day("08:00 in, 17:00 out, +1 17:00 out, +2 08:00 in, +3 07:00 in", "B")
    expected = pair_punches(punches)
    for order in itertools.permutations(punches):
        assert pair_punches(order) == expected


def test_keys_arriving_late_change_the_reading_of_later_days():
    late = day(THREE_DAYS)
    thursday = day("+3 17:00 out, +4 07:00 in", "B")
    assert rows(pair_punches(thursday)) == "+3 17:00-+4 07:00"
    assert rows(pair_punches(thursday + late)) == f"{THREE_ROWS}, +4 07:00-"


@pytest.mark.parametrize("mode", ["alternate", "first_last"])
def test_other_modes_look_at_no_evidence(mode):
    plan = pair_text(f"{THREE_DAYS}, +3 17:00 out", mode=mode)
    assert rows(plan) == f"{THREE_ROWS}, +3 17:00-"


@pytest.mark.parametrize(
    ("text", "evidence", "why"),
    [
        ("08:00 in, 17:00 break out", Evidence(), "both_pressed"),
        ("08:00, 17:00", Evidence(10, 10, 9, 9), "no_keys"),
        ("08:00 in", Evidence(10, 3, 9, 9), "person"),
        ("08:00 in", Evidence(10, 2, 9, 9), "people"),
        ("08:00 in", Evidence(10, 2, 9, 7), "unproven"),
    ],
)
def test_why_keys_count(text, evidence, why):
    assert why_keys_count(day(text), evidence) == why

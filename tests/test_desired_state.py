"""What is wanted of a person on a terminal, and which command brings that about."""

from datetime import date

import pytest

from rules.desired_state import (
    REMOVE,
    UPDATE,
    WRITE,
    KnownState,
    decide,
    desired_state,
)
from rules.validity import ALWAYS, Window

MAY = date(2026, 5, 1)
IN_MAY = Window(date(2026, 5, 1), date(2026, 5, 31))
IN_JUNE = Window(date(2026, 6, 1), date(2026, 6, 30))
IN_APRIL = Window(date(2026, 4, 1), date(2026, 4, 30))


def desired(*windows, has_left=False, by_removal=True, entitled=True):
    state = desired_state(windows, MAY, has_left=has_left, by_removal=by_removal)
    return state._replace(entitled=entitled)


def known(sync_state="present", wanted=True, to_remove=False, changed=False, **more):
    return KnownState(sync_state, wanted, to_remove, changed, **more)


@pytest.mark.parametrize(
    ("windows", "by_removal", "allowed", "belongs", "over"),
    [
        ([ALWAYS], True, True, True, False),
        ([IN_MAY], True, True, True, False),
        ([IN_JUNE], True, False, False, False),
        ([IN_JUNE], False, False, True, False),
        ([IN_APRIL], True, False, False, True),
        ([IN_APRIL], False, False, True, True),
        ([], True, False, False, True),
    ],
)
def test_windows_of_days_give_a_desired_state(
    windows, by_removal, allowed, belongs, over
):
    state = desired(*windows, by_removal=by_removal)
    assert (state.allowed, state.belongs, state.over) == (allowed, belongs, over)


def test_a_person_who_left_does_not_belong_on_any_terminal():
    for by_removal in (True, False):
        state = desired(ALWAYS, has_left=True, by_removal=by_removal)
        assert (state.allowed, state.belongs) == (False, False)


def test_the_next_window_is_the_one_a_terminal_shall_know():
    assert desired(IN_JUNE, IN_APRIL).window == IN_JUNE
    assert desired(IN_APRIL).window == IN_APRIL


@pytest.mark.parametrize(
    ("user", "command"),
    [
        (known(), None),
        (known(changed=True), UPDATE),
        (known(wanted=False), WRITE),
        (known("unknown"), WRITE),
        (known("absent"), WRITE),
        (known("failed"), WRITE),
        (known("failed", may_retry=False), None),
        (known("failed", may_retry=False, changed=True), UPDATE),
        (known("pending"), None),
    ],
)
def test_a_person_who_is_entitled_is_written_or_updated(user, command):
    assert decide(desired(ALWAYS), user) == (command, False, False)


@pytest.mark.parametrize(
    ("user", "command"),
    [
        (known(), REMOVE),
        (known(to_remove=True, wanted=False), REMOVE),
        (known(being_deleted=True), None),
        (known("failed", may_retry=False), None),
    ],
)
def test_a_person_who_came_by_a_group_goes_with_it(user, command):
    decision = decide(desired(ALWAYS, entitled=False), user)
    assert decision == (command, True, True)


def test_a_person_enrolled_at_the_terminal_stays():
    user = known(wanted=False, changed=True)
    assert decide(desired(ALWAYS, entitled=False), user) == (None, False, False)
    limited = desired(IN_MAY, entitled=False)
    assert decide(limited, user) == (UPDATE, False, False)


def test_a_person_whose_days_are_over_is_removed():
    assert decide(desired(IN_APRIL), known()) == (REMOVE, True, True)
    assert decide(desired(IN_APRIL), known("absent")) == (None, False, True)


def test_a_person_who_is_absent_before_the_days_is_not_written_yet():
    assert decide(desired(IN_JUNE), known("absent")) == (None, False, True)
    kept = desired(IN_JUNE, by_removal=False)
    assert decide(kept, known("absent")) == (WRITE, False, True)


def test_a_person_outside_the_days_stays_where_the_terminal_heeds_them():
    decision = decide(desired(IN_JUNE, by_removal=False), known())
    assert decision == (None, False, True)

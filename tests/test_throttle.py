"""Guessing is slowed, and an honest caller is never kept waiting for long."""

import pytest

from rules import throttle
from rules.throttle import (
    FREE_FAILURES,
    MAX_PAUSE_SECONDS,
    MEMORY_SECONDS,
    Throttle,
)

KEY, OTHER = ("192.0.2.1", "GATE001"), ("192.0.2.2", "GATE001")


def pauses(guard, failures, now=0.0):
    """Fail as soon as it is possible again; return the pauses."""
    found = []
    for _ in range(failures):
        guard.record_failure(KEY, now)
        begun = now
        while guard.is_blocked(KEY, now):
            now += 0.5
        found.append(now - begun)
    return found


def test_pauses_double_after_the_first_failures_up_to_a_minute():
    found = pauses(Throttle(), FREE_FAILURES + 10)
    assert found[:FREE_FAILURES] == [0] * FREE_FAILURES
    assert found[FREE_FAILURES:] == [1, 2, 4, 8, 16, 32, 60, 60, 60, 60]


def test_a_thousand_guesses_take_most_of_a_day():
    assert sum(pauses(Throttle(), 1000)) > 16 * 3600


def test_many_failures_overflow_nothing():
    guard = Throttle()
    for number in range(100_000):
        guard.record_failure(KEY, number / 100)
    assert not guard.is_blocked(KEY, 1000 + MAX_PAUSE_SECONDS)


def test_success_ends_the_pauses():
    guard = Throttle()
    pauses(guard, FREE_FAILURES + 3)
    guard.record_success(KEY)
    guard.record_failure(KEY, 1000.0)
    assert not guard.is_blocked(KEY, 1000.0)


def test_another_address_or_device_is_not_kept_waiting():
    guard = Throttle()
    for _ in range(100):
        guard.record_failure(KEY, 0.0)
    assert guard.is_blocked(KEY, 1.0)
    assert not guard.is_blocked(OTHER, 1.0)
    assert not guard.is_blocked((KEY[0], "GATE002"), 1.0)


def test_failures_are_forgotten_after_a_while():
    guard = Throttle()
    pauses(guard, FREE_FAILURES + 8)
    guard.record_failure(KEY, 10_000 + MEMORY_SECONDS)
    assert not guard.is_blocked(KEY, 10_000 + MEMORY_SECONDS)


@pytest.mark.parametrize("most", [1, 10, 1000])
def test_memory_is_bounded_and_the_oldest_are_forgotten(most):
    guard = Throttle(most)
    for number in range(5 * most):
        for _ in range(FREE_FAILURES + 1):
            guard.record_failure(number, 0.0)
    assert len(guard) == most
    assert guard.is_blocked(5 * most - 1, 0.5)
    assert not guard.is_blocked(0, 0.5)


def test_clock_is_an_argument():
    assert not hasattr(throttle, "time")

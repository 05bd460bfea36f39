"""Measuring two things side by side."""

import time
from collections.abc import Callable, Sequence
from statistics import median

from .figure import Budget, Figure

Measurement = Callable[[], float]  # returns what it measured: a rate, or seconds


def alternate(
    ours: Measurement, floor: Measurement, rounds: int
) -> list[tuple[float, float]]:
    """Measure A B, B A, A B ...: what slows the machine down then slows both."""
    pairs = []
    for number in range(rounds):
        if number % 2:
            second = floor()
            pairs.append((ours(), second))
        else:
            pairs.append((ours(), floor()))
    return pairs


def compare(
    name: str,
    pairs: Sequence[tuple[float, float]],
    budget: Budget,
    unit: str,
    n: int,
) -> Figure:
    """Make a figure of pairs of (ours, floor): its ratio is ours / floor."""
    ours, floors = zip(*pairs, strict=True)
    ratio = median(ours / floor for ours, floor in pairs)
    return Figure(name, median(ours), median(floors), ratio, budget, unit, n)


def seconds(action: Callable[[], object]) -> float:
    """Return how long it takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start

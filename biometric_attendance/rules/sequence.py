"""Whether events of a terminal that numbers them were missed, by the numbers that came."""

from collections.abc import Iterable


def find_gap(
    last: int | None, came: Iterable[tuple[int, ...]]
) -> tuple[bool, int | None]:
    """Return whether events before those that came are missing, and the new last number.

    What comes again, or was replayed, has a lower number than the last and is no gap; so is
    a terminal that counts anew.

    :param last: number of the last event known, ``None`` before the first.
    :param came: of each event the number of the one before it, and its own, in order.
    """
    is_gap = False
    for before, number in came:
        is_gap = is_gap or (last is not None and last < before)
        last = number
    return is_gap, last

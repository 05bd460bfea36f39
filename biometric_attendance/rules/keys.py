"""The direction each punch is read by: the key pressed, where keys count, or none."""

from collections import defaultdict

from .directions import BREAK_IN, BREAK_OUT, IN, OUT

IN_KINDS = (IN, BREAK_IN)
OUT_KINDS = (OUT, BREAK_OUT)


def with_directions(punches, policy):
    """Each punch with the direction to read it by: ``[(punch, direction)]``.

    Smart: keys count for a workday that holds both an in-kind and an out-kind. Half of
    the world's terminals send the same key for everything, and such keys say nothing.
    """
    if policy.mode == "first_last":
        return [(punch, None) for punch in punches]
    if policy.mode == "alternate":
        return [(punch, _direction(punch, False)) for punch in punches]
    if policy.mode == "keys":
        return [(punch, punch.direction) for punch in punches]
    days = defaultdict(list)
    for punch in punches:
        days[policy.workday(punch.instant)].append(punch)
    directed = []
    for day in days.values():
        keys_count = _has_both_kinds(day)
        directed += [(punch, _direction(punch, keys_count)) for punch in day]
    return directed


def _has_both_kinds(punches):
    """Whether keys of both kinds were pressed; what people add is no key."""
    pressed = {punch.direction for punch in punches if not punch.certain}
    return not pressed.isdisjoint(IN_KINDS) and not pressed.isdisjoint(OUT_KINDS)


def _direction(punch, keys_count):
    return punch.direction if keys_count or punch.certain else None

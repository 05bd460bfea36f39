"""Which of the keys that people pressed are to be believed."""

from collections import defaultdict

from .directions import BREAK_IN, BREAK_OUT, IN, OUT

ENTERING = (IN, BREAK_IN)
LEAVING = (OUT, BREAK_OUT)


def direct(punches, policy):
    """Each punch with the direction to read it by: ``[(punch, direction)]``.

    Smart: keys count for a workday that saw both coming and going keys. Half of the
    world's terminals send the same key for everything, and such keys say nothing.
    """
    if policy.mode == "first_last":
        return [(punch, None) for punch in punches]
    if policy.mode == "alternate":
        return [(punch, _said(punch, False)) for punch in punches]
    if policy.mode == "keys":
        return [(punch, punch.direction) for punch in punches]
    days = defaultdict(list)
    for punch in punches:
        days[policy.workday(punch.instant)].append(punch)
    directed = []
    for day in days.values():
        useful = _both_ways(day)
        directed += [(punch, _said(punch, useful)) for punch in day]
    return directed


def _both_ways(punches):
    """Whether keys for coming and for going were pressed; what people add is no key."""
    seen = {punch.direction for punch in punches if not punch.certain}
    return not seen.isdisjoint(ENTERING) and not seen.isdisjoint(LEAVING)


def _said(punch, keys_count):
    return punch.direction if keys_count or punch.certain else None

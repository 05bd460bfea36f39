"""Roster help: an odd number of punches without keys, read with the scheduled hours.

Of an odd number of punches one has no partner. It is the one without which the others, in
turn in and out, lie nearest to the scheduled hours: each pair of them is compared with the
hours it lies nearest to, begin with begin and end with end. Of several that fit equally
the latest is taken, as when punches alternate.

The punch without a partner is in or out by what it lies nearest to, a begin or an end. So
a single punch at the scheduled end is a missing check-in, not a check-in; of 08:00, 13:00
and 17:00 with a pause at noon, 08:00 lacks its check-out; of 08:00, 12:00 and 17:00,
17:00 lacks its check-in. If it lies between a check-in and its check-out, it is a repeat.
"""

from datetime import timedelta
from itertools import accumulate, pairwise

from .directions import IN, LONE_IN, LONE_OUT, OUT
from .evidence import by_workday

_DAY = timedelta(days=1)


def with_roster(directed, policy, roster):
    """The same punches; on some workdays with directions by the scheduled hours.

    Only where the policy asks for it, and on a workday that scheduled hours touch, with
    an odd number of punches, repeats left out, of which none has a direction.

    :param directed: ``[(punch, direction)]``.
    :param roster: the scheduled hours that begin on each workday, in naive UTC:
        ``{workday: ((start, end), ...)}``.
    """
    if not policy.roster or policy.mode == "first_last" or not roster:
        return directed
    direction_of = dict(directed)
    for day, punches in by_workday(direction_of, policy).items():
        hours = _hours_of(day, policy, roster)
        if not hours or any(direction_of[punch] for punch in punches):
            continue
        accepted = _without_repeats(punches, policy)
        if len(accepted) % 2:
            directions = _directions([punch.instant for punch in accepted], hours)
            direction_of.update(zip(accepted, directions, strict=True))
    return list(direction_of.items())


def _hours_of(day, policy, roster):
    """The scheduled hours that touch a workday: a night also touches the next one."""
    begins = policy.begins(day)
    nights = [hours for hours in roster.get(day - _DAY, ()) if hours[1] > begins]
    return [*nights, *roster.get(day, ())]


def _without_repeats(punches, policy):
    """The punches of one workday in time order, without double taps."""
    accepted: list = []
    for punch in sorted(punches, key=lambda p: (p.instant, p.order, str(p.key))):
        if not accepted or punch.instant - accepted[-1].instant > policy.debounce:
            accepted.append(punch)
    return accepted


def _directions(instants, hours):
    """The direction of each of an odd number of instants."""
    lone = _find_without_partner(instants, hours)
    others = len(instants) - 1
    directions = [IN, OUT] * (others // 2)
    begin, end = (
        min(abs(instants[lone] - each[edge]) for each in hours) for edge in (0, 1)
    )
    is_between_pairs = lone % 2 == 0
    if begin <= end:
        may_be_open = lone == others
        direction = LONE_IN if is_between_pairs and not may_be_open else IN
    else:
        may_end_a_night = lone == 0
        direction = LONE_OUT if is_between_pairs and not may_end_a_night else OUT
    directions.insert(lone, direction)
    return directions


def _find_without_partner(instants, hours):
    """The place of the instant without which the pairs lie nearest to the hours."""

    def distance(first, last):
        return min(abs(first - begin) + abs(last - end) for begin, end in hours)

    neighbours = [distance(*pair) for pair in pairwise(instants)]
    none = timedelta(0)
    # What all pairs cost before a place, and after it.
    before = list(accumulate(neighbours[::2], initial=none))
    after = list(accumulate(reversed(neighbours[1::2]), initial=none))[::-1]
    costs = []
    for place in range(len(instants)):
        pairs = place // 2
        cost = before[pairs] + after[pairs]
        if place % 2:
            around = distance(instants[place - 1], instants[place + 1])
            cost = before[pairs] + around + after[pairs + 1]
        costs.append((cost, -place))
    return -min(costs)[1]

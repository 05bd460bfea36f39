"""The punches that belong to each attendance of a plan: its ends, and their repeats."""

from bisect import bisect_right

from .outcomes import REPEAT


def members(punches, plan, policy):
    """The punches of each session.

    A repeat belongs to its session, so that a person who corrects or deletes the
    attendance has decided about the repeat too: a double tap at the door must not
    become a check-in of its own then.

    :param punches: those the plan was made of; their ``id`` is the key it knows them by.
    :return: ``{start of the session: [key]}``.
    """
    found = {
        session.start: [punch.key for punch in session.ends]
        for session in plan.sessions
    }
    for punch in punches:
        outcome = plan.outcomes.get(punch.id)
        if outcome is None or outcome.code != REPEAT:
            continue
        for session in reversed(plan.sessions):
            end = session.end or session.start + policy.longest
            if session.start <= punch.instant:
                if punch.instant <= end + policy.debounce:
                    found[session.start].append(punch.id)
                break
    return found


def repeats_of_others(punches, plan, fixed, policy):
    """The repeats that belong to attendances which people began and a punch ended.

    :param fixed: the attendances of people that the plan was made with.
    :return: ``{key: row}``.
    """
    ended = [interval for interval in fixed if interval.row in plan.ends]
    ended.sort(key=lambda interval: interval.start)
    starts = [interval.start for interval in ended]
    found = {}
    for punch in punches:
        outcome = plan.outcomes.get(punch.id)
        place = bisect_right(starts, punch.instant) - 1
        if outcome is None or outcome.code != REPEAT or place < 0:
            continue
        row = ended[place].row
        if punch.instant <= plan.ends[row].instant + policy.debounce:
            found[punch.id] = row
    return found

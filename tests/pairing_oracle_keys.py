"""The direction each punch is read by, once more, slowly: part of the oracle."""

from datetime import datetime, timedelta, timezone
from itertools import combinations

IN_KINDS, OUT_KINDS = {"in", "break_in"}, {"out", "break_out"}


def directions(punches, policy, earlier, people, roster):
    """``{key: direction}``, ``lone_in`` and ``lone_out`` where a partner is missing."""
    found = {}
    for punch in punches:
        keys_count = {
            "keys": True,
            "smart": _keys_count(punch, punches, policy, earlier, people),
            "alternate": False,
            "first_last": False,
        }[policy.mode]
        certain = punch.certain and policy.mode != "first_last"
        found[punch.key] = punch.direction if keys_count or certain else None
    if not policy.roster or policy.mode == "first_last":
        return found
    for day in {workday(punch, policy) for punch in punches}:
        same_day = [p for p in punches if workday(p, policy) == day]
        if not any(found[p.key] for p in same_day):
            found |= _by_hours(same_day, day, policy, roster)
    return found


def workday(punch, policy):
    local = punch.instant.replace(tzinfo=timezone.utc).astimezone(policy.zone)
    return local.date() - timedelta(days=local.time() < policy.day_start)


def _both(day, punches, policy):
    keys = {p.direction for p in punches if workday(p, policy) == day and not p.certain}
    return bool(keys & IN_KINDS and keys & OUT_KINDS)


def _keys_count(punch, punches, policy, earlier, people):
    day = workday(punch, policy)
    worked = {workday(p, policy) for p in punches if not p.certain}
    both = {day for day, was in earlier.items() if was}
    both |= {each for each in worked if _both(each, punches, policy)}
    before = sorted(each for each in worked | set(earlier) if each < day)
    recent = [each for each in before[-10:] if (day - each).days <= 366]
    everybody, of_them = people.get(day, (0, 0))
    return (
        day in both
        or len([each for each in recent if each in both]) >= 3
        or (everybody > 0 and of_them / everybody >= 0.8)
    )


def _by_hours(punches, day, policy, roster):
    begins = datetime.combine(day, policy.day_start, policy.zone)
    begins = begins.astimezone(timezone.utc).replace(tzinfo=None)
    hours = list(roster.get(day, ()))
    hours += [h for h in roster.get(day - timedelta(days=1), ()) if h[1] > begins]
    kept = []
    for p in sorted(punches, key=lambda p: (p.instant, p.order, p.key)):
        if not kept or p.instant > kept[-1].instant + policy.debounce:
            kept.append(p)
    if not hours or len(kept) % 2 == 0:
        return {}

    def misfit(others):
        return sum(
            (
                min(
                    abs(a.instant - begin) + abs(b.instant - end)
                    for begin, end in hours
                )
                for a, b in zip(others[::2], others[1::2], strict=True)
            ),
            timedelta(0),
        )

    # The combinations without one come with the last left out first.
    others = min(combinations(kept, len(kept) - 1), key=misfit)
    words = {p.key: ("in", "out")[n % 2] for n, p in enumerate(others)}
    (lone,) = (p for p in kept if p not in others)
    _distance, kind = min(
        (abs(lone.instant - each), kind)
        for pair in hours
        for kind, each in enumerate(pair)
    )
    came = len([p for p in others if p.instant < lone.instant])
    if came % 2 or (kind == 0 and lone is kept[-1]) or (kind == 1 and lone is kept[0]):
        words[lone.key] = ("in", "out")[kind]
    else:
        words[lone.key] = ("lone_in", "lone_out")[kind]
    return words

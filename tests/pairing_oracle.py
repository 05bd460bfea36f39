"""The rules of pairing once more, slowly: what the fast reading is compared with.

It shares nothing with the addon but the types of its arguments. It looks ahead from
each check-in for its end, where the addon walks and remembers.
"""

from datetime import datetime, timedelta, timezone

COMES, GOES = {"in", "break_in"}, {"out", "break_out"}
NATURAL = {"break_in": "break_ends", "break_out": "break_begins", "out": "ends"}
RANK = ["out", "break_out", "break_in", "in", None]


def oracle(punches, fixed, policy, now):
    """``([(start, end)], {key: reason})``."""
    walls = [(w.start, w.end or w.start + policy.longest, w.keys) for w in fixed]

    def wall(a, b):
        return any(a < start < b for start, _end, _keys in walls)

    said = {}
    for punch in punches:
        same_day = [p for p in punches if _day(p, policy) == _day(punch, policy)]
        said[punch.key] = _direction(punch, same_day, policy)
    line = sorted(
        {punch.key: punch for punch in punches}.values(),
        key=lambda p: (p.instant, RANK.index(said[p.key]), p.order, p.key),
    )
    told = {}
    kept = _single(line, said, policy, told)
    for p in kept:
        if any(a <= p.instant <= b or p.key in keys for a, b, keys in walls):
            told[p.key] = "covered"
        elif policy.breaks == "ignore" and said[p.key] in NATURAL.keys() - {"out"}:
            told[p.key] = "break_ignored"
    kept = [p for p in kept if p.key not in told]
    if policy.mode == "first_last":
        sessions = _days(kept, policy, told)
    else:
        sessions = _sessions(kept, said, policy, told, wall)

    rows = [
        (first.instant, last and last.instant)
        for first, last in sessions
        if _stands(first, last, wall, policy, told)
    ]
    if rows and rows[-1][1] is None:
        (opened,) = (p.key for p, last in sessions if last is None)
        if any(w.end is None for w in fixed):
            told[opened] = "other_open"
            rows.pop()
        elif now > rows[-1][0] + policy.longest:
            told[opened] = "still_open"
    late = [last for first, last in sessions if last and _closed(first, policy)]
    told |= {p.key: "closed" for p in line if p in late or _closed(p, policy)}
    return rows, told


def _single(line, said, policy, told):
    kept = []
    for p in line:
        if (
            kept
            and p.instant <= kept[-1].instant + policy.debounce
            and said[p.key] in (said[kept[-1].key], None)
        ):
            told[p.key] = "double_tap"
        else:
            kept.append(p)
    return kept


def _stands(first, last, wall, policy, told):
    if wall(first.instant, last.instant if last else datetime.max):
        told[first.key] = "blocked" if last else "never_out"
        if last:
            told[last.key] = "blocked"
        return False
    return not _closed(first, policy)


def _closed(punch, policy):
    return policy.closed_until and _date(punch, policy) <= policy.closed_until


def _local(punch, policy):
    return punch.instant.replace(tzinfo=timezone.utc).astimezone(policy.zone)


def _date(punch, policy):
    return _local(punch, policy).date()


def _day(punch, policy):
    local = _local(punch, policy)
    return local.date() - timedelta(days=local.time() < policy.day_start)


def _direction(punch, same_day, policy):
    keys = {p.direction for p in same_day if not p.certain}
    believed = {
        "keys": True,
        "smart": bool(keys & COMES and keys & GOES) or punch.certain,
        "alternate": punch.certain,
        "first_last": False,
    }
    return punch.direction if believed[policy.mode] else None


def _days(line, policy, told):
    sessions = []
    for p in line:
        first = sessions[-1][0] if sessions else None
        if (
            first
            and _day(first, policy) == _day(p, policy)
            and p.instant <= first.instant + policy.longest
        ):
            sessions[-1].append(p)
        else:
            sessions.append([p])
    for session in sessions:
        told |= dict.fromkeys((p.key for p in session), "between")
        told[session[-1].key] = "ends"
        told[session[0].key] = "begins"
    for session in sessions[:-1]:
        if len(session) == 1:
            told[session[0].key] = "never_out"
    return [
        (session[0], session[-1] if session[1:] else None)
        for session in sessions
        if session[1:] or session is sessions[-1]
    ]


def _sessions(line, said, policy, told, wall):
    sessions, at = [], 0
    while at < len(line):
        first = line[at]
        if said[first.key] in GOES:
            told[first.key] = "never_in"
            at += 1
            continue
        told[first.key] = NATURAL.get(said[first.key], "begins")
        end = at + 1
        while (
            end < len(line)
            and said[line[end].key] in COMES
            and line[end].instant <= first.instant + policy.longest
            and not wall(first.instant, line[end].instant)
        ):
            told[line[end].key] = "already_in"
            end += 1
        if end == len(line):
            sessions.append((first, None))
            break
        last = line[end]
        if last.instant > first.instant + policy.longest:
            told[first.key] = "never_out"
            near = (
                n
                for n in range(at + 1, end)
                if last.instant <= line[n].instant + policy.longest
            )
            at = next(near, end)
            continue
        if said[last.key] in COMES:  # behind a wall
            told[first.key] = "never_out"
            at = end
            continue
        told[last.key] = NATURAL.get(said[last.key], "ends")
        at = end + 1
        while at < len(line) and said[line[at].key] in GOES:
            p = line[at]
            if (
                (said[last.key] or "out") == said[p.key]
                and p.instant <= first.instant + policy.longest
                and not wall(last.instant, p.instant)
            ):
                told[last.key], told[p.key] = "later_out", NATURAL[said[p.key]]
                last = p
            else:
                told[p.key] = "never_in"
            at += 1
        sessions.append((first, last))
    return sessions

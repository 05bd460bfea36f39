"""The rules of pairing once more, slowly: what the addon is compared with.

It shares nothing with the addon but the types of its arguments. It looks ahead from
each check-in for its end, where the addon walks and remembers.
"""

from datetime import datetime, timezone

from tests.pairing_oracle_keys import directions, workday as _day

IN_KINDS = {"in", "break_in", "lone_in"}
OUT_KINDS = {"out", "break_out", "lone_out"}
REASONS = {
    "break_in": "break_ends",
    "break_out": "break_begins",
    "out": "ends",
    "lone_out": "ends",
}
BREAKS = {"break_in", "break_out"}
RANK = ["out", "break_out", "break_in", "in", None]


def oracle(punches, fixed, policy, now, earlier=None, people=None, roster=None):
    """``([(start, end)], {key: reason})``; of the keys' evidence, see the rules."""
    intervals = [(w.start, w.end or w.start + policy.longest, w.keys) for w in fixed]

    def crosses(a, b):
        return any(a < start < b for start, _end, _keys in intervals)

    punches = {punch.key: punch for punch in punches}.values()
    direction_of = directions(
        punches, policy, earlier or {}, people or {}, roster or {}
    )
    ordered = sorted(
        punches,
        key=lambda p: (
            p.instant,
            RANK.index(_without_lone(direction_of[p.key])),
            p.order,
            p.key,
        ),
    )
    reason_of = {}
    kept = _single(ordered, direction_of, policy, reason_of)
    for p in kept:
        if any(a <= p.instant <= b or p.key in keys for a, b, keys in intervals):
            reason_of[p.key] = "covered"
        elif policy.breaks == "ignore" and direction_of[p.key] in BREAKS:
            reason_of[p.key] = "break_ignored"
    kept = [p for p in kept if p.key not in reason_of]
    if policy.mode == "first_last":
        sessions = _days(kept, policy, reason_of)
    else:
        sessions = _sessions(kept, direction_of, policy, reason_of, crosses)

    rows = [
        (first.instant, last and last.instant)
        for first, last in sessions
        if _stands(first, last, crosses, policy, reason_of)
    ]
    if rows and rows[-1][1] is None:
        (opened,) = (p.key for p, last in sessions if last is None)
        if any(w.end is None for w in fixed):
            reason_of[opened] = "other_open"
            rows.pop()
        elif now > rows[-1][0] + policy.longest:
            reason_of[opened] = "still_open"
    late = [
        last
        for first, last in sessions
        if last and _closed(first, policy) and reason_of[first.key] != "blocked"
    ]
    reason_of |= {p.key: "closed" for p in ordered if p in late or _closed(p, policy)}
    return rows, reason_of


def _single(ordered, direction_of, policy, reason_of):
    kept = []
    for p in ordered:
        if (
            kept
            and p.instant <= kept[-1].instant + policy.debounce
            and direction_of[p.key] in (direction_of[kept[-1].key], None)
        ):
            reason_of[p.key] = "double_tap"
        else:
            kept.append(p)
    return kept


def _stands(first, last, crosses, policy, reason_of):
    if crosses(first.instant, last.instant if last else datetime.max):
        reason_of[first.key] = "blocked" if last else "never_out"
        if last:
            reason_of[last.key] = "blocked"
        return False
    return not _closed(first, policy)


def _closed(punch, policy):
    return policy.closed_until and _date(punch, policy) <= policy.closed_until


def _local(punch, policy):
    return punch.instant.replace(tzinfo=timezone.utc).astimezone(policy.zone)


def _date(punch, policy):
    return _local(punch, policy).date()


def _without_lone(direction):
    return direction and direction.removeprefix("lone_")


def _days(ordered, policy, reason_of):
    sessions = []
    for p in ordered:
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
        reason_of |= dict.fromkeys((p.key for p in session), "between")
        reason_of[session[-1].key] = "ends"
        reason_of[session[0].key] = "begins"
    for session in sessions[:-1]:
        if len(session) == 1:
            reason_of[session[0].key] = "never_out"
    return [
        (session[0], session[-1] if session[1:] else None)
        for session in sessions
        if session[1:] or session is sessions[-1]
    ]


def _sessions(ordered, direction_of, policy, reason_of, crosses):
    sessions, at = [], 0
    while at < len(ordered):
        first = ordered[at]
        if direction_of[first.key] in OUT_KINDS:
            reason_of[first.key] = "never_in"
            at += 1
            continue
        if direction_of[first.key] == "lone_in":
            reason_of[first.key] = "never_out"
            at += 1
            continue
        reason_of[first.key] = REASONS.get(direction_of[first.key], "begins")
        end = at + 1
        while (
            end < len(ordered)
            and direction_of[ordered[end].key] in IN_KINDS
            and ordered[end].instant <= first.instant + policy.longest
            and not crosses(first.instant, ordered[end].instant)
        ):
            reason_of[ordered[end].key] = "already_in"
            end += 1
        if end == len(ordered):
            sessions.append((first, None))
            break
        last = ordered[end]
        if last.instant > first.instant + policy.longest:
            reason_of[first.key] = "never_out"
            near = (
                n
                for n in range(at + 1, end)
                if last.instant <= ordered[n].instant + policy.longest
                and direction_of[ordered[n].key] != "lone_in"
            )
            at = next(near, end)
            continue
        if direction_of[last.key] in IN_KINDS:  # behind a fixed interval
            reason_of[first.key] = "never_out"
            at = end
            continue
        reason_of[last.key] = REASONS.get(direction_of[last.key], "ends")
        at = end + 1
        while at < len(ordered) and direction_of[ordered[at].key] in OUT_KINDS:
            p = ordered[at]
            if (
                (_without_lone(direction_of[last.key]) or "out") == direction_of[p.key]
                and p.instant <= first.instant + policy.longest
                and not crosses(last.instant, p.instant)
            ):
                reason_of[last.key], reason_of[p.key] = (
                    "later_out",
                    REASONS[direction_of[p.key]],
                )
                last = p
            else:
                reason_of[p.key] = "never_in"
            at += 1
        sessions.append((first, last))
    return sessions

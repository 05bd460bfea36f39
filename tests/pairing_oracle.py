"""The rules of pairing once more, slowly: what the addon is compared with.

It shares nothing with the addon but the types of its arguments. It looks ahead from
each check-in for its end, where the addon walks and remembers.
"""

from dataclasses import replace
from datetime import datetime, timezone
from itertools import pairwise

from tests.pairing_oracle_keys import directions, workday as _day
from tests.pairing_oracle_sessions import Reading, Start, without_lone

ALWAYS = ((datetime.min, datetime.max),)

BREAKS = {"break_in", "break_out"}
RANK = ["out", "break_out", "begun", "break_in", "in", None]
REPEATS = {"pressed", "double_tap", "already_in", "later_out", "between"}


def oracle(punches, fixed, policy, now, around=None, spans=ALWAYS):
    """``([(start, end)], {key: reason}, {row: key of its end}, start that is overdue)``.

    :param around: the evidence for keys: worked days before, people, and scheduled hours.
    :param spans: when the person was employed, ``[(from, up to)]``.
    """

    def crosses(a, b):
        return any(a < w.start < b for w in fixed)

    def employed(p):
        return any(a <= p.instant < b for a, b in spans)

    punches = {punch.key: punch for punch in punches}.values()
    direction_of = directions(punches, policy, *(around or ({}, {}, {})))
    ordered = _in_order(punches, direction_of)
    reason_of = {}
    kept = _paired(ordered, fixed, direction_of, policy, reason_of)
    starts = [
        Start(w.start, f"start {n}", w)
        for n, w in enumerate(fixed)
        if _yields(w, policy)
    ]
    direction_of |= dict.fromkeys((start.key for start in starts), "begun")
    kept = _in_order(kept + starts, direction_of)
    if policy.mode == "first_last":
        sessions = _days(kept, policy, reason_of, employed)
    else:
        reading = Reading(kept, direction_of, policy, reason_of, crosses, employed)
        sessions = reading.sessions()

    standing = [
        (first, last)
        for first, last in sessions
        if _stands(first, last, crosses, policy, reason_of)
    ]
    ends = {
        first.interval.row: last.key
        for first, last in standing
        if isinstance(first, Start) and last
    }
    shorter = [
        replace(w, end=min(w.end, w.start + policy.longest))
        if w.row in ends and w.end
        else w
        for w in fixed
    ]
    if shorter != list(fixed):
        return oracle(punches, shorter, policy, now, around, spans)
    mine = [(a, b) for a, b in standing if not isinstance(a, Start)]
    kept_open = [w for w in fixed if w.end is None and w.row not in ends]
    overdue = _drop_open(mine, kept_open, policy, now, reason_of)
    late = [
        last
        for first, last in sessions
        if last
        and _closed(first, policy)
        and reason_of[last.key] != "blocked"
        and not isinstance(first, Start)
    ]
    mine = [(a, b) for a, b in mine if not _closed(a, policy)]
    reason_of |= {p.key: "closed" for p in ordered if p in late or _closed(p, policy)}
    open_keys = {a.key for a, b in mine if b is None}
    _mark_partners(ordered, reason_of, open_keys, policy)
    reason_of = {p.key: reason_of[p.key] for p in ordered}
    return [(a.instant, b and b.instant) for a, b in mine], reason_of, ends, overdue


def _paired(ordered, fixed, direction_of, policy, reason_of):
    """The punches that sessions are made of; why the others are not."""
    reason_of |= {
        p.key: "pressed"
        for p in ordered
        if any(
            _repeats_press(p, without_lone(direction_of[p.key]), w, policy)
            for w in fixed
        )
    }
    single = [p for p in ordered if p.key not in reason_of]
    kept = _single(single, direction_of, policy, reason_of)
    for p in kept:
        if any(p.key in w.keys or _covers(w, p.instant, policy) for w in fixed):
            reason_of[p.key] = "covered"
        elif policy.breaks == "ignore" and direction_of[p.key] in BREAKS:
            reason_of[p.key] = "break_ignored"
    return [p for p in kept if p.key not in reason_of]


def _drop_open(mine, kept_open, policy, now, reason_of):
    """Drop the last session if it may not stay open; its start if it is overdue."""
    if not mine or mine[-1][1]:
        return None
    opened = mine[-1][0]
    if kept_open:
        reason_of[opened.key] = "other_open"
    elif not _closed(opened, policy) and now > opened.instant + policy.longest:
        reason_of[opened.key] = "still_open"
    else:
        return None
    mine.pop()
    return opened.instant if not kept_open else None


def _in_order(punches, direction_of):
    return sorted(
        punches,
        key=lambda p: (
            p.instant,
            RANK.index(without_lone(direction_of[p.key])),
            p.order,
            p.key,
        ),
    )


def _yields(w, policy):
    """Whether the end of an attendance by hand may be a punch."""
    return (w.end is None or w.automatic) and not _closed(Start(w.start, "", w), policy)


def _covers(w, instant, policy):
    reach = w.start + policy.longest
    if not _yields(w, policy):
        return w.start <= instant <= (w.end or reach)
    return instant == w.start or (w.end is not None and reach < instant <= w.end)


def _repeats_press(p, direction, w, policy):
    presses = [("in", w.start)] + [("out", w.end)] * (w.end is not None)
    return any(
        pressed in w.pressed
        and direction in (pressed, None)
        and abs(p.instant - at) <= policy.debounce
        for pressed, at in presses
    )


def _mark_partners(ordered, reason_of, open_keys, policy):
    alone = [p for p in ordered if reason_of[p.key] not in REPEATS]
    missing_out = {"never_out", "still_open"}
    found = []
    for p, q in pairwise(alone):
        if q.instant - p.instant <= policy.longest:
            first, second = reason_of[p.key], reason_of[q.key]
            if first == "not_employed" and second == "never_in":
                found.append(p.key)
            if second == "not_employed" and (
                first in missing_out or p.key in open_keys
            ):
                found.append(q.key)
    reason_of |= dict.fromkeys(found, "partner_employed")


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
    is_by_hand = isinstance(first, Start)
    if is_by_hand and last is None:
        return False
    if crosses(first.instant, last.instant if last else datetime.max):
        if not is_by_hand:
            reason_of[first.key] = "blocked" if last else "never_out"
        if last:
            reason_of[last.key] = "blocked"
        return False
    return True


def _closed(punch, policy):
    return policy.closed_until and _date(punch, policy) <= policy.closed_until


def _local(punch, policy):
    return punch.instant.replace(tzinfo=timezone.utc).astimezone(policy.zone)


def _date(punch, policy):
    return _local(punch, policy).date()


def _days(ordered, policy, reason_of, employed):
    sessions = []
    for p in ordered:
        first = sessions[-1][0] if sessions else None
        if not isinstance(p, Start) and (
            first
            and _day(first, policy) == _day(p, policy)
            and p.instant <= first.instant + policy.longest
        ):
            sessions[-1].append(p)
        elif not isinstance(p, Start) and _is_inside(sessions, p):
            reason_of[p.key] = "covered"
        elif isinstance(p, Start) or employed(p):
            sessions.append([p])
        else:
            reason_of[p.key] = "not_employed"
    for session in sessions:
        reason_of |= dict.fromkeys((p.key for p in session), "between")
        is_by_hand = isinstance(session[0], Start)
        reason_of[session[-1].key] = "ends_other" if is_by_hand else "ends"
        reason_of[session[0].key] = "begins"
    for session in sessions[:-1]:
        if len(session) == 1:
            reason_of[session[0].key] = "never_out"
    return [
        (session[0], session[-1] if session[1:] else None)
        for session in sessions
        if session[1:] or session is sessions[-1]
    ]


def _is_inside(sessions, p):
    """Whether the last attendance by hand, which no punch ended, reaches the punch."""
    first = sessions[-1][0] if sessions and len(sessions[-1]) == 1 else None
    return isinstance(first, Start) and p.instant <= (
        first.interval.end or first.instant
    )

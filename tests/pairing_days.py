"""Days of punches written as text, and plans read back as text.

    plan = pair_text("08:00 in, 12:00, +1 06:00:30 out")
    assert rows(plan) == "08:00-12:00, +1 06:00:30-"
    assert reasons(plan) == "begins ends begins"

Times are UTC on 1 January 2024, a Monday, or so many days later; no word: no direction.
"""

import re
from datetime import datetime, timedelta

from rules.pairing import ALWAYS, FixedInterval, Plan, Punch, pair
from rules.policy import Policy

FIRST_DAY = datetime(2024, 1, 1)
_PUNCH = re.compile(r"(?:([+-]\d+) )?(\d\d):(\d\d)(?::(\d\d))?(?: (in|out|break_\w+))?")


def moment(text: str) -> datetime:
    return _read(text)[0]


def _read(text):
    found = _PUNCH.fullmatch(text.strip().replace("break ", "break_"))
    assert found, f"not a punch: {text!r}"
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[:4])
    after = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return FIRST_DAY + after, found[5]


def day(text: str, device: str = "A", **more) -> list[Punch]:
    """Punches of one device, each with a key of its own."""
    parts = [part for part in text.split(",") if part.strip()]
    return [
        Punch(f"{device}{number:03}", *_read(part), (device, "17"), **more)
        for number, part in enumerate(parts)
    ]


def fixed(text: str, keys=(), pressed=(), automatic=False) -> list[FixedInterval]:
    """``"08:00-12:00, 13:00-"``: intervals people entered, known by their beginnings.

    :param automatic: whether the automatic check-out ended them.
    """
    found = []
    for part in text.split(","):
        start, _, end = part.strip().partition("-")
        found.append(
            FixedInterval(
                moment(start),
                moment(end) if end else None,
                frozenset(keys),
                start,
                automatic,
                frozenset(pressed),
            )
        )
    return found


def pair_punches(
    punches,
    intervals=(),
    now=None,
    start=None,
    evidence=None,
    hours=None,
    employment=ALWAYS,
    **rules,
) -> Plan:
    now = now or max(punch.instant for punch in punches) + timedelta(minutes=1)
    policy = Policy(**rules)
    return pair(punches, intervals, policy, now, start, evidence, hours, employment)


def pair_text(text, by_hand="", now=None, pressed=(), automatic=False, **rules) -> Plan:
    """The plan of one device's punches among attendances entered by hand."""
    intervals = fixed(by_hand, (), pressed, automatic) if by_hand else []
    return pair_punches(day(text), intervals, now and moment(now), **rules)


def show(instant: datetime) -> str:
    days = (instant - FIRST_DAY).days
    clock = instant.strftime("%H:%M:%S" if instant.second else "%H:%M")
    return f"{days:+} {clock}" if days else clock


def rows(plan: Plan) -> str:
    """The attendances: ``"08:00-12:00, 13:00-"``."""
    return ", ".join(
        f"{show(row.start)}-{show(row.end) if row.end else ''}" for row in plan.sessions
    )


def reasons(plan: Plan) -> str:
    """The reasons in the order the punches were written in."""
    return " ".join(plan.outcomes[key].reason for key in sorted(plan.outcomes))


def codes(plan: Plan) -> str:
    return " ".join(plan.outcomes[key].code for key in sorted(plan.outcomes))

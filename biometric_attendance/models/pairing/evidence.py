"""Loading what speaks for and against the keys of workdays: earlier days, other people."""

from collections import defaultdict
from datetime import timedelta

from odoo.tools import SQL

from ...rules.directions import IN_KINDS, OUT_KINDS
from ...rules.evidence import (
    ENOUGH_DAYS,
    LAST_DAYS,
    LOOKBACK,
    NO_EVIDENCE,
    PEOPLE_SPAN,
    by_workday,
    evidence_by_day,
)
from ...rules.keys import UNPROVEN, why_keys_count

# How far back earlier days are looked for at first: enough for nearly everybody.
NEAR_SPAN = timedelta(days=31)
# Other people are counted for so many workdays at once, which bounds the memory needed.
WORKDAYS_AT_ONCE = 31
_DAY = timedelta(days=1)


def load_evidence(env, loaded, policies, starts, unpaired):
    """Return the evidence for the workdays of each employee: ``{employee: {workday: Evidence}}``.

    Only of those on one of whose workdays keys of one kind only were pressed: else the
    days decide by themselves. The counts of other people are those of now: if these
    punch or are mapped later, only a recompute shows what that changes.

    :param loaded: ``{employee id: [Stored]}``, from the workday of each start on.
    :param policies: ``{employee: Policy}``.
    :param starts: ``{employee: instant or None}``.
    :param unpaired: outcomes of punches that do not take part.
    """
    days_of = {
        employee: by_workday(loaded[employee.id], policies[employee])
        for employee in starts
        if policies[employee].mode == "smart"
    }
    unclear = {
        employee: days for employee, days in days_of.items() if _undecided(days, {})
    }
    firsts = {
        employee: min(days) for employee, days in unclear.items() if starts[employee]
    }
    earlier = _load_earlier_days(env, firsts, policies, unpaired)

    def evidence(employee, people=None):
        punches, policy = loaded[employee.id], policies[employee]
        return evidence_by_day(punches, policy, earlier[employee], people)

    found = {employee: evidence(employee) for employee in unclear}
    asked = {
        employee: {
            day: _devices(days[day]) for day in _undecided(days, found[employee])
        }
        for employee, days in unclear.items()
    }
    people = _load_people(env, asked, policies, unpaired)
    return found | {
        employee: evidence(employee, counts) for employee, counts in people.items()
    }


def _undecided(days, evidence):
    """The workdays whose keys do not count for all that is known: of one kind only."""
    return [
        day
        for day, punches in days.items()
        if why_keys_count(punches, evidence.get(day, NO_EVIDENCE)) == UNPROVEN
    ]


def _devices(punches):
    """The ids of the terminals of some punches; what people add has none."""
    return frozenset(punch.device_id for punch in punches) - {0}


def _load_earlier_days(env, firsts, policies, unpaired):
    """The last worked days before a workday, and whether they held both kinds.

    :param firsts: ``{employee: workday}``.
    :return: ``{employee: {workday: bool}}``.
    """
    found = defaultdict(dict)
    for span in (NEAR_SPAN, LOOKBACK):
        lacking = {
            employee: day
            for employee, day in firsts.items()
            if len(found[employee]) < LAST_DAYS
        }
        for policy, group in _by_clock(lacking, policies):
            since = min(group.values()) - span
            bounds = _bounds(policy, since, max(group.values()))
            rows = env.execute_query(
                SQL(
                    """SELECT q.employee_id, width_bucket(p.instant, %s::timestamp[]),
                              bool_or(p.direction = ANY(%s)) AND bool_or(p.direction = ANY(%s))
                         FROM unnest(%s, %s, %s) AS q(employee_id, since, before)
                         JOIN biometric_punch p ON p.employee_id = q.employee_id
                              AND p.instant >= q.since AND p.instant < q.before
                        WHERE p.outcome <> ALL(%s)
                        GROUP BY 1, 2""",
                    bounds,
                    list(IN_KINDS),
                    list(OUT_KINDS),
                    [employee.id for employee in group],
                    [policy.begins(day - span) for day in group.values()],
                    [policy.begins(day) for day in group.values()],
                    list(unpaired),
                )
            )
            by_id = {employee.id: employee for employee in group}
            for employee_id, number, both in rows:
                day = since + (number - 1) * _DAY
                found[by_id[employee_id]][day] = bool(both)
    return found


def _load_people(env, asked, policies, unpaired):
    """How many people used terminals before a workday, and how many with both keys.

    :param asked: ``{employee: {workday: device ids}}``.
    :return: ``{employee: {workday: (people, people with both)}}``.
    """
    found = defaultdict(dict)
    for policy, group in _by_clock(asked, policies):
        questions = sorted(
            {item for days in group.values() for item in days.items()}, key=_by_day
        )
        answers = {}
        while questions:
            until = questions[0][0] + WORKDAYS_AT_ONCE * _DAY
            chunk = [question for question in questions if question[0] < until]
            answers |= _count_people(env, policy, chunk, unpaired)
            questions = questions[len(chunk) :]
        for employee, days in group.items():
            for question in days.items():
                found[employee][question[0]] = answers[question]
    return found


def _by_day(question):
    return question[0]


def _count_people(env, policy, questions, unpaired):
    """Answer questions of one month: ``{(workday, device ids): (people, with both)}``."""
    since = questions[0][0] - PEOPLE_SPAN
    before = questions[-1][0]
    used, came, went = (defaultdict(set) for _ in range(3))
    span = (policy.begins(since), policy.begins(before))
    devices = frozenset().union(*(devices for _day, devices in questions))
    rows = env.execute_query(
        SQL(
            # Where nobody pressed one of the kinds, nothing need be counted.
            """SELECT p.employee_id, p.device_id, width_bucket(p.instant, %s::timestamp[]),
                      bool_or(p.direction = ANY(%s)), bool_or(p.direction = ANY(%s))
                 FROM biometric_punch p
                WHERE EXISTS (SELECT FROM biometric_punch WHERE direction = ANY(%s)
                              AND instant >= %s AND instant < %s)
                      AND EXISTS (SELECT FROM biometric_punch WHERE direction = ANY(%s)
                                  AND instant >= %s AND instant < %s)
                      AND p.instant >= %s AND p.instant < %s AND p.outcome <> ALL(%s)
                      AND p.employee_id IN (
                          SELECT u.employee_id FROM biometric_punch u
                           WHERE u.device_id = ANY(%s)
                                 AND u.instant >= %s AND u.instant < %s)
                GROUP BY 1, 2, 3""",
            _bounds(policy, since, before),
            list(IN_KINDS),
            list(OUT_KINDS),
            list(IN_KINDS),
            *span,
            list(OUT_KINDS),
            *span,
            *span,
            list(unpaired),
            list(devices),
            *span,
        )
    )
    for employee_id, device_id, number, is_in, is_out in rows:
        day = since + (number - 1) * _DAY
        used[device_id, day].add(employee_id)
        if is_in:
            came[employee_id].add(day)
        if is_out:
            went[employee_id].add(day)
    with_both = {employee: came[employee] & went[employee] for employee in came}
    answers = {}
    for day, ids in questions:
        span = [day - number * _DAY for number in range(1, PEOPLE_SPAN.days + 1)]
        people = set().union(
            *(used.get((each, one), ()) for each in ids for one in span)
        )
        able = [
            employee
            for employee in people
            if len(with_both.get(employee, set()).intersection(span)) >= ENOUGH_DAYS
        ]
        answers[day, ids] = len(people), len(able)
    return answers


def _by_clock(values, policies):
    """Split ``{employee: value}`` by whose workdays begin together: ``[(policy, part)]``."""
    groups = defaultdict(dict)
    for employee, value in values.items():
        policy = policies[employee]
        if value:
            groups[policy.zone, policy.day_start][employee] = value
    return [(policies[next(iter(group))], group) for group in groups.values()]


def _bounds(policy, first, last):
    """When each workday from the first until before the last begins, for width_bucket."""
    return [
        policy.begins(first + number * _DAY) for number in range((last - first).days)
    ]

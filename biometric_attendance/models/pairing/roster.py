"""Loading the scheduled hours of people whose policy reads punches with them."""

from collections import defaultdict
from datetime import timedelta, timezone

# Between the two parts of a night, of which Odoo ends the first at 23:59:59.999999.
MIDNIGHT_GAP = timedelta(seconds=1)


def load_rosters(env, loaded, policies):
    """Return the scheduled hours around punches: ``{employee: {workday: ((start, end), ...)}}``.

    One call for all people, which Odoo answers by calendar. Flexible schedules have no
    hours to read with; days off have none.

    :param loaded: ``{employee id: [Stored]}``.
    :param policies: ``{employee: Policy}``; only those that ask for it.
    """
    spans = {
        employee: (loaded[employee.id][0].instant, loaded[employee.id][-1].instant)
        for employee, policy in policies.items()
        if policy.roster and loaded[employee.id]
    }
    if not spans:
        return {}
    people = env["hr.employee"].union(*spans)
    # A night before the first punch may end after it.
    first = min(first for first, _last in spans.values()) - timedelta(days=2)
    last = max(last for _first, last in spans.values()) + timedelta(days=2)
    intervals, _of_calendars = people.sudo().resource_id._get_valid_work_intervals(
        first.replace(tzinfo=timezone.utc), last.replace(tzinfo=timezone.utc)
    )
    return {
        employee: _by_workday(
            intervals[employee.sudo().resource_id.id], policies[employee]
        )
        for employee in spans
    }


def _by_workday(intervals, policy):
    """Joined hours by the workday they begin on."""
    hours = []
    for start, end, lines in intervals:
        # Odoo makes the hours up where only their number is known.
        if not lines.ids or lines.filtered("duration_based"):
            continue
        start, end = (
            each.astimezone(timezone.utc).replace(tzinfo=None) for each in (start, end)
        )
        if hours and start - hours[-1][1] <= MIDNIGHT_GAP:
            hours[-1] = (hours[-1][0], end)
        else:
            hours.append((start, end))
    found = defaultdict(list)
    for start, end in hours:
        found[policy.workday(start)].append((start, _rounded(end)))
    return {day: tuple(of_day) for day, of_day in found.items()}


def _rounded(end):
    return (end + timedelta(microseconds=1)).replace(microsecond=0)

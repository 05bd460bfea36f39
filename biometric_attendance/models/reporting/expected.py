"""When people are expected at work, by their work schedules without their leaves."""

from datetime import timezone


def expected_intervals(employees, start, end):
    """Return the scheduled working times of people between two instants, all at once.

    Contracts, two-week schedules, leaves and public holidays count as Odoo counts them.
    Nobody is expected at an hour of a flexible schedule, or without a schedule.

    :param start: naive UTC, as ``end``.
    :return: ``{employee: [(from, until)]}``, naive UTC.
    """
    resources = employees.sudo().resource_id
    fixed = resources.filtered(lambda resource: not resource._is_flexible())
    work, _calendars = fixed._get_valid_work_intervals(
        start.replace(tzinfo=timezone.utc), end.replace(tzinfo=timezone.utc)
    )
    return {
        employee: [
            (_naive(begin), _naive(stop))
            for begin, stop, _rest in work.get(employee.sudo().resource_id.id, ())
        ]
        for employee in employees
    }


def _naive(instant):
    return instant.astimezone(timezone.utc).replace(tzinfo=None)

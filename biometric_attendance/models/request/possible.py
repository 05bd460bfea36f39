"""What an employee may ask for: checked when it is asked, and again when it is approved."""

from odoo import fields
from odoo.exceptions import ValidationError

from ..people.expected_hours import ExpectedHours


def check_possible(request):
    """Check that a correction may be made where the request wants one.

    :raises ValidationError: the time is to come, was before the person was employed, is of
        a closed period or of a leave; or the punch is another person's, or is discarded.
    """
    _check_punch(request)
    env, instant = request.env, request.instant
    if instant > fields.Datetime.now():
        raise ValidationError(
            env._("Nobody can have punched in the future: correct the time.")
        )
    employee = request.employee_id.sudo()
    closed = employee.company_id.biometric_closed_until
    rules = employee._get_pairing_rules(closed)
    if rules.closed(instant):
        raise ValidationError(
            env._(
                "The period until %s is closed: its attendances do not change any more.",
                closed,
            )
        )
    if not employee._get_employments({employee: rules})[employee].includes(instant):
        raise ValidationError(env._("%s was not employed at that time.", employee.name))
    if request.kind != "discard":
        _check_leave(request, employee)


def _check_punch(request):
    punch = request.punch_id.sudo()
    if punch and punch.employee_id != request.employee_id:
        raise ValidationError(
            request.env._("This is not a punch of %s.", request.employee_id.name)
        )
    if punch.outcome == "discarded":
        raise ValidationError(request.env._("The punch is discarded already."))


def _check_leave(request, employee):
    """Check that the person was not on leave: what is asked for would overlap it."""
    instant = request.instant
    hours = ExpectedHours(request.env, employee.ids, instant, instant)
    if hours.leaves_of(employee.id, instant):
        raise ValidationError(
            request.env._(
                "%s was on leave at that time: change the leave first.", employee.name
            )
        )

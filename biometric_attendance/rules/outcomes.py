"""The outcomes of punches, and their reasons."""

from dataclasses import dataclass

CHECKED_IN = "checked_in"
CHECKED_OUT = "checked_out"
BREAK = "break"
REPEAT = "repeat"
MISSING_CHECK_IN = "missing_check_in"
MISSING_CHECK_OUT = "missing_check_out"
COVERED = "covered"
CLOSED_PERIOD = "closed_period"
WAITING = "waiting"
INACTIVE = "inactive_employee"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of one punch, with its reason.

    :param code: one of the codes above.
    :param reason: a key of ``REASONS``.
    """

    code: str
    reason: str


#: The sentences in English; Odoo translates them where it shows them.
REASONS = {
    "begins": "Begins an attendance.",
    "ends": "Ends an attendance.",
    "ends_other": "Ends an attendance that was begun without a terminal.",
    "break_begins": "Leaves for a break.",
    "break_ends": "Comes back from a break.",
    "break_ignored": "Breaks are not counted by the policy.",
    "double_tap": "Repeats a punch made a moment before.",
    "pressed": "Repeats a press at the kiosk or in the web client.",
    "already_in": "Already checked in: the first check-in stands.",
    "later_out": "A later check-out stands instead.",
    "between": "Lies between the first and the last punch of the day.",
    "never_out": "No check-out followed, so no hours are counted.",
    "still_open": "No check-out for longer than the longest session.",
    "never_in": "No check-in came before, so no hours are counted.",
    "covered": "An attendance entered by hand covers this moment.",
    "blocked": "An attendance entered by hand lies between this check-in and check-out.",
    "closed": "The period is closed.",
    "other_open": "Another attendance, entered by hand, is still open.",
    "not_employed": "The employee was not employed at that time.",
    "partner_employed": "The employee was not employed at that time, but the punch belongs with "
    "one of the employment that has no counterpart.",
}

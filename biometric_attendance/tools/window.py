"""Where a plan may begin without knowing what came before."""

from . import fates
from .fates import BREAK, CHECKED_IN, CHECKED_OUT, REPEAT

# Fates of punches that took part in the last plan.
PART = {CHECKED_IN, CHECKED_OUT, BREAK, REPEAT}
PART |= {fates.MISSING_CHECK_IN, fates.MISSING_CHECK_OUT}


def safe_start(history, since, policy):
    """The instant a new plan can begin at, given that nothing before ``since`` changed.

    That is a check-in which followed a check-out, on a workday before the one of
    ``since``: how it was read cannot change any more, and it left nothing behind that
    earlier punches could alter.

    :param history: ``[(instant, fate code)]`` of the last plan, in time order.
    :param since: the earliest instant at which something changed.
    :return: the instant, or ``None`` where there is no such check-in.
    """
    border = policy.begins(policy.workday(since))
    found, previous = None, None
    for instant, code in history:
        if instant >= border:
            break
        if code not in PART or code == REPEAT:
            continue
        if code == CHECKED_IN and previous == CHECKED_OUT:
            found = instant
        previous = code
    return found

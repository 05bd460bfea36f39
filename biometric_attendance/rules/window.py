"""The window of punches that is paired again: where a plan may safely begin."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from . import outcomes
from .policy import Policy

# Outcomes of a punch that began a session: it may have been dropped later.
BEGAN = {outcomes.CHECKED_IN, outcomes.MISSING_CHECK_OUT}
# Outcomes after which nobody is in. (A break may have begun, ended or been ignored.)
ENDED = {outcomes.CHECKED_OUT, outcomes.MISSING_CHECK_IN}


def safe_start(
    history: Iterable[tuple[datetime, str]], since: datetime, policy: Policy
) -> datetime | None:
    """The latest instant a new plan can begin at, if nothing before ``since`` changed.

    It lies on an earlier workday than ``since``, so that the keys there are read as
    before, and is a punch that owes nothing to those before it:

    - a check-in while nobody was in: whatever comes later, it remains one. (A check-in
      that followed another may yet turn out to be its repeat.)
    - or a punch that came longer than the longest session after any other.

    It is none whose outcome was decided without reading it, nor does another punch share
    its second: that might have repeated what came before.

    :param history: (naive UTC instant, outcome code) of the last plan, in time order.
    :param since: naive UTC, the earliest instant at which something changed.
    :return: naive UTC, ``None`` where there is no such punch.
    """
    border = policy.begins(policy.workday(since))
    found, before = None, None
    previous_codes: list[str] = []
    for instant, group in groupby(history, key=lambda item: item[0]):
        if instant >= border:
            break
        codes = [code for _instant, code in group]
        if len(codes) == 1 and codes[0] in BEGAN | ENDED:
            late = before is not None and instant - before > policy.longest
            afresh = (
                codes[0] in BEGAN
                and len(previous_codes) == 1
                and previous_codes[0] in ENDED
            )
            if late or afresh:
                found = instant
        accepted = [code for code in codes if code != outcomes.REPEAT]
        previous_codes = accepted or previous_codes
        before = instant
    return found

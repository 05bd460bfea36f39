"""Where a plan may begin without knowing what came before."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from . import outcomes
from .policy import Policy

# What a punch that began a session became: it may have been given up later.
BEGAN = {outcomes.CHECKED_IN, outcomes.MISSING_CHECK_OUT}
# After these nobody is in. (A break may have begun, ended or been ignored.)
LEFT = {outcomes.CHECKED_OUT, outcomes.MISSING_CHECK_IN}


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
    found, said, before = None, [], None
    for instant, group in groupby(history, key=lambda told: told[0]):
        if instant >= border:
            break
        codes = [code for _instant, code in group]
        if len(codes) == 1 and codes[0] in BEGAN | LEFT:
            late = before is not None and instant - before > policy.longest
            afresh = codes[0] in BEGAN and len(said) == 1 and said[0] in LEFT
            if late or afresh:
                found = instant
        said = [code for code in codes if code != outcomes.REPEAT] or said
        before = instant
    return found

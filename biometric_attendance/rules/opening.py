"""Opening hours of a site, and hours in which nobody is told anything."""

from collections.abc import Iterable
from datetime import datetime, timedelta


def silent_from(
    opened: Iterable[tuple[datetime, datetime]], now: datetime, patience: timedelta
) -> datetime | None:
    """Return since when a terminal must be silent to have been so while it was open.

    :param opened: the hours before ``now`` in which the site was open, in order.
    :param patience: how long it may be silent while the site is open.
    :return: ``None`` where the site is closed, or has not been open for that long.
    """
    hours = [(begun, min(ended, now)) for begun, ended in opened if begun < now]
    if not hours or hours[-1][1] < now:
        return None
    for begun, ended in reversed(hours):
        if ended - begun >= patience:
            return ended - patience
        patience -= ended - begun
    return None


def is_quiet(hour: float, begins: float, ends: float) -> bool:
    """Whether an hour of the day is a quiet one.

    :param begins: the first quiet hour of the day; after ``ends`` for those over midnight.
    :param ends: equal to ``begins`` where no hour is quiet.
    """
    if begins <= ends:
        return begins <= hour < ends
    return hour >= begins or hour < ends

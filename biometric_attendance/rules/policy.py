"""The policy punches are paired by: of a company, department, device or employee."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

MODES = ("smart", "keys", "alternate", "first_last")
BREAKS = ("split", "ignore")
#: The most a policy may allow: a longer limit would only join forgotten punches.
MAX_SESSION_LENGTH = timedelta(hours=48)

UTC = ZoneInfo("UTC")

_DAY = timedelta(days=1)


#: Why rules are refused. The sentences are English.
REFUSALS = {
    "mode": f"Punches can be paired by one of {', '.join(MODES)} only.",
    "breaks": f"Breaks can be treated by one of {', '.join(BREAKS)} only.",
    "longest_none": "The longest session must be more than nothing.",
    "longest_most": "The longest session can be 48 hours at most.",
    "debounce_none": "The time within which a punch repeats another cannot be negative.",
    "debounce_most": "The time within which a punch repeats another must be shorter than "
    "the longest session.",
    "day_start": "The day must start between 00:00 and 23:59.",
    "day_start_zone": "The start of the day is a time on the person's own clock: "
    "it has no zone of its own.",
}


class PolicyError(ValueError):
    """Rules that make no sense.

    :param reason: a key of ``REFUSALS``.
    """

    def __init__(self, reason: str):
        super().__init__(REFUSALS[reason])
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules one person's punches are read by.

    :param mode: ``smart``, ``keys``, ``alternate`` or ``first_last``.
    :param debounce: a punch this soon after the previous one repeats it.
    :param day_start: when a workday begins, on the person's own clock.
    :param longest: no session is longer; a later punch cannot end it.
    :param breaks: ``split``: breaks end and begin sessions; ``ignore``.
    :param roster: an odd number of punches without keys is read with the scheduled hours.
    :param closed_until: nothing up to and including this day changes any more.
    :param since: what began before this day was read by other rules, and stays.
    :param zone: the person's time zone; only days depend on it.
    :raises PolicyError: a rule makes no sense.
    """

    mode: str = "smart"
    debounce: timedelta = timedelta(seconds=60)
    day_start: time = time(4)
    longest: timedelta = timedelta(hours=16)
    breaks: str = "split"
    roster: bool = False
    closed_until: date | None = None
    since: date | None = None
    zone: ZoneInfo = UTC

    def __post_init__(self):
        for reason, refused in self._refusals().items():
            if refused:
                raise PolicyError(reason)

    def _refusals(self):
        none = timedelta(0)
        return {
            "mode": self.mode not in MODES,
            "breaks": self.breaks not in BREAKS,
            "longest_none": self.longest <= none,
            "longest_most": self.longest > MAX_SESSION_LENGTH,
            "debounce_none": self.debounce < none,
            "debounce_most": self.debounce >= self.longest,
            "day_start_zone": self.day_start.tzinfo is not None,
        }

    def workday(self, instant: datetime) -> date:
        """The workday a naive UTC instant belongs to: the last one that has begun.

        Thus workdays follow one another without gap or overlap, even where the clock
        is changed at the very hour they begin.
        """
        day = self.day(instant) + _DAY
        while self.begins(day) > instant:
            day -= _DAY
        return day

    def begins(self, workday: date) -> datetime:
        """The naive UTC instant a workday begins.

        A time that happens twice that day counts when it comes first; one that the
        clock skips counts by the clock that was not changed.
        """
        return _utc(workday, self.day_start, self.zone)

    def closed(self, instant: datetime) -> bool:
        """Whether the instant's calendar day is in a closed period.

        The calendar day, as Odoo dates an attendance, not the workday.
        """
        return self.closed_until is not None and self.day(instant) <= self.closed_until

    def day(self, instant: datetime) -> date:
        """The calendar day on the person's own clock, by which Odoo dates."""
        return instant.replace(tzinfo=timezone.utc).astimezone(self.zone).date()


@lru_cache(maxsize=4096)
def _utc(day: date, at: time, zone: ZoneInfo) -> datetime:
    local = datetime.combine(day, at, zone)
    return local.astimezone(timezone.utc).replace(tzinfo=None)

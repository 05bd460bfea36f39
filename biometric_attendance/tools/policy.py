"""What a company, department, device or employee decides about pairing."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

MODES = ("smart", "keys", "alternate", "first_last")
BREAKS = ("split", "ignore")


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules one person's punches are read by.

    :param mode: ``smart``, ``keys``, ``alternate`` or ``first_last``.
    :param debounce: a punch this soon after the previous one repeats it.
    :param day_start: when a workday begins, on the person's own clock.
    :param longest: no session is longer; a later punch cannot end it.
    :param breaks: ``split``: breaks end and begin sessions; ``ignore``.
    :param closed_until: nothing up to and including this day changes any more.
    :param zone: the person's time zone; only workdays depend on it.
    """

    mode: str = "smart"
    debounce: timedelta = timedelta(seconds=60)
    day_start: time = time(4)
    longest: timedelta = timedelta(hours=16)
    breaks: str = "split"
    closed_until: date | None = None
    zone: ZoneInfo = ZoneInfo("UTC")

    def workday(self, instant: datetime) -> date:
        """The workday a naive UTC instant belongs to."""
        local = instant.replace(tzinfo=timezone.utc).astimezone(self.zone)
        day = local.date()
        return day if local.time() >= self.day_start else day - timedelta(days=1)

    def begins(self, workday: date) -> datetime:
        """The naive UTC instant a workday begins."""
        local = datetime.combine(workday, self.day_start, self.zone)
        return local.astimezone(timezone.utc).replace(tzinfo=None)

    def closed(self, instant: datetime) -> bool:
        """Whether the instant's calendar day is in a closed period."""
        if self.closed_until is None:
            return False
        local = instant.replace(tzinfo=timezone.utc).astimezone(self.zone)
        return local.date() <= self.closed_until

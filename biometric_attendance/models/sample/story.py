"""What happened in the days of the sample data: who came when, as a terminal writes it."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

IN, OUT = 0, 1
WORKDAYS = 5  # before today
SATURDAY = 5
MOST_MINUTES_OFF = 9


class SamplePerson(NamedTuple):
    """Somebody who comes at about the same time each day.

    :param place: a key of ``PLACES``.
    """

    name: str
    pin: str
    place: str
    comes: time
    goes: time


ENTRANCE, WORKSHOP = "entrance", "workshop"
PLACES = {ENTRANCE: "Main entrance", WORKSHOP: "Workshop"}
DEPARTMENT = "Sample data"
PEOPLE = (
    SamplePerson("Amira Haddad", "101", ENTRANCE, time(7, 50), time(16, 40)),
    SamplePerson("Ben Okafor", "102", ENTRANCE, time(8, 1), time(17, 5)),
    SamplePerson("Clara Lindqvist", "103", ENTRANCE, time(8, 12), time(17, 20)),
    SamplePerson("Daniel Moreau", "104", WORKSHOP, time(6, 55), time(15, 30)),
    SamplePerson("Elif Kaya", "105", WORKSHOP, time(7, 2), time(15, 34)),
    SamplePerson("Farid Rahman", "106", WORKSHOP, time(7, 5), time(15, 41)),
    SamplePerson("Grace Mwangi", "107", ENTRANCE, time(8, 30), time(17, 45)),
    SamplePerson("Hiro Tanaka", "108", ENTRANCE, time(9, 4), time(18, 2)),
)
FORGETFUL = "102"  # goes without a punch on the last day
# Contacts with an access pass: of one it is over, the other's ends soon.
FORMER_GUEST, REGULAR = ("Vera Novak", "900"), ("Max Jansen", "901")
UNKNOWN_PIN = "142"


class Days(NamedTuple):
    """The days of the story, as the wall clock of the terminals has them."""

    now: datetime
    workdays: list[date]

    @property
    def last(self) -> date:
        """The last workday that is over."""
        return self.workdays[-1]

    @property
    def pass_over(self) -> date:
        """The last day of the pass that is over."""
        return self.last - timedelta(days=1)

    @property
    def pass_ends(self) -> date:
        """The last day of the pass that ends soon."""
        return self.now.date() + timedelta(days=3)

    @property
    def first(self) -> date:
        """The first day of all."""
        return self.workdays[0]


def get_days(now: datetime) -> Days:
    """Return the days of the story, which ends now.

    :param now: naive, on the wall clock of the terminals.
    """
    days, day = [], now.date()
    while len(days) < WORKDAYS:
        day -= timedelta(days=1)
        if day.weekday() < SATURDAY:
            days.insert(0, day)
    return Days(now, days)


def get_lines(days: Days) -> dict[str, list[str]]:
    """Return what each terminal sends, in its order: ``{place: lines}``."""
    punches = [*_daily(days), *_special(days)]
    lines = {
        place: [
            f"{pin}\t{moment:%Y-%m-%d %H:%M:%S}\t{status}\t1\t0\t0\t0"
            for moment, pin, status, at in sorted(punches)
            if at == place and moment <= days.now
        ]
        for place in PLACES
    }
    # No time of day: it is kept, to be looked at.
    lines[ENTRANCE].append(f"103\t{days.last} 25:61:00\t{IN}\t1\t0\t0\t0")
    return lines


def _daily(days):
    """Yield the comings and goings of each day, today's too: moment, PIN, key, place."""
    today = days.now.date()
    worked = [*days.workdays, *([today] if today.weekday() < SATURDAY else [])]
    for day in worked:
        for number, person in enumerate(PEOPLE):
            spread = 2 * MOST_MINUTES_OFF + 1
            off = (day.toordinal() * 5 + number * 7) % spread - MOST_MINUTES_OFF
            shift = timedelta(minutes=off, seconds=(number * 13 + day.day) % 60)
            came = datetime.combine(day, person.comes) + shift
            yield came, person.pin, IN, person.place
            if person.pin != FORGETFUL or day != days.last:
                left = datetime.combine(day, person.goes) - shift
                yield left, person.pin, OUT, person.place


def _special(days):
    """Yield what needs a person, or is told apart, on the last day."""
    at = datetime.combine(days.last, time())
    for hours, minutes, pin, status in (
        (8, 14, UNKNOWN_PIN, IN),
        (16, 52, UNKNOWN_PIN, OUT),
        (9, 31, FORMER_GUEST[1], IN),
        (18, 20, REGULAR[1], IN),
        (19, 35, REGULAR[1], OUT),
    ):
        yield at + timedelta(hours=hours, minutes=minutes), pin, status, ENTRANCE

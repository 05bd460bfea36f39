"""Makes one punch of one event of a terminal that numbers its events, however often it came.

Two tellings are of one event if PIN and number are the same, and the instant or the wall
clock; or if PIN, wall clock and state are the same, numbered or not. A number that comes
with another time is another event, because terminals begin to count anew.

The richest telling counts: a state that is a direction before one that is none, then any
state before none, then the lowest number of the state, so that it does not matter in which
order they came.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

NO_STATUS = -1  # the state key of a punch that came without one


class Key(NamedTuple):
    """By which a telling without a number is known.

    :param wall: the terminal's wall clock, as text.
    """

    wall: str
    status: int


class Content(NamedTuple):
    """What a telling says beside its key; of several with one key the first in order."""

    verify: int | None
    workcode: str


@dataclass
class Event:
    """A punch with all its tellings.

    :ivar ids: of the stored punches it is made of.
    :ivar sources: where the telling of each key is among those that came.
    :ivar ambiguous: the instant is one of two.
    """

    pin: str
    instant: datetime
    tellings: dict[Key, Content]
    numbers: frozenset[str] = frozenset()
    ambiguous: bool = False
    ids: tuple[int, ...] = ()
    sources: Mapping[Key, int] = field(default_factory=dict)

    def links(self) -> Iterable[tuple]:
        """What it shares with every other telling of the same event."""
        for wall, status in self.tellings:
            yield "key", self.pin, wall, status
            for number in self.numbers:
                yield "number", self.pin, number, wall
        for number in self.numbers:
            yield "number", self.pin, number, self.instant

    @property
    def number(self) -> str | None:
        """The number it is stored with, the lowest."""
        return min(self.numbers, key=lambda text: (len(text), text), default=None)

    def best(self, is_direction: Callable[[int], bool]) -> Key:
        """The key of the richest telling."""
        return self.ranked(is_direction)[0]

    def ranked(self, is_direction: Callable[[int], bool]) -> list[Key]:
        """All keys, the richest telling first."""
        return sorted(
            self.tellings,
            key=lambda key: (
                not is_direction(key.status),
                key.status == NO_STATUS,
                key.status,
                key.wall,
            ),
        )

    def content(self, is_direction: Callable[[int], bool]) -> Content:
        """What the richest tellings say that say something."""
        ranked = [self.tellings[key] for key in self.ranked(is_direction)]
        verifies = (each.verify for each in ranked if each.verify is not None)
        workcodes = (each.workcode for each in ranked if each.workcode)
        return Content(next(verifies, None), next(workcodes, ""))


def unite(events: Iterable[Event]) -> list[Event]:
    """Unite what is the same event, in the order in which the first of each came."""
    groups: dict[int, list[Event]] = {}
    group_of: dict[tuple, int] = {}
    for index, event in enumerate(events):
        links = list(event.links())
        joined = sorted({group_of[link] for link in links if link in group_of})
        home = joined[0] if joined else index
        members = groups.setdefault(home, [])
        for other in joined[1:]:
            for member in groups.pop(other):
                members.append(member)
                group_of.update(dict.fromkeys(member.links(), home))
        members.append(event)
        group_of.update(dict.fromkeys(links, home))
    return [_join(members) for members in groups.values()]


def _join(events: list[Event]) -> Event:
    if len(events) == 1:
        return events[0]
    contents: dict[Key, list[Content]] = defaultdict(list)
    sources: dict[Key, int] = {}
    for event in events:
        for key, content in event.tellings.items():
            contents[key].append(content)
        sources = {**event.sources, **sources}
    # An instant that is certain, and one that is stored, because people saw it.
    ambiguous, _new, instant = min(
        (event.ambiguous, not event.ids, event.instant) for event in events
    )
    return Event(
        events[0].pin,
        instant,
        {key: _join_contents(each) for key, each in contents.items()},
        frozenset().union(*(event.numbers for event in events)),
        ambiguous,
        tuple(id_ for event in events for id_ in event.ids),
        sources,
    )


def _join_contents(contents: list[Content]) -> Content:
    verifies = [each.verify for each in contents if each.verify is not None]
    workcodes = [each.workcode for each in contents if each.workcode]
    return Content(min(verifies, default=None), min(workcodes, default=""))

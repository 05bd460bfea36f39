"""Whether one terminal calls with a serial number, or two: by what each says it is.

A sighting is a set of values a terminal said of itself. Values are compared with those of
the last message that named the same ones, as some messages name the firmware only, and in
another form. Two terminals are told from an update of the firmware by

- another network card; without one, another model or hardware;
- values that were there before those they replace.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

#: What a terminal is known by, in the order in which it is shown.
NAMES = ("mac", "model", "platform", "firmware", "push_version")
#: Of these, what no update changes.
_HARDWARE = ("model", "platform")
MAX_SIGHTINGS = 10
MAX_VALUE_LENGTH = 100
#: How exact the time of the last call with some values is.
LAST_SEEN_STEP = timedelta(minutes=10)


class Sighting(NamedTuple):
    """Values a terminal said of itself: from when to when."""

    values: Mapping[str, str]
    first: datetime
    last: datetime


class Verdict(NamedTuple):
    """What a message says about the terminal.

    :param sightings: the known ones with this one, the newest at the end.
    :param contradicts: it comes from another terminal than the one before.
    """

    sightings: list[Sighting]
    contradicts: bool


def judge(
    known: Sequence[Sighting],
    sent: Mapping[str, str | None],
    now: datetime,
    *,
    contradicted: bool = False,
) -> Verdict:
    """Compare what a terminal says of itself with what was said before.

    :param known: in order, the newest at the end.
    :param sent: of ``NAMES``; ``None`` or empty for what it does not say.
    :param contradicted: that there are two is known, so only the times matter.
    """
    pairs = ((name, sent.get(name)) for name in NAMES)
    values = {name: value[:MAX_VALUE_LENGTH] for name, value in pairs if value}
    if not values:
        return Verdict(list(known), contradicts=False)
    before = next((item for item in reversed(known) if _alike(item, values)), None)
    same = next((item for item in known if item.values == values), None)
    if same and (same is before or contradicted):
        if now - same.last < LAST_SEEN_STEP:
            return Verdict(list(known), contradicts=False)
        sightings = [x._replace(last=now) if x is same else x for x in known]
        return Verdict(sightings, contradicts=False)
    sighting = Sighting(values, same.first if same else now, now)
    others = [item for item in known if item is not same]
    contradicts = bool(same) or _is_other_hardware(known, before, values)
    return Verdict([*others, sighting][-MAX_SIGHTINGS:], contradicts)


def _alike(sighting: Sighting, values: Mapping[str, str]) -> bool:
    return sighting.values.keys() == values.keys()


def _is_other_hardware(
    known: Sequence[Sighting], before: Sighting | None, values: Mapping[str, str]
) -> bool:
    cards = [item.values["mac"] for item in known if "mac" in item.values]
    if cards and "mac" in values:
        return cards[-1].lower() != values["mac"].lower()
    return before is not None and any(
        before.values.get(name) != values.get(name) for name in _HARDWARE
    )

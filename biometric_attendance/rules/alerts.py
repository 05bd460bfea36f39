"""Which alerts there shall be of a cause: one of a device, of a site, or of many places.

What happens to many terminals at once is one alert: of their site where half of its
terminals have the cause, and of whoever is responsible where more than a few alerts of
that person would be left.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import NamedTuple

#: So many terminals of a site, and half of them, make one alert of the site.
MIN_OF_SITE = 3
#: More alerts of one cause than these are one for the person who gets them.
MAX_OF_PERSON = 10
#: An alert of many places falls apart again where so few are left.
FEW_OF_PERSON = 3

DEVICE, SITE, PERSON = "device", "site", "person"


class Trouble(NamedTuple):
    """A device that a cause is found at.

    :param site: ``None`` for a device without one.
    :param person: who is told of the device, whatever tells people apart.
    :param site_person: who is told of the site.
    """

    device: int
    site: int | None
    person: Hashable
    site_person: Hashable


class Subject(NamedTuple):
    """What an alert is of.

    :param kind: ``DEVICE``, ``SITE`` or ``PERSON``: all that concerns a person.
    :param of: the id of the device or site, or the person.
    """

    kind: str
    of: Hashable


def fold(
    troubles: Iterable[Trouble],
    site_sizes: Mapping[int, int],
    open_subjects: Collection[Subject] = (),
) -> dict[Subject, list[int]]:
    """Return the alerts of one cause, each with its devices in order.

    An alert of many stays one while it is open and more than a few are left, so that it
    does not fall apart and come back.

    :param site_sizes: how many devices each site has.
    :param open_subjects: what there are open alerts of.
    """
    alerts: dict[Subject, list[int]] = {}
    people: dict[Subject, Hashable] = {}
    for site, found in _by_site(troubles).items():
        subject = Subject(SITE, site)
        enough = len(found) >= MIN_OF_SITE
        half = 2 * len(found) >= site_sizes.get(site or 0, 0)
        if site is not None and enough and (half or subject in open_subjects):
            alerts[subject] = [trouble.device for trouble in found]
            people[subject] = found[0].site_person
            continue
        for trouble in found:
            subject = Subject(DEVICE, trouble.device)
            alerts[subject] = [trouble.device]
            people[subject] = trouble.person
    return _by_person(alerts, people, open_subjects)


def _by_site(troubles: Iterable[Trouble]) -> dict[int | None, list[Trouble]]:
    found: dict[int | None, list[Trouble]] = defaultdict(list)
    for trouble in sorted(troubles, key=lambda trouble: trouble.device):
        found[trouble.site].append(trouble)
    return found


def _by_person(
    alerts: dict[Subject, list[int]],
    people: Mapping[Subject, Hashable],
    open_subjects: Collection[Subject],
) -> dict[Subject, list[int]]:
    """Join the alerts of each person who would get too many."""
    of_person: dict[Hashable, list[Subject]] = defaultdict(list)
    for subject, person in people.items():
        of_person[person].append(subject)
    folded = dict(alerts)
    for person, subjects in of_person.items():
        subject = Subject(PERSON, person)
        most = FEW_OF_PERSON if subject in open_subjects else MAX_OF_PERSON
        if len(subjects) > most:
            devices = (folded.pop(each) for each in subjects)
            folded[subject] = sorted(device for each in devices for device in each)
    return folded

"""Propose who the users of a terminal may be; a person decides."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

#: What a proposal can rest on, the surest first.
BADGE, PIN, NAME = "badge", "pin", "name"


class Known(NamedTuple):
    """Somebody who may be a user of the terminal.

    :param key: whatever the caller knows the person by.
    """

    key: object
    badge: str
    pin: str
    name: str


class Found(NamedTuple):
    """A user of the terminal, as it reported it."""

    key: object
    pin: str
    card: str
    name: str


def propose(
    users: Iterable[Found], people: Iterable[Known]
) -> Mapping[object, tuple[object, str]]:
    """Who each user most likely is: ``{user key: (person key, what it rests on)}``.

    A badge matches the card or the PIN, a PIN the PIN, a name the whole name in any
    case. Where what is known points to several people, or several users to one person,
    nothing is proposed.
    """
    people = list(people)
    by = {
        BADGE: _index((person.badge, person.key) for person in people),
        PIN: _index((person.pin, person.key) for person in people),
        NAME: _index((_plain(person.name), person.key) for person in people),
    }
    found = {}
    for user in users:
        says = {
            BADGE: by[BADGE][user.card] | by[BADGE][user.pin],
            PIN: by[PIN][user.pin],
            NAME: by[NAME][_plain(user.name)],
        }
        if len(set().union(*says.values())) == 1:
            basis = next(basis for basis in says if says[basis])
            found[user.key] = (next(iter(says[basis])), basis)
    return _without_conflicts(found)


def _index(pairs):
    """Keys by a word of theirs; no word leads to nobody."""
    index: defaultdict = defaultdict(frozenset)
    for word, key in pairs:
        if word:
            index[word] |= {key}
    return index


def _without_conflicts(found):
    users = defaultdict(list)
    for user, (person, _basis) in found.items():
        users[person].append(user)
    return {
        user: proposal
        for user, proposal in found.items()
        if len(users[proposal[0]]) == 1
    }


def _plain(name: str) -> str:
    return " ".join((name or "").split()).casefold()

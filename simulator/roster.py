"""Who is enrolled on a terminal, and what it refuses to store."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from .people import (
    ALGORITHMS,
    BY_SLOT,
    Algorithm,
    ForeignVersion,
    Full,
    Key,
    Place,
    Template,
    UnknownKind,
    UnknownPin,
    User,
)
from .slots import Slots


class Roster:
    """Users and their templates. Every change here is the server's; see ``Terminal`` for
    what people do at the terminal itself.

    :param algorithms: kind to what the terminal can do of it.
    """

    def __init__(
        self,
        users: Iterable[User] = (),
        *,
        user_capacity: int = 10_000,
        algorithms: Mapping[str, Algorithm] = ALGORITHMS,
    ):
        self.users = {user.pin: user for user in users}
        self.templates: dict[Place, Template] = {}
        self.slots = Slots()
        for pin in self.users:
            self.slots.of(pin)
        self.rights: dict[str, int] = {}
        self.user_capacity = user_capacity
        self.algorithms = dict(algorithms)

    def set_user(self, pin: str, **values) -> User:
        """Add or change a user; values not given stay as they are.

        :raises Full: a new one does not fit.
        """
        if pin not in self.users and len(self.users) >= self.user_capacity:
            raise Full(f"No more than {self.user_capacity} users fit.")
        self.users[pin] = replace(self.users.get(pin) or User(pin), **values)
        self.slots.of(pin)
        return self.users[pin]

    def delete_user(self, pin: str) -> None:
        """Forget a user with templates and rights.

        :raises UnknownPin: there is none.
        """
        self.known(pin)
        self.delete_templates(pin)
        self.rights.pop(pin, None)
        del self.users[pin]
        self.slots.free(pin)

    def known(self, pin: str) -> User:
        """Return the user of a PIN.

        :raises UnknownPin: nobody has this PIN.
        """
        if pin not in self.users:
            raise UnknownPin(f"Nobody has the PIN {pin}.")
        return self.users[pin]

    def set_template(self, template: Template) -> Template:
        """Store or replace a template.

        :raises UnknownPin: its user is not here.
        :raises UnknownKind: no sensor for it.
        :raises ForeignVersion: made by another major version.
        :raises Full: it does not fit.
        """
        place = template.place
        self.known(place.pin)
        own = self.algorithm(place.kind)
        if template.major not in (None, own.major):
            raise ForeignVersion(f"Version {template.major} is not {own.major}.")
        filled = self._filled(place.kind)
        if _room(place) not in filled and len(filled) >= own.capacity:
            raise Full(f"No more than {own.capacity} of {place.kind} fit.")
        self.templates[place] = replace(template, major=own.major, minor=own.minor)
        return self.templates[place]

    def algorithm(self, kind: str) -> Algorithm:
        """Return what the terminal can do of a kind of template.

        :raises UnknownKind: no sensor for it.
        """
        if kind not in self.algorithms:
            raise UnknownKind(f"There is no sensor for {kind}.")
        return self.algorithms[kind]

    def _filled(self, kind: str) -> set[Place]:
        return {_room(place) for place in self.templates if place.kind == kind}

    def count(self, kind: str) -> int:
        return len(self._filled(kind))

    def delete_templates(
        self, pin: str, kind: str | None = None, slot: int | None = None
    ) -> int:
        """Forget those of a user, or of one kind, or of one finger; return how many.

        :raises UnknownPin: its user is not here.
        """
        self.known(pin)
        gone = list(self.places(pin, kind, slot))
        for place in gone:
            del self.templates[place]
        return len(gone)

    def places(
        self, pin: str | None = None, kind: str | None = None, slot: int | None = None
    ) -> Iterator[Place]:
        """Where templates lie; ``None`` stands for any."""
        wanted = (pin, kind, slot)
        for place in self.templates:
            if all(w in (None, p) for w, p in zip(wanted, place[:3], strict=True)):
                yield place

    def find(self, key: Key) -> User | Template | None:
        """The user of ``(pin,)``, the template of a place, or ``None`` if gone."""
        return self.templates.get(key) if len(key) > 1 else self.users.get(key[0])

    def keys(self, pin: str | None = None) -> Iterator[Key]:
        """Everything about a user, or about all, each user before the templates."""
        for known in [pin] if pin else list(self.users):
            yield (known,)
            yield from self.places(known)

    def clear(self) -> None:
        """Forget everybody."""
        self.users.clear()
        self.templates.clear()
        self.slots.clear()
        self.rights.clear()


def _room(place: Place) -> Place:
    slot = place.slot if place.kind in BY_SLOT else 0
    return place._replace(slot=slot, index=0)

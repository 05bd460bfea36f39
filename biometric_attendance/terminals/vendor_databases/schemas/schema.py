"""What is known of the tables of one vendor's software, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Lookup:
    """A table that says what rows of punches name by a number.

    :param table: its name.
    :param columns: part to the names its column may have, the best first. ``key`` is what
        rows of punches hold. People have ``pin``, ``name``, ``last_name`` and ``card``;
        terminals ``serial`` where that is not the key, ``name`` and ``area``.
    """

    table: str
    columns: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Schema:
    """The tables of one program.

    :param key: stored with each row, so that it can be read again.
    :param label: marked for translation.
    :param table: name of the table of punches. Where there is one for each month, with
        ``{month}`` or ``{month:02}`` and ``{year}``; no table has to be there then.
    :param columns: part to the names its column may have, the best first. ``person`` is
        looked up among the people, ``device`` among the terminals; ``pin`` and ``serial``
        are what they are. ``id`` grows from row to row, ``arrival`` is when the row was
        stored, ``event`` what kind of event it is.
    :param required: groups of parts of each of which one has to be there.
    :param states: text of the state, in the spelling of the software, to state key.
    :param fold_states: the spelling of states does not matter.
    :param events: first and last number of the events that are punches.
    :param people_only: rows without a PIN are events of doors, not punches.
    :param epoch: a time that is a number counts seconds since 1970, in UTC.
    """

    key: str
    label: str
    table: str
    columns: Mapping[str, tuple[str, ...]]
    required: tuple[tuple[str, ...], ...] = (("pin", "person"), ("time",))
    states: Mapping[str, int] = field(default_factory=dict)
    fold_states: bool = True
    people: Lookup | None = None
    terminals: Lookup | None = None
    events: tuple[tuple[int, int], ...] = ()
    people_only: bool = False
    epoch: bool = False

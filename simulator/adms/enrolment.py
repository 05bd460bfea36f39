"""Enrolment on the server's wish: agreed to at once, done when somebody has come."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from ..people import Place, Refused
from .outcome import DONE, Outcome

if TYPE_CHECKING:
    from .life import Life

EXISTS, BUSY = Outcome(2), Outcome(7)
#: How long somebody takes to come and hold a finger out.
PATIENCE = timedelta(seconds=15)
CARD = "card"


class Enrolment(NamedTuple):
    """At an instant (aware) the place will be filled."""

    at: datetime
    place: Place


def begin(face: Life, place: Place, overwrite: bool) -> Outcome:
    """Ask for a finger, a face or a card.

    :raises Refused: the PIN is unknown, or there is no such sensor.
    """
    terminal = face.terminal
    terminal.known(place.pin)
    if place.kind != CARD:
        terminal.algorithm(place.kind)
    if face.enrolment:
        return BUSY
    if not overwrite and place in terminal.templates:
        return EXISTS
    face.enrolment = Enrolment(face.now + PATIENCE, place)
    return DONE


def finish(face: Life) -> None:
    """Take what was asked for once its time has come."""
    if face.enrolment is None or face.now < face.enrolment.at:
        return
    (pin, kind, slot, _), face.enrolment = face.enrolment.place, None
    terminal, now = face.terminal, face.now
    try:
        if kind == CARD:
            number = Random(f"{terminal.serial}:{pin}:{now}").randint(1, 2**32 - 1)
            terminal.known(pin)
            terminal.register(pin, now, card=str(number))
        else:
            terminal.enrol(pin, now, kind, slot)
    except Refused as refusal:
        # Deleted or filled up in between: the display says so, and nobody else hears.
        face.abandoned.append(str(refusal))

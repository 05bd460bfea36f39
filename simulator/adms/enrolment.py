"""Enrolment on the server's command: accepted at once, done when somebody has come."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from ..people import Place, Refused
from .outcome import DONE, Outcome

if TYPE_CHECKING:
    from .push_loop import PushLoop

EXISTS, BUSY = Outcome(2), Outcome(7)
#: How long somebody takes to come and hold a finger out.
ENROLMENT_TIMEOUT = timedelta(seconds=15)
CARD = "card"


class Enrolment(NamedTuple):
    """At an instant (aware) the place will be filled."""

    at: datetime
    place: Place


def begin(endpoint: PushLoop, place: Place, overwrite: bool) -> Outcome:
    """Ask for a finger, a face or a card.

    :raises Refused: the PIN is unknown, or there is no such sensor.
    """
    terminal = endpoint.terminal
    terminal.known(place.pin)
    if place.kind != CARD:
        terminal.algorithm(place.kind)
    if endpoint.enrolment:
        return BUSY
    if not overwrite and place in terminal.templates:
        return EXISTS
    endpoint.enrolment = Enrolment(endpoint.now + ENROLMENT_TIMEOUT, place)
    return DONE


def finish(endpoint: PushLoop) -> None:
    """Take what was asked for once its time has come."""
    if endpoint.enrolment is None or endpoint.now < endpoint.enrolment.at:
        return
    (pin, kind, slot, _), endpoint.enrolment = endpoint.enrolment.place, None
    terminal, now = endpoint.terminal, endpoint.now
    try:
        if kind == CARD:
            number = Random(f"{terminal.serial}:{pin}:{now}").randint(1, 2**32 - 1)
            terminal.known(pin)
            terminal.register(pin, now, card=str(number))
        else:
            terminal.enrol(pin, now, kind, slot)
    except Refused as refusal:
        # Deleted or filled up in between: the display shows it, and nothing is sent.
        endpoint.abandoned.append(str(refusal))

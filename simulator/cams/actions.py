"""What a REST call makes a device do; each returns what is done when its time comes."""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ..people import Place, Template, UnknownPin
from .statuses import INVALID_OPERATION_DATA, INVALID_TEMPLATE, Refusal
from .words import IN_PARTS, KINDS

if TYPE_CHECKING:
    from .face import CamsFace

Act = Callable[[datetime], object]
#: How long somebody takes to come and hold a finger out.
PATIENCE = timedelta(seconds=15)
FINGERS = range(10)
_SECRETS = {"Card": "card", "Password": "password"}


def needed_pin(pin: object, code: int) -> str:
    """:raises Refusal: with ``code``: it is missing or no text."""
    if not isinstance(pin, str) or not pin:
        raise Refusal(code)
    return pin


def add_user(
    face: CamsFace,
    pin: str,
    said: Mapping[str, object],
    signatures: Iterable[tuple[object, object, object]],
) -> Act:
    """Add or change a user with templates; what is empty stays as it is.

    :param said: ``name`` and ``privilege``.
    :param signatures: type, text and number of each.
    :raises Refusal: a type is unknown, or a text no base64.
    """
    values = {name: value for name, value in said.items() if value not in ("", None)}
    templates = []
    for place, (kind, text, number) in enumerate(signatures):
        if not isinstance(text, str) or not text:
            raise Refusal(INVALID_TEMPLATE)
        if kind in _SECRETS:
            values[_SECRETS[kind]] = text
        else:
            templates.append(Template(_place(pin, kind, number, place), _blob(text)))

    def act(at: datetime) -> None:
        face.terminal.set_user(pin, **values)
        for template in templates:
            face.terminal.set_template(template)

    return act


def _place(pin: str, kind: object, number: object, place: int) -> Place:
    if not isinstance(kind, str) or kind not in KINDS:
        raise Refusal(INVALID_TEMPLATE)
    text = str(number or "")
    if not text.isascii() or (text and not text.isdecimal()) or len(text) > 3:
        raise Refusal(INVALID_OPERATION_DATA)
    own = KINDS[kind]
    if own == "finger":
        return Place(pin, own, int(text) if text else place % len(FINGERS))
    return Place(pin, own, 0, int(text or place + 1) if own in IN_PARTS else 0)


def _blob(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refusal(INVALID_TEMPLATE) from error


def delete_user(face: CamsFace, pin: str) -> Act:
    return lambda at: face.terminal.delete_user(pin)


def enrol_finger(face: CamsFace, pin: str) -> Act:
    """The next free finger; the template follows as after any change at the menu."""

    def act(at: datetime) -> None:
        terminal = face.terminal
        taken = {place.slot for place in terminal.places(pin, "finger")}
        free = [finger for finger in FINGERS if finger not in taken]
        terminal.known(pin)
        terminal.enrol(pin, at, slot=free[0] if free else 0)

    return act


def clear_log(face: CamsFace) -> Act:
    return lambda at: face.terminal.clear_log()


def tell_users(face: CamsFace) -> Act:
    return lambda at: face.terminal.changes.add(face.terminal.keys())


def show(face: CamsFace, pin: str, text: str) -> Act:
    def act(at: datetime) -> None:
        face.terminal.known(pin)
        face.terminal.messages[pin] = text
        face.terminal.addressed.add((pin, pin))

    return act


def hide(face: CamsFace, pin: str) -> Act:
    def act(at: datetime) -> None:
        face.terminal.messages.pop(pin, None)
        face.terminal.addressed.discard((pin, pin))

    return act


def send_photo(face: CamsFace, pin: str) -> Act:
    """The photo of somebody's last punch.

    :raises UnknownPin: when its time has come: there is none.
    """

    def act(at: datetime) -> None:
        entries = reversed(face.terminal.punches.entries.values())
        last = next((punch for punch in entries if punch.pin == pin), None)
        if last is None:
            raise UnknownPin(f"{pin} has not passed here.")
        face.tell(face.spelling.photo(last))

    return act

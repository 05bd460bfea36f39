"""What a REST call makes a device do; each returns what is done when its time comes."""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ..people import Place, Template, UnknownPin
from .codes import IN_PARTS, KINDS
from .statuses import INVALID_OPERATION_DATA, INVALID_TEMPLATE, Refusal

if TYPE_CHECKING:
    from .endpoint import CamsEndpoint

Act = Callable[[datetime], object]
#: How long somebody takes to come and hold a finger out.
ENROLMENT_TIMEOUT = timedelta(seconds=15)
FINGERS = range(10)
_SECRETS = {"Card": "card", "Password": "password"}


def needed_pin(pin: object, code: int) -> str:
    """Return a PIN that must be there.

    :raises Refusal: with ``code``: it is missing or no text.
    """
    if not isinstance(pin, str) or not pin:
        raise Refusal(code)
    return pin


def add_user(
    endpoint: CamsEndpoint,
    pin: str,
    fields: Mapping[str, object],
    signatures: Iterable[tuple[object, object, object]],
) -> Act:
    """Add or change a user with templates; what is empty stays as it is.

    :param fields: ``name`` and ``privilege``.
    :param signatures: type, text and number of each.
    :raises Refusal: a type is unknown, or a text no base64.
    """
    values = {name: value for name, value in fields.items() if value not in ("", None)}
    templates = []
    for place, (kind, text, number) in enumerate(signatures):
        if not isinstance(text, str) or not text:
            raise Refusal(INVALID_TEMPLATE)
        if kind in _SECRETS:
            values[_SECRETS[kind]] = text
        else:
            templates.append(Template(_place(pin, kind, number, place), _blob(text)))

    def act(at: datetime) -> None:
        endpoint.terminal.set_user(pin, **values)
        for template in templates:
            endpoint.terminal.set_template(template)

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


def delete_user(endpoint: CamsEndpoint, pin: str) -> Act:
    return lambda at: endpoint.terminal.delete_user(pin)


def enrol_finger(endpoint: CamsEndpoint, pin: str) -> Act:
    """The next free finger; the template follows as after any change at the menu."""

    def act(at: datetime) -> None:
        terminal = endpoint.terminal
        taken = {place.slot for place in terminal.places(pin, "finger")}
        free = [finger for finger in FINGERS if finger not in taken]
        terminal.known(pin)
        terminal.enrol(pin, at, slot=free[0] if free else 0)

    return act


def clear_log(endpoint: CamsEndpoint) -> Act:
    return lambda at: endpoint.terminal.clear_log()


def send_users(endpoint: CamsEndpoint) -> Act:
    return lambda at: endpoint.terminal.changes.add(endpoint.terminal.keys())


def show(endpoint: CamsEndpoint, pin: str, text: str) -> Act:
    def act(at: datetime) -> None:
        endpoint.terminal.known(pin)
        endpoint.terminal.messages[pin] = text
        endpoint.terminal.addressed.add((pin, pin))

    return act


def hide(endpoint: CamsEndpoint, pin: str) -> Act:
    def act(at: datetime) -> None:
        endpoint.terminal.messages.pop(pin, None)
        endpoint.terminal.addressed.discard((pin, pin))

    return act


def send_photo(endpoint: CamsEndpoint, pin: str) -> Act:
    """The photo of somebody's last punch.

    :raises UnknownPin: when its time has come: there is none.
    """

    def act(at: datetime) -> None:
        entries = reversed(endpoint.terminal.punches.entries.values())
        last = next((punch for punch in entries if punch.pin == pin), None)
        if last is None:
            raise UnknownPin(f"{pin} has not passed here.")
        endpoint.send(endpoint.spelling.photo(last))

    return act

"""What the three generations of callbacks have in common."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from ..entries import StoredPunch
from ..exchange import Answer, Request
from ..people import Template, User
from .aes import Unreadable, decrypt
from .codes import IN_PARTS

if TYPE_CHECKING:
    from ..memory import Terminal
    from .registration import Registration

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
#: Into how many parts a device cuts a face or palm.
PARTS = 5
Content = dict[str, object]


class Lazy(NamedTuple):
    """The second answer to a REST call, once the device has done its part."""

    operation: str
    pin: str
    reference: str


class Callbacks:
    """Contents and requests of one device; a generation says the rest.

    What a generation has no words for gives no content. Token and key are added when a
    request leaves, so a corrected one holds for what already waits.
    """

    generation = ""
    content_type = FORM

    def __init__(self, terminal: Terminal, registration: Registration):
        self.terminal = terminal
        self.registration = registration

    def punch(self, punch: StoredPunch, now: datetime) -> Iterable[Content]:
        raise NotImplementedError

    def user(self, user: User, now: datetime) -> Iterable[Content]:
        return ()

    def template(self, template: Template, now: datetime) -> Iterable[Content]:
        return ()

    def removed(self, pin: str, wall: datetime, now: datetime) -> Iterable[Content]:
        return ()

    def clock_set(self, wall: datetime, now: datetime) -> Iterable[Content]:
        return ()

    def lazy(self, lazy: Lazy, now: datetime) -> Iterable[Content]:
        return ()

    def photo(self, punch: StoredPunch) -> Iterable[Content]:
        return ()

    def garbage(self, rng: Random, now: datetime) -> Content:
        """Something authentic that is no punch, and may not stop its neighbours."""
        raise NotImplementedError

    def body(self, content: Content) -> bytes:
        raise NotImplementedError

    def request(self, body: bytes) -> Request:
        headers = {"Content-Type": self.content_type}
        headers |= {"Accept": "*/*", "Connection": "close"}
        return Request("POST", self._path(), headers, body)

    def _path(self) -> str:
        return self.registration.path

    def taken(self, answer: Answer) -> bool:
        """Whether the answer is ``{"status": "done"}``; nothing else is good enough."""
        text = answer.body
        if self.registration.key:
            try:
                text = decrypt(text.strip(b' "\r\n'), self.registration.key)
            except Unreadable:
                if self.registration.encrypts_answers:
                    return False
        try:
            values = json.loads(text)
        except ValueError:
            return False
        done = isinstance(values, dict) and values.get("status") == "done"
        return answer.status == 200 and done


def compact(content: object) -> bytes:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def first_and_last(name: str) -> tuple[str, str]:
    first, _, last = name.partition(" ")
    return first, last


def parts(template: Template) -> list[tuple[str, bytes]]:
    """Return number and bytes of each part; a finger is whole, its number the finger's."""
    place, blob = template.place, template.blob
    if place.kind == "finger":
        return [(str(place.slot), blob)]
    if place.kind not in IN_PARTS:
        return [("", blob)]
    if place.index:
        return [(str(place.index), blob)]
    size = -(-len(blob) // PARTS)
    cuts = range(0, len(blob), size)
    return [(str(n), blob[cut : cut + size]) for n, cut in enumerate(cuts, 1)]

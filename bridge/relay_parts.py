"""Messages that terminals send in parts: collected here, and passed on as one.

Parts are kept in memory. A terminal forgets a message only when its last part is
acknowledged, so what a crash loses is sent again: the part that comes then is answered as
one before which others are missing.
"""

import hashlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from terminals.calls import Call
from terminals.errors import ProtocolError
from terminals.push import Parts

#: Most bytes and parts kept, of all terminals together.
MAX_KEPT_BYTES = 32 * 2**20
MAX_KEPT_PARTS = 4096

#: Terminal, kind of message and id of the message.
Key = tuple[str, str, str, str]


@dataclass
class _Message:
    parts: dict[int, bytes] = field(default_factory=dict)
    at: float = 0.0


class PartStore:
    """The parts of unfinished messages.

    :param clock: seconds that only rise.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self._clock = clock
        self._lock = threading.Lock()
        self._messages: dict[Key, _Message] = {}
        self._doubted: dict[Key, bytes] = {}

    def add(
        self, brand: str, rules: Parts, call: Call, body: bytes
    ) -> tuple[str, bytes | None]:
        """Add a part to those before it, and join them where it is the last.

        :return: what ``Parts.classify`` says of it, ``full`` where there is no room, and the
            message, ``None`` until it is complete. Its parts stay until :meth:`forget`.
        """
        key = _key(brand, call)
        number = call.part or 0
        with self._lock:
            self._expire(rules.minutes_kept * 60)
            message = self._messages.get(key) or _Message()
            place = rules.classify(message.parts.keys(), number)
            if place == "complete":
                return self._complete(key, rules, message, body)
            if place not in ("store", "restart"):
                return place, None
            if place == "restart":
                message = _Message()
                self._messages.pop(key, None)
            if not self._has_room(len(body)):
                self._messages.pop(key, None)
                return "full", None
            message.parts[number] = body
            message.at = self._clock()
            self._messages[key] = message
            return place, None

    def forget(self, brand: str, call: Call) -> None:
        """Drop the parts of a message that is stored."""
        with self._lock:
            self._messages.pop(_key(brand, call), None)
            self._doubted.pop(_key(brand, call), None)

    def _complete(
        self, key: Key, rules: Parts, message: _Message, body: bytes
    ) -> tuple[str, bytes | None]:
        if not message.parts and not rules.is_whole(body) and self._doubts(key, body):
            return "gap", None
        try:
            return "complete", rules.join(message.parts, body)
        except ProtocolError:  # too much
            self._messages.pop(key, None)
            return "gap", None

    def _doubts(self, key: Key, body: bytes) -> bool:
        """Whether bytes may be the end of a message whose other parts are lost.

        The terminal then starts again from the first part; what comes the same once more
        is all there is.
        """
        if not body:
            return False
        mark = hashlib.sha256(body).digest()
        if self._doubted.get(key) == mark:
            return False
        while len(self._doubted) >= MAX_KEPT_PARTS:
            del self._doubted[next(iter(self._doubted))]
        self._doubted[key] = mark
        return True

    def _has_room(self, size: int) -> bool:
        kept = [part for message in self._messages.values() for part in message.parts]
        total = sum(
            len(part) for m in self._messages.values() for part in m.parts.values()
        )
        return len(kept) < MAX_KEPT_PARTS and total + size <= MAX_KEPT_BYTES

    def _expire(self, seconds: float) -> None:
        now = self._clock()
        for key, message in list(self._messages.items()):
            if now - message.at > seconds:
                del self._messages[key]


def _key(brand: str, call: Call) -> Key:
    return brand, call.serial, call.table, call.message

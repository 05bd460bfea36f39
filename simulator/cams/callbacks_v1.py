"""Callbacks of the first generation: five form fields, punches only."""

from collections.abc import Iterable
from datetime import datetime
from random import Random
from urllib.parse import urlencode

from ..entries import StoredPunch
from ..exchange import Answer
from .callbacks import Callbacks, Content
from .codes import ATTENDANCE, IN
from .times import epoch


class CallbacksV1(Callbacks):
    generation = "v1"

    def punch(self, punch: StoredPunch, now: datetime) -> Iterable[Content]:
        words = ATTENDANCE[self.generation]
        yield self._fields(
            punch.pin, epoch(punch.local), words.get(punch.status, words[IN])
        )

    def _fields(self, pin: str, time: str, word: str) -> Content:
        return {
            "stgid": self.terminal.serial,
            "userid": pin,
            "att_time": time,
            "att_type": word,
        }

    def garbage(self, rng: Random, now: datetime) -> Content:
        return rng.choice(
            [
                self._fields("1001", "yesterday", "i"),
                self._fields("", epoch(self.terminal.clock.wall(now)), "o"),
                self._fields("1001", "9" * 30, ""),
            ]
        )

    def body(self, content: Content) -> bytes:
        token = self.registration.token
        return urlencode({**content, "auth_token": token}).encode()

    def taken(self, answer: Answer) -> bool:
        """Whether the text is ``ok``."""
        return answer.status == 200 and answer.body.strip() == b"ok"

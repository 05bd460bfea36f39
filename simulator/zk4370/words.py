"""What a terminal says to one request, before it gets its numbers."""

from typing import NamedTuple

from .codes import Reply


class Said(NamedTuple):
    """One frame of an answer; ``session`` ``None`` stands for the conversation's own."""

    command: int
    data: bytes = b""
    session: int | None = None


DONE = [Said(Reply.OK)]
FAILED = [Said(Reply.ERROR)]
UNAUTHORIZED = [Said(Reply.UNAUTHORIZED)]
UNKNOWN = [Said(Reply.UNKNOWN)]
SILENCE: list[Said] = []

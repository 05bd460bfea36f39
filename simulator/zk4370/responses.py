"""What a terminal says to one request, before it gets its numbers."""

from typing import NamedTuple

from .codes import Reply


class Response(NamedTuple):
    """One frame of an answer; ``session`` ``None`` stands for the conversation's own."""

    command: int
    data: bytes = b""
    session: int | None = None


DONE = [Response(Reply.OK)]
FAILED = [Response(Reply.ERROR)]
UNAUTHORIZED = [Response(Reply.UNAUTHORIZED)]
UNKNOWN = [Response(Reply.UNKNOWN)]
SILENCE: list[Response] = []

"""Bodies that come in parts: blocks 1, 2, 3, ... and then 0, the last.

Every part is acknowledged by itself; joined they are one message. Most bodies are whole
and come as block 0 alone. The caller keeps the parts by terminal, request code and
``trans_id``, and forgets them after :data:`KEPT_MINUTES`. Source: the vendor's web
server; the spelling of its refusals is its own.
"""

from collections.abc import Collection, Mapping

from ..errors import ProtocolError
from .frames import LARGEST, whole

#: How long the vendor's server waits for the rest.
KEPT_MINUTES = 30

#: What to do with a block to what the terminal is told.
ANSWERS = {
    "store": "OK",
    "restart": "OK",
    "complete": "OK",
    "gap": "ERROR_ADD_BLOCK_DATA",
    "negative": "ERROR_INVLAID_BLOCK_NO",
}


def place(stored: Collection[int], block: int) -> str:
    """What a block is to those that are kept of the same message.

    :param stored: numbers of the parts kept.
    :param block: ``Call.part`` of the one that came.
    :return: ``store``; ``restart``: forget the others first; ``complete``: the last one,
        to be joined; ``gap``: one before it is missing; ``negative``.
    """
    if block < 0:
        return "negative"
    if block == 1:
        return "restart" if stored else "store"
    before, known = range(1, block or max(stored, default=0) + 1), set(stored)
    if not all(number in known for number in before):  # of a billion, the first misses
        return "gap"
    return "store" if block else "complete"


def join(parts: Mapping[int, bytes], last: bytes) -> bytes:
    """The message.

    A last block that is a whole message by itself has nothing to do with parts that a
    terminal never finished.

    :param parts: block number to bytes, empty where there was only one.
    :raises ProtocolError: where a part is missing, or it is too much.
    """
    if not parts or whole(last):
        return last
    if place(parts, 0) != "complete":
        raise ProtocolError("A part of the message is missing.")
    if sum(map(len, parts.values())) + len(last) > LARGEST:
        raise ProtocolError("The message is larger than any terminal sends.")
    return b"".join([*(parts[number] for number in sorted(parts)), last])

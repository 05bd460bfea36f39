"""Bodies that come in parts: blocks 1, 2, 3, ... and then 0, the last.

Every part is acknowledged by itself; joined they are one message. Most bodies are whole
and come as block 0 alone. The caller keeps the parts by terminal, request code and
``trans_id``, and forgets them after :data:`KEPT_MINUTES`. Source: the vendor's web
server; the spelling of its refusals is its own.
"""

from collections.abc import Collection, Mapping

from ..errors import ProtocolError
from .forms import is_form
from .frames import MAX_MESSAGE_BYTES, decode_frame, is_whole

#: How long parts wait for the rest, as at the vendor's server.
KEPT_MINUTES = 30

#: What is done with a block to the response.
PART_RESPONSES = {
    "store": "OK",
    "restart": "OK",
    "complete": "OK",
    "gap": "ERROR_ADD_BLOCK_DATA",
    "negative": "ERROR_INVLAID_BLOCK_NO",
}


def classify_part(stored: Collection[int], block: int) -> str:
    """Decide what to do with a block of a message.

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


def is_message(body: bytes) -> bool:
    """Return whether bytes are surely a message, and not the end of one.

    :param body: a frame, or what few terminals send without one: a form, bare JSON.
    """
    if is_whole(body) or is_form(body):
        return True
    if not body.startswith(b"{"):
        return False
    try:
        return bool(decode_frame(body))
    except ProtocolError:
        return False


def join_parts(parts: Mapping[int, bytes], last: bytes) -> bytes:
    """Join the parts of a message.

    A last block that is a whole message by itself has nothing to do with parts that a
    terminal never finished.

    :param parts: block number to bytes, empty where there was only one.
    :raises ProtocolError: where a part is missing, or it is too much.
    """
    if not parts or is_whole(last):
        return last
    if classify_part(parts, 0) != "complete":
        raise ProtocolError("part_missing")
    if sum(map(len, parts.values())) + len(last) > MAX_MESSAGE_BYTES:
        raise ProtocolError("message_too_large")
    return b"".join([*(parts[number] for number in sorted(parts)), last])

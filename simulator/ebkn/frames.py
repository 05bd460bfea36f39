"""The frame as a terminal writes and reads it; it shares no code with the addon's."""

from __future__ import annotations

import json
from collections.abc import Sequence
from struct import error as Short, pack, unpack_from


class Unframed(Exception):
    """The server's bytes are no frame, which a terminal answers with ERROR."""


def write(document: dict | None, blocks: Sequence[bytes], end: bytes) -> bytes:
    """Return a body: the document, then the blocks, each with its length.

    :param end: what the firmware ends JSON with; counted by the length.
    """
    if document is None:
        return b""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    parts = [text.encode() + end, *blocks]
    return b"".join(pack("<I", len(part)) + part for part in parts)


def read(body: bytes) -> tuple[dict, list[bytes]]:
    """The parameters of a command; no bytes are none.

    :raises Unframed: a length is wrong, or there is no object in JSON.
    """
    parts, at = [], 0
    try:
        while at < len(body):
            (length,) = unpack_from("<I", body, at)
            part = body[at + 4 : at + 4 + length]
            if len(part) < length:
                raise Unframed("A length goes beyond the end.")
            parts.append(part)
            at += 4 + length
        document = json.loads(parts[0].rstrip(b"\0")) if parts else {}
    except (Short, ValueError) as error:
        raise Unframed("This is no frame.") from error
    if not isinstance(document, dict):
        raise Unframed("The parameters are no object.")
    return document, parts[1:]


def block(value: object, blocks: Sequence[bytes]) -> bytes:
    """What ``BIN_k`` stands for.

    :raises Unframed: there is no such block.
    """
    name = str(value)
    if not name.startswith("BIN_") or not name[4:].isdigit():
        raise Unframed("This names no block.")
    place = int(name[4:])
    if not 1 <= place <= len(blocks):
        raise Unframed("There is no such block.")
    return blocks[place - 1]

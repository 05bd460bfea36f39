"""Encode and decode frames, the body of every message in both directions.

    [ n: u32 LE ][ JSON, terminator ] ([ length: u32 LE ][ bytes ])*
                 |<------- n ------>|   BIN_1, BIN_2, ...

``n`` counts the JSON with its terminator: NUL on most terminals, LF NUL on some; on
others it does not count a NUL that follows; on some it is wrong. So the end of the JSON is
found by its braces, and ``n`` is used only where it agrees. Up to three bytes of padding
may follow the last block. Simulators, and firmware that has no binary, send the bare
JSON. Sources: the vendor's web server, captures of five models.
"""

import json
import re
import struct
from collections.abc import Mapping, Sequence

from ..errors import ProtocolError
from ..text import decode_text

#: Most bytes of a message: the log of a hundred thousand punches, 48 bytes each, fits thrice.
MAX_MESSAGE_BYTES = 16 * 2**20
#: Most bytes of its JSON: one photo in base64 fits, where a terminal puts it there.
MAX_JSON_BYTES = 2 * 2**20
#: Most objects within each other; known documents are three deep.
MAX_DEPTH = 16
#: Most blocks: ten fingers, faces, palms, a photo.
MAX_BLOCKS = 64

_LENGTH = struct.Struct("<I")
_PADDING = b"\0\n\r\t "
# A string, unfinished at the end of the bytes, or a brace; anything else is skipped.
_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"?|[{}\[\]]', re.DOTALL)
_BLOCK = re.compile(r"BIN_(\d{1,3})", re.ASCII).fullmatch


def decode_frame(body: bytes) -> tuple[dict[str, object], list[bytes]]:
    """Return the JSON object of a body, ``{}`` for none, and its complete binary blocks.

    A block that was cut is left out, so :func:`read_block` returns ``None`` for it.

    :raises ProtocolError: for no complete JSON object, or a body or JSON that is too large
        or too deep.
    """
    if len(body) > MAX_MESSAGE_BYTES:
        raise ProtocolError("message_too_large")
    if not body.strip(_PADDING):
        return {}, []
    length = _length(body, 0)
    start = _start(body, length)
    end = _object_end(body, start)
    document = _parse(body[start:end])
    stop = 4 + (length or 0)
    if not start or stop < end or body[end:stop].strip(_PADDING) or stop > len(body):
        stop = end
    return document, _blocks(body, stop)


def is_whole(body: bytes) -> bool:
    """Return whether the bytes are one complete frame, not a part of a longer message."""
    try:
        length = _length(body, 0)
        if length is None or body[4:5] != b"{" or 4 + length > len(body):
            return False
        end = _object_end(body, 4)
        _parse(body[4:end])
    except ProtocolError:
        return False
    blocks = (_run(body, start) for start in _starts(body, max(end, 4 + length)))
    return any(exact for _found, exact in blocks)


def encode_frame(
    document: Mapping[str, object] | None, blocks: Sequence[bytes] = ()
) -> bytes:
    """Return a message as bytes, ``b""`` for neither document nor blocks.

    It always has the length in front: terminals refuse bare JSON.
    """
    if not document and not blocks:
        return b""
    text = json.dumps(document or {}, ensure_ascii=False, separators=(",", ":"))
    raw = text.encode() + b"\0"
    return b"".join(_LENGTH.pack(len(part)) + part for part in (raw, *blocks))


def read_block(value: object, blocks: Sequence[bytes]) -> bytes | None:
    """Return the block that ``BIN_k`` names, ``k`` from 1; ``None`` where there is none."""
    found = _BLOCK(value) if isinstance(value, str) else None
    place = int(found[1]) if found else 0
    return blocks[place - 1] if 0 < place <= len(blocks) else None


def is_block(value: object) -> bool:
    """Return whether a value is the name of a block, ``BIN_k``."""
    return isinstance(value, str) and bool(_BLOCK(value))


def _length(body: bytes, at: int) -> int | None:
    return _LENGTH.unpack_from(body, at)[0] if len(body) >= at + 4 else None


def _start(body: bytes, length: int | None) -> int:
    """Return the offset at which the JSON begins: 4 after a length, else after padding.

    The first byte of a length of 123 is ``{`` too.

    :raises ProtocolError: there is no ``{`` at either place.
    """
    framed = body[4:5] == b"{"
    if framed and length is not None and length <= len(body) - 4:
        return 4
    bare = len(body) - len(body.lstrip(_PADDING))
    if body[bare : bare + 1] == b"{" and body[bare + 1 : bare + 2] != b"\0":
        return bare
    if framed:
        return 4
    raise ProtocolError("message_not_json")


def _object_end(body: bytes, start: int) -> int:
    """Return the offset after the brace that closes the object at ``start``.

    :raises ProtocolError: there is no such brace, or objects are nested too deep.
    """
    depth = 0
    for token in _TOKEN.finditer(body, start, start + MAX_JSON_BYTES):
        sign = token[0][:1]
        if sign in b"{[":
            depth += 1
        elif sign in b"}]":
            depth -= 1
        if depth > MAX_DEPTH:
            raise ProtocolError("message_too_deep")
        if not depth:
            return token.end()
    raise ProtocolError("message_unfinished")


def _parse(raw: bytes) -> dict[str, object]:
    try:
        document = json.loads(
            decode_text(raw), strict=False, parse_int=_int, parse_constant=_no
        )
    except ValueError:
        raise ProtocolError("message_unreadable") from None
    if not isinstance(document, dict):
        raise ProtocolError("message_not_json")
    return document


def _int(text: str) -> int:
    return int(text) if len(text) <= 20 else _no(text)


def _no(text: str) -> int:
    raise ValueError("no number any terminal sends")


def _blocks(body: bytes, stop: int) -> list[bytes]:
    """Return the blocks from offset ``stop`` on, or after a terminator ``n`` did not count."""
    runs = [_run(body, start) for start in _starts(body, stop)]
    exact = [found for found, is_exact in runs if is_exact]
    return exact[0] if exact else max((found for found, _ in runs), key=len)


def _starts(body: bytes, stop: int) -> list[int]:
    """Return possible offsets of the first block: ``stop``, and after up to two terminators."""
    more = [n for n in (1, 2) if not body[stop : stop + n].strip(b"\0\n\r")]
    return [stop, *(stop + n for n in more)]


def _run(body: bytes, at: int) -> tuple[list[bytes], bool]:
    """Return the blocks from offset ``at`` on, and whether only padding follows them."""
    found: list[bytes] = []
    while len(body) - at >= 4 and len(found) < MAX_BLOCKS:
        length = _length(body, at)
        if length is None or length > len(body) - at - 4:
            return found, False
        found.append(body[at + 4 : at + 4 + length])
        at += 4 + length
    return found, len(body) - at < 4

"""Tokens: the parts of the server's messages."""

from __future__ import annotations

import struct

COLLATION = bytes.fromhex("0904d00034")
VERSION = bytes([15, 0, 7, 208])
_TDS_7_4 = 0x74000004
_DONE, _DONE_PROC, _RETURN_STATUS = 0xFD, 0xFE, 0x79
_ERROR_BIT, _COUNT_BIT, _ATTENTION_BIT = 2, 0x10, 0x20
_SELECT = 0xC1


def text(value: str) -> bytes:
    """Return a text as the protocol has it."""
    return value.encode("utf-16-le")


def short_text(value: str) -> bytes:
    """Return a text after its length of one byte."""
    return bytes([len(value)]) + text(value)


def done(rows: int | None = None, *, failed: bool = False, proc: bool = False) -> bytes:
    """Return the end of an answer.

    :param rows: how many there were, ``None`` for none counted.
    :param proc: it is the answer of a procedure.
    """
    status = (_ERROR_BIT if failed else 0) | (0 if rows is None else _COUNT_BIT)
    kind = _DONE_PROC if proc else _DONE
    return struct.pack("<BHHQ", kind, status, _SELECT, rows or 0)


def attended() -> bytes:
    """Return that the client does not want the rest of an answer any more."""
    return struct.pack("<BHHQ", _DONE, _ATTENTION_BIT, 0, 0)


def returned(status: int = 0) -> bytes:
    """Return the status of a procedure."""
    return struct.pack("<Bi", _RETURN_STATUS, status)


def error(number: int, words: str, *, severity: int = 16) -> bytes:
    """Return an error of the server."""
    body = struct.pack("<iBB", number, 1, severity)
    body += struct.pack("<H", len(words)) + text(words)
    body += short_text("SIMULATOR") + short_text("") + struct.pack("<i", 1)
    return b"\xaa" + struct.pack("<H", len(body)) + body


def changed(kind: int, new: bytes, old: bytes) -> bytes:
    """Return that something of the session has changed."""
    body = bytes([kind]) + new + old
    return b"\xe3" + struct.pack("<H", len(body)) + body


def logged_in(database: str) -> bytes:
    """Return the answer to a login."""
    product = short_text("Microsoft SQL Server")
    body = b"\x01" + struct.pack(">I", _TDS_7_4) + product + VERSION
    return (
        changed(1, short_text(database), short_text("master"))
        + changed(7, bytes([len(COLLATION)]) + COLLATION, b"\0")
        + changed(4, short_text("4096"), short_text("4096"))
        + b"\xad"
        + struct.pack("<H", len(body))
        + body
        + done()
    )


def before_login(*, encrypts: bool) -> bytes:
    """Return the answer before the login: all is encrypted, or nothing."""
    encryption = b"\x01" if encrypts else b"\x02"
    options = [
        (0, VERSION + b"\0\0"),
        (1, encryption),
        (2, b"\0"),
        (3, b""),
        (4, b"\0"),
    ]
    at = 5 * len(options) + 1
    heads, values = b"", b""
    for option, value in options:
        heads += struct.pack(">BHH", option, at + len(values), len(value))
        values += value
    return heads + b"\xff" + values


def transaction(request: int) -> bytes:
    """Return the answer to a request of the transaction manager.

    :param request: 5 begins, 7 commits, 8 rolls back.
    """
    number = b"\x08" + struct.pack("<Q", 1)
    begun = {5: (8, number, b"\0"), 7: (9, b"\0", number), 8: (10, b"\0", number)}
    return changed(*begun[request]) + done()

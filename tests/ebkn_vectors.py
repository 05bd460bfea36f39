"""The recorded and documented frames of `vectors/ebkn`."""

import json
import struct
from pathlib import Path

from terminals.ebkn.request import HEADERS, EbknCall, read_call

FOLDER = Path(__file__).parent / "vectors" / "ebkn"
VECTORS = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted(FOLDER.glob("*.json"))
}


def body(name: str) -> bytes:
    return bytes.fromhex(VECTORS[name]["request"].get("body_hex", ""))


def answer(name: str) -> bytes:
    return bytes.fromhex(VECTORS[name]["response"].get("body_hex", ""))


def call_of(name: str) -> EbknCall:
    """As the listener passes it on: what has no underscore is left as it was."""
    request = VECTORS[name]["request"]
    headers = {HEADERS.get(k, k): v for k, v in request["headers"].items()}
    raw = body(name) or request.get("body_text", "").encode()
    return read_call(request["path"], {}, request["method"], headers=headers, body=raw)


def framed(text: str | bytes, *blocks: bytes, end: bytes = b"\0", count=None) -> bytes:
    """A frame made by hand, with any terminator and any length."""
    raw = (text.encode() if isinstance(text, str) else text) + end
    sent = len(raw) if count is None else count
    parts = [struct.pack("<I", sent) + raw]
    parts += [struct.pack("<I", len(block)) + block for block in blocks]
    return b"".join(parts)


def glog(**values) -> bytes:
    """A passage as simulators write it, without a frame."""
    sent = {"user_id": "7", "io_time": "20260910135741", **values}
    return json.dumps({k: v for k, v in sent.items() if v is not ...}).encode()

"""The recorded and documented frames of `vectors/adms`, and rows read by the codec."""

import json
from base64 import b64decode
from pathlib import Path

from terminals.adms.uploads import decode_upload

FOLDER = Path(__file__).parent / "vectors" / "adms"
VECTORS = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted(FOLDER.glob("*.json"))
}


def meaning(name: str) -> dict:
    return VECTORS[name]["expected_meaning"]


def body(name: str) -> bytes:
    request = VECTORS[name]["request"]
    if request.get("body_b64"):
        return b64decode(request["body_b64"])
    return (request["body"] or "").encode()


def named(*words: str) -> list[str]:
    """The names of the vectors that hold one of the words."""
    return [name for name in VECTORS if any(word in name for word in words)]


def read(table: str, *rows: str, name: str = ""):
    """What the codec makes of rows in a table."""
    raw = "".join(f"{row}\n" for row in rows).encode()
    return decode_upload(table, raw, name=name)

"""The recorded frames and rows of `vectors/zk4370`."""

import json
from pathlib import Path

FILE = Path(__file__).parent / "vectors" / "zk4370" / "frames.json"
VECTORS = {entry["id"]: entry for entry in json.loads(FILE.read_text("utf-8"))}
TOP = 8
#: Copied wrongly where it was published: its checksum does not fit its bytes.
MISCOPIED = {"v60"}
FRAMES = [
    name
    for name, entry in VECTORS.items()
    if entry["layer"] in ("tcp-frame", "udp-datagram") and name not in MISCOPIED
]


def raw(name: str) -> bytes:
    return bytes.fromhex(VECTORS[name]["hex"])


def payload(name: str) -> bytes:
    """A frame without what TCP puts in front."""
    return raw(name)[TOP:] if VECTORS[name]["layer"].startswith("tcp") else raw(name)


def decoded(name: str) -> dict:
    return VECTORS[name]["decoded"]

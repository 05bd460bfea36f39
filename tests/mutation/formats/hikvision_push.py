"""The formats of what Hikvision terminals push, and the tests that guard each."""

from ..runner import Format

_BODIES = (
    "hikvision/test_bodies.py",
    "hikvision/test_push_vectors.py",
    "hikvision/test_event_twice.py",
)

FORMATS = (
    Format(
        "hikvision",
        "bodies that are pushed",
        "hikvision/bodies.py",
        ("read_body", "_[a-z_]+", "_MAGIC", "_BLANK", "_BOM"),
        _BODIES,
    ),
    Format(
        "hikvision",
        "alerts and their envelopes",
        "hikvision/alerts.py",
        ("[a-z_]+", "_[A-Z]+.*"),
        _BODIES,
    ),
    Format(
        "hikvision",
        "pushed events",
        "hikvision/pushed.py",
        ("decode_[a-z]+", "_add", "find_mac"),
        _BODIES,
    ),
    Format(
        "hikvision",
        "where to push",
        "hikvision/hosts.py",
        ("[a-z_]+", "_UNSET"),
        ("hikvision/test_hosts.py",),
    ),
    Format(
        "hikvision",
        "the stream",
        "hikvision/stream.py",
        ("PartSplitter",),
        ("hikvision/test_stream.py",),
    ),
)

"""Directions of punches, from the state codes of a device."""

from collections import defaultdict

IN, OUT, BREAK_OUT, BREAK_IN = "in", "out", "break_out", "break_in"
WORDS = (IN, OUT, BREAK_OUT, BREAK_IN)
IN_KINDS = (IN, BREAK_IN)
OUT_KINDS = (OUT, BREAK_OUT)
# What scheduled hours say of a punch whose partner is missing; no device sends them.
LONE_IN, LONE_OUT = "lone_in", "lone_out"
#: Among the directions of punches: an attendance that people began, and a punch may end.
BEGUN = "begun"

# Direction sources that do not look at the key: every code means the same.
FIXED = {"entry": IN, "exit": OUT, "none": None}


def parse(text):
    """``"0=in, 1=out"`` to ``{0: "in", 1: "out"}``; nothing to ``{}``.

    :raises ValueError: the part that is not ``code=direction``.
    """
    codes = {}
    for part in (text or "").replace(";", ",").split(","):
        if not part.strip():
            continue
        code, _, word = (piece.strip() for piece in part.partition("="))
        if not code.isdecimal() or word not in WORDS:
            raise ValueError(part.strip())
        codes[int(code)] = word
    return codes


def table(source, codes):
    """The directions a device's state codes mean.

    :param source: the device's direction source: keys, entry, exit or none.
    :param codes: what the keys mean where the source is ``keys``.
    :return: a mapping that knows every code; ``None`` means unknown.
    """
    if source in FIXED:
        return defaultdict(lambda: FIXED[source])
    return defaultdict(lambda: None, codes)

"""ZK's codes that mean the same when terminals push and when they are asked."""

import re

from .reasons import _

#: State key to direction. 255 is "none pressed": many models push it, or 0, always.
STATUS = {
    0: "in",
    1: "out",
    2: "break_out",
    3: "break_in",
    4: "in",  # overtime in
    5: "out",  # overtime out
}

#: How a person was recognised; below 3, each protocol counts for itself.
VERIFY = {
    3: _("password"),
    4: _("card"),
    5: _("fingerprint or password"),
    6: _("fingerprint or card"),
    7: _("password or card"),
    8: _("PIN and fingerprint"),
    9: _("fingerprint and password"),
    10: _("fingerprint and card"),
    11: _("password and card"),
    12: _("fingerprint, password and card"),
    13: _("PIN, fingerprint and password"),
    14: _("PIN and fingerprint, or card and fingerprint"),
    15: _("face"),
    16: _("face and fingerprint"),
    17: _("face and password"),
    18: _("face and card"),
    19: _("face, fingerprint and card"),
    20: _("face, fingerprint and password"),
    21: _("finger vein"),
    22: _("finger vein and password"),
    23: _("finger vein and card"),
    24: _("finger vein, password and card"),
    25: _("palm"),
    26: _("palm and card"),
    27: _("palm and face"),
    28: _("palm and fingerprint"),
    29: _("palm, fingerprint and face"),
    101: _("subordinate device"),
    200: _("other"),
}

_HEX = re.compile(r"\[((?:[0-9A-Fa-f]{2}){1,8})\]").fullmatch
_DIGITS = re.compile(r"\d{1,24}", re.ASCII).fullmatch


def read_card(text: str) -> str:
    """Read the number of a card as decimal text, ``""`` for no card.

    ``[15CD5B07]`` are the bytes of the number, lowest first. What is neither that nor
    decimal is kept as it is.
    """
    text = text.strip()
    found = _HEX(text)
    if found:
        text = str(int.from_bytes(bytes.fromhex(found[1]), "little"))
    elif _DIGITS(text):
        text = str(int(text))
    return "" if text == "0" else text

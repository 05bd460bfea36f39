"""ZK's codes that mean the same when terminals push and when they are asked."""

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
    3: "password",
    4: "card",
    5: "fingerprint or password",
    6: "fingerprint or card",
    7: "password or card",
    8: "PIN and fingerprint",
    9: "fingerprint and password",
    10: "fingerprint and card",
    11: "password and card",
    12: "fingerprint, password and card",
    13: "PIN, fingerprint and password",
    14: "PIN and fingerprint, or card and fingerprint",
    15: "face",
    16: "face and fingerprint",
    17: "face and password",
    18: "face and card",
    19: "face, fingerprint and card",
    20: "face, fingerprint and password",
    21: "finger vein",
    22: "finger vein and password",
    23: "finger vein and card",
    24: "finger vein, password and card",
    25: "palm",
    26: "palm and card",
    27: "palm and face",
    28: "palm and fingerprint",
    29: "palm, fingerprint and face",
    101: "subordinate device",
    200: "other",
}

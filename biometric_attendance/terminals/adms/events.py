"""Events of the security dialect, and what they mean for attendance.

0 to 19 and 200 to 253 are normal, 20 to 99 refusals and faults, 100 to 199 alarms;
newer firmware adds 4000 (normal), 5000 (fault) and 6000 (alarm). Source: appendices 2
and 19 of the vendor's security push document 3.1.
"""

#: A person was recognised and let through.
_PASSED = {
    0: "opened by card",
    1: "verified while the door is held open",
    2: "first person opened by card",
    3: "several persons opened by card",
    14: "opened by fingerprint",
    15: "several persons opened by fingerprint",
    16: "fingerprint while the door is held open",
    17: "opened by card and fingerprint",
    18: "first person opened by fingerprint",
    19: "first person opened by card and fingerprint",
    101: "opened under duress by password",
    103: "opened under duress by fingerprint",
    203: "several persons opened by card and fingerprint",
    207: "opened by password",
    208: "opened by a super user",
    215: "first person opened by password",
    216: "password while the door is held open",
    218: "opened by identity card",
    222: "verified by the server",
    232: "verified",
    4001: "person passed",
}
PASSAGES = frozenset(_PASSED)
#: A passage that is an alarm as well.
DURESS = frozenset({101, 103})
_TAMPERING = frozenset({100, 109})

_OTHERS = {
    4: "opened by the emergency password",
    5: "door held open by schedule",
    6: "linkage triggered",
    7: "alarm cancelled",
    8: "opened from afar",
    9: "closed from afar",
    **dict.fromkeys((10, 11), "schedule of the open door changed"),
    **dict.fromkeys((12, 13), "auxiliary output switched from afar"),
    **dict.fromkeys((20, 31, 50), "refused: too soon after the last time"),
    **dict.fromkeys(
        (21, 35, 36, 49, 64, 65), "refused: the door is closed by schedule"
    ),
    22: "refused: not within the person's hours",
    23: "refused: not allowed here",
    24: "refused: anti-passback",
    25: "refused: interlock",
    **dict.fromkeys((26, 32, 51), "waiting for more persons"),
    **dict.fromkeys((27, 30, 34), "refused: not registered, or wrong password"),
    28: "door open for too long",
    **dict.fromkeys((29, 33, 53), "refused: no longer, or not yet, valid"),
    37: "could not close: the door is held open",
    38: "refused: card reported lost",
    39: "refused: on the list of the blocked",
    **dict.fromkeys((40, 48, 52), "refused: several persons needed"),
    41: "refused: wrong way of verification",
    42: "refused: card format unknown",
    43: "refused: person locked",
    **dict.fromkeys((44, 45), "refused: the server did not confirm"),
    **dict.fromkeys((54, 55), "battery low"),
    62: "refused: person blocked",
    63: "refused: door locked",
    68: "refused: body temperature",
    69: "refused: mask",
    **dict.fromkeys((73, 74), "refused: QR code not valid"),
    100: "housing opened",
    102: "door forced",
    104: "alarm: unknown card again and again",
    105: "server out of reach",
    106: "battery cut off",
    107: "power cut off",
    109: "reader taken apart",
    110: "reader offline",
    200: "door open",
    201: "door closed",
    202: "exit button",
    204: "end of the open door",
    205: "door held open from afar",
    206: "power on",
    209: "exit button while locked",
    210: "fire alarm opened the door",
    214: "server connected",
    224: "doorbell",
    233: "locked from afar",
    234: "unlocked from afar",
    6005: "memory of events nearly full",
}
_LABELS = _PASSED | _OTHERS
_CLASSES = (
    (20, "event"),
    (100, "refused or faulty"),
    (200, "alarm"),
    (5000, "event"),
    (6000, "refused or faulty"),
    (7000, "alarm"),
)


def label_of(event: int) -> str:
    """The event in English words; unknown ones by their class."""
    kind = next((word for end, word in _CLASSES if event < end), "event")
    return _LABELS.get(event, f"{kind} {event}")


def tampers(event: int) -> bool:
    """Whether the terminal itself was attacked."""
    return event in _TAMPERING

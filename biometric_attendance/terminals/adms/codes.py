"""Labels of the push protocol's numbers.

Sources: the vendor's attendance push document 2.4 and security push document 3.1 (the
lists), captures (the codes met in the vectors). A code missing here is kept as its number.
"""

from .. import zk_codes
from ..reasons import _

#: How a person was recognised.
VERIFY = {0: _("automatic"), 1: _("fingerprint"), 2: _("PIN"), **zk_codes.VERIFY}

#: What a person did at the terminal's menu; the terminal's own audit trail.
_LABELS = {
    0: _("power on"),
    1: _("power off"),
    2: _("verification failed"),
    3: _("alarm"),
    4: _("menu entered"),
    5: _("setting changed"),
    6: _("fingerprint enrolled"),
    7: _("password enrolled"),
    8: _("HID card enrolled"),
    9: _("user deleted"),
    10: _("fingerprint deleted"),
    11: _("password deleted"),
    12: _("RF card deleted"),
    13: _("all records and users cleared"),
    **dict.fromkeys(range(14, 21), _("MF card changed")),
    21: _("clock set"),
    22: _("factory settings restored"),
    23: _("attendance records deleted"),
    24: _("administrators removed"),
    25: _("access group changed"),
    26: _("user access changed"),
    27: _("access time zone changed"),
    28: _("unlock combination changed"),
    29: _("unlocked"),
    30: _("user enrolled"),
    31: _("fingerprint attribute changed"),
    32: _("duress alarm"),
    33: _("doorbell"),
    34: _("anti-passback changed"),
    35: _("attendance photo deleted"),
    36: _("user changed otherwise"),
    37: _("holiday changed"),
    38: _("backup restored"),
    39: _("backup made"),
    40: _("USB upload"),
    41: _("USB download"),
    42: _("USB records encrypted"),
    43: _("records deleted after USB download"),
    53: _("exit button"),
    54: _("door sensor"),
    55: _("alarm"),
    56: _("parameters restored"),
    68: _("user photo registered"),
    69: _("user photo changed"),
    70: _("user name changed"),
    71: _("user privilege changed"),
    76: _("IP address changed"),
    77: _("network mask changed"),
    78: _("gateway changed"),
    79: _("DNS changed"),
    80: _("connection password changed"),
    81: _("device number changed"),
    82: _("server address changed"),
    83: _("server port changed"),
    **dict.fromkeys(range(87, 92), _("flag changed")),
    92: _("firmware upgraded from USB"),
    100: _("RF card changed"),
    101: _("face enrolled"),
    **dict.fromkeys(range(102, 105), _("privileges changed")),
    105: _("access records deleted"),
    106: _("face deleted"),
    107: _("photo deleted"),
    108: _("parameters changed"),
    109: _("wireless network changed"),
    **dict.fromkeys(range(110, 113), _("proxy changed")),
    113: _("user password changed"),
    114: _("face changed"),
    115: _("operator password changed"),
    116: _("access settings restored"),
    117: _("wrong operator password"),
    118: _("operator locked"),
    120: _("Legic card changed"),
    **dict.fromkeys(range(121, 124), _("finger vein changed")),
    **dict.fromkeys(range(124, 127), _("palm changed")),
}

#: Evidence may have been changed or destroyed, or sent elsewhere.
_TAMPERING = {9, 10, 13, 21, 22, 23, 24, 35, 82, 105}

#: Label of an operation that is not known.
UNKNOWN_OPERATION = _("unknown operation")
OPERATIONS = {code: (label, code in _TAMPERING) for code, label in _LABELS.items()}

#: The operation that is an alarm; its first object says why.
ALARM = 3
ALARMS = {
    50: _("alarm: door closed"),
    51: _("alarm: door opened"),
    53: _("alarm: exit button"),
    54: _("alarm: opened by accident"),
    55: _("alarm: machine broken open"),
    58: _("alarm: verification not valid"),
    65535: _("alarm: cancelled"),
}
ALARM_UNKNOWN = _("alarm: unknown reason")

ERROR = _("error")
#: ``ErrCode`` of table ERRORLOG. The vendor names 1 to 6 together: bad face photos.
ERRORS = {
    f"D01E000{digit}": _("error: face photo not accepted") for digit in range(1, 7)
}

#: Events of the security dialect: a person was recognised and let through.
_PASSED = {
    0: _("opened by card"),
    1: _("verified while the door is held open"),
    2: _("first person opened by card"),
    3: _("several persons opened by card"),
    14: _("opened by fingerprint"),
    15: _("several persons opened by fingerprint"),
    16: _("fingerprint while the door is held open"),
    17: _("opened by card and fingerprint"),
    18: _("first person opened by fingerprint"),
    19: _("first person opened by card and fingerprint"),
    101: _("opened under duress by password"),
    103: _("opened under duress by fingerprint"),
    203: _("several persons opened by card and fingerprint"),
    207: _("opened by password"),
    208: _("opened by a super user"),
    215: _("first person opened by password"),
    216: _("password while the door is held open"),
    218: _("opened by identity card"),
    222: _("verified by the server"),
    232: _("verified"),
    4001: _("person passed"),
}
#: Events that let a person through.
PASS_EVENTS = frozenset(_PASSED)
#: Those that are an alarm as well.
DURESS_EVENTS = frozenset({101, 103})
_TAMPERING_EVENTS = frozenset({100, 109})

_OTHERS = {
    4: _("opened by the emergency password"),
    5: _("door held open by schedule"),
    6: _("linkage triggered"),
    7: _("alarm cancelled"),
    8: _("opened from afar"),
    9: _("closed from afar"),
    **dict.fromkeys((10, 11), _("schedule of the open door changed")),
    **dict.fromkeys((12, 13), _("auxiliary output switched from afar")),
    **dict.fromkeys((20, 31, 50), _("refused: too soon after the last time")),
    **dict.fromkeys(
        (21, 35, 36, 49, 64, 65), _("refused: the door is closed by schedule")
    ),
    22: _("refused: not within the person's hours"),
    23: _("refused: not allowed here"),
    24: _("refused: anti-passback"),
    25: _("refused: interlock"),
    **dict.fromkeys((26, 32, 51), _("waiting for more persons")),
    **dict.fromkeys((27, 30, 34), _("refused: not registered, or wrong password")),
    28: _("door open for too long"),
    **dict.fromkeys((29, 33, 53), _("refused: no longer, or not yet, valid")),
    37: _("could not close: the door is held open"),
    38: _("refused: card reported lost"),
    39: _("refused: on the list of the blocked"),
    **dict.fromkeys((40, 48, 52), _("refused: several persons needed")),
    41: _("refused: wrong way of verification"),
    42: _("refused: card format unknown"),
    43: _("refused: person locked"),
    **dict.fromkeys((44, 45), _("refused: the server did not confirm")),
    **dict.fromkeys((54, 55), _("battery low")),
    62: _("refused: person blocked"),
    63: _("refused: door locked"),
    68: _("refused: body temperature"),
    69: _("refused: mask"),
    **dict.fromkeys((73, 74), _("refused: QR code not valid")),
    100: _("housing opened"),
    102: _("door forced"),
    104: _("alarm: unknown card again and again"),
    105: _("server out of reach"),
    106: _("battery cut off"),
    107: _("power cut off"),
    109: _("reader taken apart"),
    110: _("reader offline"),
    200: _("door open"),
    201: _("door closed"),
    202: _("exit button"),
    204: _("end of the open door"),
    205: _("door held open from afar"),
    206: _("power on"),
    209: _("exit button while locked"),
    210: _("fire alarm opened the door"),
    214: _("server connected"),
    224: _("doorbell"),
    233: _("locked from afar"),
    234: _("unlocked from afar"),
    6005: _("memory of events nearly full"),
}
_ACCESS_LABELS = _PASSED | _OTHERS
_UNKNOWN_CLASS = _("event")
_CLASSES = (
    (20, _UNKNOWN_CLASS),
    (100, _("refused or faulty")),
    (200, _("alarm")),
    (5000, _UNKNOWN_CLASS),
    (6000, _("refused or faulty")),
    (7000, _("alarm")),
)


def access_event_label(event: int) -> str:
    """Return an event's label; of an unknown one its class."""
    kind = next((word for end, word in _CLASSES if event < end), _UNKNOWN_CLASS)
    return _ACCESS_LABELS.get(event, kind)


def is_tampering(event: int) -> bool:
    """Return whether the terminal itself was attacked."""
    return event in _TAMPERING_EVENTS

"""The numbers of the push protocol in words.

Source: the vendor's attendance push document 2.4 (the lists), captures (the codes met
in the vectors). A code missing here is kept as its number.
"""

from .. import zk_codes as zkcodes

#: How a person was recognised.
VERIFY = {0: "automatic", 1: "fingerprint", 2: "PIN", **zkcodes.VERIFY}

#: What a person did at the terminal's menu; the terminal's own audit trail.
_LABELS = {
    0: "power on",
    1: "power off",
    2: "verification failed",
    3: "alarm",
    4: "menu entered",
    5: "setting changed",
    6: "fingerprint enrolled",
    7: "password enrolled",
    8: "HID card enrolled",
    9: "user deleted",
    10: "fingerprint deleted",
    11: "password deleted",
    12: "RF card deleted",
    13: "all records and users cleared",
    **dict.fromkeys(range(14, 21), "MF card changed"),
    21: "clock set",
    22: "factory settings restored",
    23: "attendance records deleted",
    24: "administrators removed",
    25: "access group changed",
    26: "user access changed",
    27: "access time zone changed",
    28: "unlock combination changed",
    29: "unlocked",
    30: "user enrolled",
    31: "fingerprint attribute changed",
    32: "duress alarm",
    33: "doorbell",
    34: "anti-passback changed",
    35: "attendance photo deleted",
    36: "user changed otherwise",
    37: "holiday changed",
    38: "backup restored",
    39: "backup made",
    40: "USB upload",
    41: "USB download",
    42: "USB records encrypted",
    43: "records deleted after USB download",
    53: "exit button",
    54: "door sensor",
    55: "alarm",
    56: "parameters restored",
    68: "user photo registered",
    69: "user photo changed",
    70: "user name changed",
    71: "user privilege changed",
    76: "IP address changed",
    77: "network mask changed",
    78: "gateway changed",
    79: "DNS changed",
    80: "connection password changed",
    81: "device number changed",
    82: "server address changed",
    83: "server port changed",
    **dict.fromkeys(range(87, 92), "flag changed"),
    92: "firmware upgraded from USB",
    100: "RF card changed",
    101: "face enrolled",
    **dict.fromkeys(range(102, 105), "privileges changed"),
    105: "access records deleted",
    106: "face deleted",
    107: "photo deleted",
    108: "parameters changed",
    109: "wireless network changed",
    **dict.fromkeys(range(110, 113), "proxy changed"),
    113: "user password changed",
    114: "face changed",
    115: "operator password changed",
    116: "access settings restored",
    117: "wrong operator password",
    118: "operator locked",
    120: "Legic card changed",
    **dict.fromkeys(range(121, 124), "finger vein changed"),
    **dict.fromkeys(range(124, 127), "palm changed"),
}

#: Evidence may have been changed or destroyed, or sent elsewhere.
_TAMPERING = {9, 10, 13, 21, 22, 23, 24, 35, 82, 105}

OPERATIONS = {code: (label, code in _TAMPERING) for code, label in _LABELS.items()}

#: First object of operation 3.
ALARMS = {
    50: "door closed",
    51: "door opened",
    53: "exit button",
    54: "opened by accident",
    55: "machine broken open",
    58: "verification not valid",
    65535: "cancelled",
}
ALARM = 3

#: ``ErrCode`` of table ERRORLOG. The vendor names 1 to 6 together: bad face photos.
ERRORS = {f"D01E000{digit}": "error: face photo not accepted" for digit in range(1, 7)}

"""The gateway's words as numbers, and sentences of its status codes.

Sources: the vendor's Web API 2.0 document (attendance types, input types, status codes 0
to 15 and 999); public receivers of Web API 3.0 (the v3 spellings, the other codes). The
numbers of states and of ways to verify are ours, since the gateway uses words: those of
the push protocol, so that people meet one list.
"""

from ..reasons import Reason, _

#: State to direction. Overtime and meals are comings and goings like any other.
STATUS = {
    0: "in",
    1: "out",
    2: "break_out",
    3: "break_in",
    4: "in",  # overtime begins
    5: "out",  # overtime ends
    6: "break_out",  # to a meal
    7: "break_in",  # back from it
}
#: Attendance type, in small letters, to state. "None" and what is not known have none.
TYPES = {
    "checkin": 0,
    "checkout": 1,
    "breakout": 2,
    "breakin": 3,
    "overtimein": 4,
    "overtimeout": 5,
    "mealstart": 6,
    "mealout": 6,
    "mealend": 7,
    "mealin": 7,
    "i": 0,  # v1
    "o": 1,
}

VERIFY = {
    1: _("fingerprint"),
    3: _("password"),
    4: _("card"),
    15: _("face"),
    25: _("palm"),
}
#: Input type, in small letters, to way to verify.
INPUTS = {"fingerprint": 1, "password": 3, "card": 4, "face": 15, "palm": 25}

#: The gateway's names of its status codes.
STATUS_NAMES = {
    0: "done",
    1: "API_RESPONSE_INVALID_REQUEST_DATA",
    2: "API_RESPONSE_INVALID_SERVICE_TAG_ID",
    3: "API_RESPONSE_INVALID_ORIGIN_IP",
    4: "API_RESPONSE_INVALID_ENCRYPTION",
    5: "API_RESPONSE_INVALID_SUBSCRIPTION",
    6: "API_RESPONSE_INVALID_OPERATION",
    7: "API_RESPONSE_INVALID_AUTHTOKEN",
    8: "API_RESPONSE_INVALID_OPERATION_TYPE",
    9: "API_RESPONSE_INVALID_START_TIME",
    10: "API_RESPONSE_INVALID_USERID",
    11: "API_RESPONSE_INVALID_API_CONFIGURATION",
    12: "API_RESPONSE_INVALID_API_REQUEST_INFO",
    13: "API_RESPONSE_INVALID_SECURITY_KEY",
    14: "API_RESPONSE_INVALID_OPERATION_DATA",
    15: "API_RESPONSE_INVALID_TEMPLATE",
    19: "API_RESPONSE_INVALID_RAW_DATA",
    999: "API_RESPONSE_UNKNOWN_ERROR",
}
#: Status code of a call of ours to its sentence.
STATUS_SENTENCES = {
    1: _("The gateway could not read the request."),
    2: _("The gateway knows no terminal with this service tag."),
    3: _("The address of this server is not entered in API Monitor."),
    4: _("The gateway could not decrypt the request: compare the security key."),
    5: _("The terminal has no valid subscription for this."),
    6: _("The gateway does not know this operation."),
    7: _("The gateway refused the token: compare it with API Monitor."),
    8: _("The gateway does not know this kind of operation."),
    9: _("The gateway refused the first moment."),
    10: _("The gateway refused the PIN."),
    11: _("The terminal is not set up for this in API Monitor."),
    12: _("The gateway could not read what was asked."),
    13: _("The gateway refused the security key."),
    14: _("The gateway refused the values of the operation."),
    15: _("The gateway refused the template."),
    19: _("The gateway wants this encrypted: enter the security key."),
    29: _("The terminal is not set to Web API 3.0 in API Monitor."),
    33: _("Reading users is not allowed for this terminal in API Monitor."),
    35: _("This operation is not allowed for this terminal in API Monitor."),
    37: _("Another call for this terminal is under way: try again in a minute."),
    38: _("Reading punches is not allowed for this terminal in API Monitor."),
    999: _("The gateway met an error it has no name for."),
}
#: The sentences of reasons :func:`explain` gives.
STATUS_MESSAGES = {f"gateway_status_{c}": text for c, text in STATUS_SENTENCES.items()}
#: Codes that may be others a while later; all others a person has to put right.
LATER = frozenset({5, 37, 999})
#: The gateway has taken a command; what became of it the terminal tells later.
PENDING = -1


def explain(code: int | None, kind: str, dialect: str) -> tuple[bool, Reason]:
    """Return whether a command succeeded, and the reason.

    A code of :data:`PENDING` is no success yet, and another result will follow.

    :param code: ``CommandResult.code`` or ``Answer.code``.
    """
    if code is None:
        return False, Reason("gateway_no_result")
    if code == PENDING:
        return False, Reason("gateway_pending")
    if code == 0:
        return True, Reason("done")
    if code in STATUS_SENTENCES:
        return False, Reason(f"gateway_status_{code}")
    return False, Reason("gateway_refused", {"code": code})

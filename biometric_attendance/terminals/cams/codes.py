"""The gateway's words as numbers and sentences.

Sources: the vendor's Web API 2.0 document (attendance types, input types, status codes 0
to 15 and 999); public receivers of Web API 3.0 (the v3 spellings, the other codes). The
numbers of states and of ways to verify are ours, since the gateway uses words: those of
the push protocol, so that people meet one list.
"""

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

VERIFY = {1: "fingerprint", 3: "password", 4: "card", 15: "face", 25: "palm"}
#: Input type, in small letters, to way to verify.
INPUTS = {word: code for code, word in VERIFY.items()}

#: What a call of ours came to: the gateway's name for it, and a sentence.
STATUS_WORDS = {
    0: ("done", "Done."),
    1: (
        "API_RESPONSE_INVALID_REQUEST_DATA",
        "The gateway could not read the request.",
    ),
    2: (
        "API_RESPONSE_INVALID_SERVICE_TAG_ID",
        "The gateway knows no terminal with this service tag.",
    ),
    3: (
        "API_RESPONSE_INVALID_ORIGIN_IP",
        "The address of this server is not entered in API Monitor.",
    ),
    4: (
        "API_RESPONSE_INVALID_ENCRYPTION",
        "The gateway could not decrypt the request: compare the security key.",
    ),
    5: (
        "API_RESPONSE_INVALID_SUBSCRIPTION",
        "The terminal has no valid subscription for this.",
    ),
    6: (
        "API_RESPONSE_INVALID_OPERATION",
        "The gateway does not know this operation.",
    ),
    7: (
        "API_RESPONSE_INVALID_AUTHTOKEN",
        "The gateway refused the token: compare it with API Monitor.",
    ),
    8: (
        "API_RESPONSE_INVALID_OPERATION_TYPE",
        "The gateway does not know this kind of operation.",
    ),
    9: ("API_RESPONSE_INVALID_START_TIME", "The gateway refused the first moment."),
    10: ("API_RESPONSE_INVALID_USERID", "The gateway refused the PIN."),
    11: (
        "API_RESPONSE_INVALID_API_CONFIGURATION",
        "The terminal is not set up for this in API Monitor.",
    ),
    12: (
        "API_RESPONSE_INVALID_API_REQUEST_INFO",
        "The gateway could not read what was asked.",
    ),
    13: (
        "API_RESPONSE_INVALID_SECURITY_KEY",
        "The gateway refused the security key.",
    ),
    14: (
        "API_RESPONSE_INVALID_OPERATION_DATA",
        "The gateway refused the values of the operation.",
    ),
    15: ("API_RESPONSE_INVALID_TEMPLATE", "The gateway refused the template."),
    19: (
        "API_RESPONSE_INVALID_RAW_DATA",
        "The gateway wants this encrypted: enter the security key.",
    ),
    29: ("", "The terminal is not set to Web API 3.0 in API Monitor."),
    33: ("", "Reading users is not allowed for this terminal in API Monitor."),
    35: ("", "This operation is not allowed for this terminal in API Monitor."),
    37: ("", "Another call for this terminal is under way: try again in a minute."),
    38: ("", "Reading punches is not allowed for this terminal in API Monitor."),
    999: ("API_RESPONSE_UNKNOWN_ERROR", "The gateway met an error it has no name for."),
}
#: What may be otherwise a while later; everything else a person has to put right.
LATER = frozenset({5, 37, 999})
#: The gateway has taken a command; what became of it the terminal tells later.
PENDING = -1


def explain(code: int | None, kind: str, dialect: str) -> tuple[bool, str]:
    """Whether a command succeeded, and a sentence for people.

    A code of :data:`PENDING` is no success yet, and another result will follow.

    :param code: ``CommandResult.code`` or ``Answer.code``.
    """
    if code is None:
        return False, "The gateway did not say what became of it."
    if code == PENDING:
        return False, "The gateway has taken it and will say what became of it."
    words = STATUS_WORDS.get(code)
    if words is None:
        return False, f"The gateway refused it with its code {code}."
    return code == 0, words[1]

"""The gateway's own refusals; they come with HTTP status 200."""

INVALID_REQUEST_DATA = 1
INVALID_SERVICE_TAG_ID = 2
INVALID_ORIGIN_IP = 3
INVALID_ENCRYPTION = 4
INVALID_SUBSCRIPTION = 5
INVALID_OPERATION = 6
INVALID_AUTHTOKEN = 7
INVALID_START_TIME = 9
INVALID_USERID = 10
INVALID_API_CONFIGURATION = 11
INVALID_API_REQUEST_INFO = 12
INVALID_OPERATION_DATA = 14
INVALID_TEMPLATE = 15
INVALID_RAW_DATA = 19
OTHER_VERSION = 29
NO_USER_LOADING = 33
NOT_ALLOWED = 35
BUSY = 37
NO_LOG_READING = 38
UNKNOWN_ERROR = 999

_NAMES = {
    1: "INVALID_REQUEST_DATA",
    2: "INVALID_SERVICE_TAG_ID",
    3: "INVALID_ORIGIN_IP",
    4: "INVALID_ENCRYPTION",
    5: "INVALID_SUBSCRIPTION",
    6: "INVALID_OPERATION",
    7: "INVALID_AUTHTOKEN",
    8: "INVALID_OPERATION_TYPE",
    9: "INVALID_START_TIME",
    10: "INVALID_USERID",
    11: "INVALID_API_CONFIGURATION",
    12: "INVALID_API_REQUEST_INFO",
    13: "INVALID_SECURITY_KEY",
    14: "INVALID_OPERATION_DATA",
    15: "INVALID_TEMPLATE",
    19: "INVALID_RAW_DATA",
    999: "UNKNOWN_ERROR",
}


class Refusal(Exception):
    """A call is refused with ``code``."""

    def __init__(self, code: int):
        super().__init__(f"Status code {code}")
        self.code = code


def second_word(code: int) -> str:
    """``Status`` of the second generation."""
    return f"API_RESPONSE_{_NAMES[code]}" if code in _NAMES else "error"


def third_word(code: int) -> str:
    """``Status`` of the third, which names only one of them, as far as was seen."""
    return second_word(code) if code == INVALID_RAW_DATA else "error"

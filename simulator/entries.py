"""What a terminal logs: punches, and what was done to itself."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum


class Op(IntEnum):
    """Codes of the audit log."""

    POWER_ON = 0
    ALARM = 3
    USER_DELETED = 9
    TIME_SET = 21
    SETTINGS_LOST = 22
    LOG_DELETED = 23
    UNLOCKED = 29
    USER_ADDED = 30
    USER_CHANGED = 36
    PICTURE_TAKEN = 68


#: Why there is an alarm: for somebody who may not pass.
INVALID_VERIFICATION = 58
#: The audit log's code for enrolling a kind of template.
ENROLLED = {"finger": 6, "face": 101, "visible_face": 101, "vein": 121, "palm": 124}


@dataclass(frozen=True, slots=True)
class StoredPunch:
    """A punch as it lies in the flash memory, with its real time beside it.

    :param utc: when it really happened (aware).
    :param local: what the terminal's clock showed (naive), the only time it can send.
    :param status: the state key pressed, 0 in, 1 out, 2 break out, 3 break in, 255 none.
    :param verify: how the user was recognised, 1 finger, 4 card, 15 face.
    :param slot: the user's place in the terminal's list then, 0 for nobody known.
    """

    pin: str
    utc: datetime
    local: datetime
    status: int
    verify: int
    workcode: str
    slot: int = 0


@dataclass(frozen=True, slots=True)
class AuditRow:
    """Something done to the terminal itself, such as 0 power on or 4 menu opened."""

    code: int
    local: datetime
    operator: str = "0"
    details: tuple[int | str, ...] = (0, 0, 0, 0)

"""Which events are punches: major and minor codes in words.

Sources: the event list of the vendor's SDK (decimal, major 5), two recorded terminals (38
a finger, 75 a face), the recorded capabilities of a firmware of 2026 (151 to 155, which no
list explains). One public guide says that 38 is a card; both recordings say a finger.
"""

from typing import Literal

from ..reasons import _

#: Of an event at a reader or a door; others are alarms (1), exceptions (2), operations (3),
#: whose minor codes mean something else: 2/38 is no finger.
EVENT = 5

Verdict = Literal["pass", "deny", "noise", "unsure"]

#: The key of the function pressed, in small letters, to state.
STATES = {
    "checkin": 0,
    "checkout": 1,
    "breakout": 2,
    "breakin": 3,
    "overtimein": 4,
    "overtimeout": 5,
}
#: State to direction.
STATUS = {0: "in", 1: "out", 2: "break_out", 3: "break_in", 4: "in", 5: "out"}

_CARD, _PASSWORD, _FINGER, _FACE = (
    _("card"),
    _("password"),
    _("fingerprint"),
    _("face"),
)
_NUMBER = _("employee number")
#: Minor code of a person let in, to what they were recognised by.
PASSES: dict[int, tuple[str, ...]] = {
    1: (_CARD,),
    2: (_CARD, _PASSWORD),
    16: (_("several people together"),),
    34: (_("super password"),),
    38: (_FINGER,),
    40: (_CARD, _FINGER),
    43: (_CARD, _FINGER, _PASSWORD),
    46: (_FINGER, _PASSWORD),
    54: (_FACE, _FINGER),
    57: (_FACE, _PASSWORD),
    60: (_FACE, _CARD),
    63: (_FACE, _PASSWORD, _FINGER),
    66: (_FACE, _CARD, _FINGER),
    69: (_NUMBER, _FINGER),
    72: (_NUMBER, _FINGER, _PASSWORD),
    75: (_FACE,),
    77: (_NUMBER, _FACE),
    101: (_NUMBER, _PASSWORD),
    105: (_("identity document"), _FACE),
}
_NOT_RECOGNISED = _("not let in: not recognised")
#: Behind each combination of proofs stand two codes: one was wrong, or came too late.
_COMBINATIONS = (40, 43, 46, 54, 57, 60, 63, 66, 69, 72, 77, 101)
_NOT_RECOGNISED_MINORS = (
    *(3, 4, 5, 12, 13, 14, 15, 39, 49, 76, 80, 112),
    *(minor + behind for minor in _COMBINATIONS for behind in (1, 2)),
)
#: Minor code of a person not let in, to the label of it.
DENIALS: dict[int, str] = {
    **dict.fromkeys(_NOT_RECOGNISED_MINORS, _NOT_RECOGNISED),
    6: _("not let in: no right at this door"),
    7: _("not let in: not at this time of day"),
    8: _("not let in: validity has ended"),
    9: _("not let in: no such card"),
    10: _("not let in: anti-passback"),
    11: _("not let in: the other door is open"),
    104: _("not let in: no living face"),
    113: _("not let in: identity document blocked"),
    118: _("not let in: card asleep"),
}
#: Doors, locks, buttons, bells: nobody's punch.
NOISE = frozenset({*range(17, 33), 37, 50, 51, 81, 82})

_UNSURE = _("unsure: a code nobody has documented")
#: ``Punch.verify``, the minor code, to what the person was recognised by.
VERIFY: dict[int, tuple[str, ...]] = {
    **{
        minor: (_UNSURE,)
        for minor in range(256)
        if minor not in NOISE and minor not in DENIALS
    },
    **PASSES,
}
MAX_MINOR = 32_767
#: Modes in which nobody is recognised.
_NO_MODES = frozenset({"", "invalid"})


def judge(
    major: int | None, minor: int | None, *, mode: str = "", state: str = ""
) -> Verdict:
    """Return what an event is.

    One that no list explains is taken for a punch where the terminal says how the person
    had to be recognised, and which key was pressed: it is *unsure*.

    :param mode: ``currentVerifyMode``.
    :param state: ``attendanceStatus``.
    """
    if major != EVENT or minor is None or minor in NOISE:
        return "noise"
    if minor in PASSES:
        return "pass"
    if minor in DENIALS:
        return "deny"
    known = mode.strip().lower() not in _NO_MODES and state.strip().lower() in STATES
    return "unsure" if known else "noise"

"""What is stored and what fits, as numbers of four bytes each."""

from struct import pack

from ..memory import Terminal

FACES = ("face", "visible_face")
MANAGER = 2


def sizes(terminal: Terminal, length: int) -> bytes:
    """The answer to request 50, 4, 80, 92 or 112 bytes.

    By byte: 16 users, 24 fingers, 32 punches, 40 audit rows, 48 managers, 52 passwords,
    56 and on what fits of fingers, users, punches, 68 and on what still fits of them,
    80 faces, 88 what fits of them.
    """
    if length == 4:
        return bytes(4)
    users, punches = terminal.users.values(), terminal.punches
    fingers = terminal.count("finger")
    finger_room = _capacity(terminal, "finger")
    numbers = dict.fromkeys(range(28), 0)
    numbers |= {
        4: len(users),
        6: fingers,
        8: len(punches),
        10: len(terminal.audit),
        12: sum(user.privilege >= MANAGER for user in users),
        13: sum(bool(user.password) for user in users),
        14: finger_room,
        15: terminal.user_capacity,
        16: punches.capacity,
        17: finger_room - fingers,
        18: terminal.user_capacity - len(users),
        19: punches.capacity - len(punches),
        20: sum(map(terminal.count, FACES)),
        22: max(_capacity(terminal, kind) for kind in FACES),
    }
    return pack("<28i", *numbers.values())[:length]


def _capacity(terminal: Terminal, kind: str) -> int:
    known = terminal.algorithms.get(kind)
    return known.capacity if known else 0

"""What is stored at a terminal, and what fits: the reply to request 50."""

from ..memory import Terminal

#: Bytes of the reply, by model.
SIZES_LENGTHS = (4, 80, 92, 112)
FACES = ("face", "visible_face")
MANAGER = 2


def sizes_data(terminal: Terminal, length: int) -> bytes:
    """Return the counts of this moment as far as ``length`` bytes hold them."""
    data = bytearray(max(SIZES_LENGTHS))
    for start, count in _counts(terminal).items():
        data[start : start + 4] = count.to_bytes(4, "little", signed=True)
    return bytes(data[:length])


def _counts(terminal: Terminal) -> dict[int, int]:
    """First byte of each number to the number."""
    users, punches = terminal.users.values(), terminal.punches
    fingers, room = terminal.count("finger"), _capacity(terminal, "finger")
    return {
        16: len(users),
        24: fingers,
        32: len(punches),
        40: len(terminal.audit),
        48: sum(user.privilege >= MANAGER for user in users),
        52: sum(bool(user.password) for user in users),
        56: room,
        60: terminal.user_capacity,
        64: punches.capacity,
        68: room - fingers,
        72: terminal.user_capacity - len(users),
        76: punches.capacity - len(punches),
        80: sum(map(terminal.count, FACES)),
        88: max(_capacity(terminal, kind) for kind in FACES),
    }


def _capacity(terminal: Terminal, kind: str) -> int:
    known = terminal.algorithms.get(kind)
    return known.capacity if known else 0

"""What is stored at a terminal, and what fits."""

from terminals.zk4370.sizes import Sizes

from ..memory import Terminal

FACES = ("face", "visible_face")
MANAGER = 2


def sizes_of(terminal: Terminal) -> Sizes:
    """As the terminal counts at this moment."""
    users, punches = terminal.users.values(), terminal.punches
    fingers, finger_room = terminal.count("finger"), _room(terminal, "finger")
    return Sizes(
        users=len(users),
        fingers=fingers,
        punches=len(punches),
        operations=len(terminal.audit),
        admins=sum(user.privilege >= MANAGER for user in users),
        passwords=sum(bool(user.password) for user in users),
        finger_capacity=finger_room,
        user_capacity=terminal.user_capacity,
        punch_capacity=punches.capacity,
        fingers_free=finger_room - fingers,
        users_free=terminal.user_capacity - len(users),
        punches_free=punches.capacity - len(punches),
        faces=sum(map(terminal.count, FACES)),
        face_capacity=max(_room(terminal, kind) for kind in FACES),
    )


def _room(terminal: Terminal, kind: str) -> int:
    known = terminal.algorithms.get(kind)
    return known.capacity if known else 0

"""What may happen between the bytes of an answer."""

from typing import NamedTuple


class Pause(NamedTuple):
    """Nothing for some seconds."""

    seconds: float


class Later(NamedTuple):
    """These bytes go out some seconds from now."""

    seconds: float
    content: bytes


class Stop(NamedTuple):
    """The rest of the answer is never sent."""


class HangUp(NamedTuple):
    """The terminal ends the connection, with RST or as it should."""

    reset: bool


class StopResponding(NamedTuple):
    """From now on the terminal neither reads nor writes; the connection stays."""


class Punch(NamedTuple):
    """So many people pass."""

    count: int


class Reboot(NamedTuple):
    """The terminal restarts."""

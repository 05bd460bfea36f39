"""How far a terminal's records were read."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

#: A span of ``CreateTime``, both ends included.
Window = list[int]


@dataclass(slots=True)
class Position:
    """How far records were read: stored in the same transaction as the punches read.

    :ivar number: ``RecNo`` of the newest record read, ``None``: there was none.
    :ivar time: its ``CreateTime``.
    :ivar windows: spans still to be read, the next one first.
    :ivar whole: they are those of all there is.
    :ivar end: ``CreateTime`` of the newest record seen in them, and its number.
    :ivar shift: seconds by which spans are moved, because the terminal takes their ends
        for other times than those it writes.
    :ivar base: in which times are written, ``""``: not known.
    :ivar seen: ``RecNo`` of the newest record there was, read or not.
    :ivar clock: what the terminal's clock showed then.
    """

    number: int | None = None
    time: int = 0
    windows: list[Window] = field(default_factory=list)
    whole: bool = False
    end: list[int] = field(default_factory=list)
    shift: int = 0
    base: str = ""
    seen: int | None = None
    clock: str = ""

    def as_dict(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return asdict(self)

    @classmethod
    def read(cls, stored: Mapping[str, Any] | None) -> "Position":
        """Return the position :meth:`as_dict` made; an empty one for anything else."""
        values = dict(stored or {})
        values.pop("complete", None)
        try:
            position = cls(**values)
            position.windows = [[int(a), int(b)] for a, b in position.windows]
        except (TypeError, ValueError):
            return cls()
        return position

"""How far a terminal's log has been read, and the proof that it is still the same log."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import blake2b
from typing import Any

from ..device_info import Sizes
from ..punch_layouts import Layout

#: Rows whose bytes prove that a log is the one read before.
OVERLAP = 50


@dataclass(frozen=True, slots=True)
class Position:
    """How far a log was read: stored in the same transaction as the punches read.

    :param count: rows read, from the first one on.
    :param overlap: how many of the last of them are in the digest.
    :param digest: of their bytes, hexadecimal.
    :param layout: how they were written, ``""`` for an empty log.
    :param complete: whether the log was read to its end.
    :param counter: the terminal's count of punches before the reading, ``None``: it sends none.
    """

    count: int
    overlap: int
    digest: str
    layout: str = ""
    complete: bool = False
    counter: int | None = None

    def as_dict(self) -> dict:
        """As JSON can hold it."""
        return asdict(self)

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any] | None) -> "Position | None":
        """Return the position :meth:`as_dict` made; ``None`` for anything else.

        One that another version of this app wrote may not fit: then all is read anew.
        """
        try:
            return cls(**stored) if stored else None
        except TypeError:
            return None

    def is_up_to_date(self, sizes: Sizes) -> bool:
        """Whether the terminal's count alone says that nothing is new.

        A full log forgets its oldest punch for every new one, and its count stands still.
        """
        return (
            self.complete
            and self.counter is not None
            and self.counter == sizes.punches
            and not is_full(sizes)
        )

    def proven_by(self, rows: bytes) -> bool:
        """Whether these are the last rows that were read."""
        return self.digest == digest(rows)

    def find(self, rows: bytes, layout: Layout) -> int | None:
        """Where, in rows, those after the last ones read begin; ``None``: they are not there.

        :param rows: bytes of whole rows.
        """
        width = layout.width
        if self.overlap < OVERLAP or layout.name != self.layout:
            return None
        size = self.overlap * width
        for start in range(len(rows) - size, -1, -width):
            if self.proven_by(rows[start : start + size]):
                return start // width + self.overlap
        return None


def is_full(sizes: Sizes) -> bool:
    """Whether the log has no room left."""
    capacity = sizes.punch_capacity
    return bool(capacity and (sizes.punches or 0) >= capacity)


def digest(rows: bytes) -> str:
    """Return a digest of rows, from which no punch can be read."""
    return blake2b(rows, digest_size=16).hexdigest()

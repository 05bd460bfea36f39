"""Where a reading stands, as JSON values: stored with the rows of each step."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from hashlib import blake2b
from typing import Any

from .punches import Row, write_line

#: How many of the newest rows are remembered, so that the same are not handed over again.
MAX_SEEN = 2_000
#: Rows of a page: asked for at first, and at the least when the server is too slow.
PAGE_ROWS, MIN_PAGE_ROWS = 1_000, 50
_DIGEST_BYTES = 8


@dataclass(slots=True)
class Pages:
    """A list that is read page by page.

    :param page: the next one, from 1.
    :param full: rows of a whole page, 0 before the first one came.
    :param count: rows of the list when the last page was read. Fewer mean that rows were
        deleted and others moved into pages that were read: the list is begun again.
    :param last: what the last row that was read is sorted by, and its number; ``None``:
        not known.
    """

    page: int = 1
    full: int = 0
    count: int = 0
    last: Sequence[Any] | None = None

    def restart(self) -> None:
        """Begin again."""
        self.page, self.full, self.count, self.last = 1, 0, 0, None


@dataclass(slots=True)
class Scan(Pages):
    """The list of all rows, the newest arrival first, down to those read before.

    :param newest: when the newest row came as the scan began.
    :param floor: rows that came before this were read before, ``""``: none were.
    :param seen: digests of its first rows.
    """

    newest: str = ""
    floor: str = ""
    seen: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Window(Pages):
    """The list of rows whose punch time is within some days.

    :param begin: first punch time.
    :param days: length; 0: without an end.
    """

    begin: str = ""
    days: int = 7


@dataclass(slots=True)
class Position:
    """What was read.

    :param form: name of the way in that worked.
    :param started: whether there was a first session, so that the newest row is known.
    :param newest: when the newest row came that was read, by the server's wall clock.
    :param top: the highest number of a row.
    :param seen: digests of the newest rows.
    :param scan: the reading of new rows, where it is under way.
    :param window: the reading by punch times, where it is under way.
    :param counts: day to the rows there were, where the server does not sort by arrival.
    :param set_back: the highest number before and after it fell, the last time it did.
    :param rows: rows of a page.
    """

    form: str = ""
    started: bool = False
    newest: str = ""
    top: int = 0
    seen: list[str] = field(default_factory=list)
    scan: Scan | None = None
    window: Window | None = None
    counts: dict[str, int] = field(default_factory=dict)
    set_back: list[int] = field(default_factory=list)
    rows: int = PAGE_ROWS

    @classmethod
    def read(cls, values: Mapping[str, Any] | None) -> "Position":
        """Return the position a session left; a new one for what no session of ours did."""
        known = {each.name for each in fields(cls)}
        try:
            given = {
                name: each for name, each in (values or {}).items() if name in known
            }
            for name, kind in (("scan", Scan), ("window", Window)):
                if given.get(name):
                    given[name] = kind(**given[name])
        except (TypeError, AttributeError):
            return cls()
        return cls(**given)

    def as_dict(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return asdict(self)

    def unseen(self, rows: Iterable[Row]) -> list[Row]:
        """Return the rows that are not among the newest read before."""
        seen = set(self.seen)
        return [row for row in rows if digest(row) not in seen]

    def finish_scan(self) -> None:
        """Take what the scan found as read."""
        if self.scan:
            self.newest = max(self.newest, self.scan.newest)
            self.seen = merge_seen(self.scan.seen, self.seen)
        self.scan = None

    def slow_down(self) -> bool:
        """Ask for smaller pages; return whether that is possible.

        Pages under way are begun again: others have their numbers now.
        """
        if self.rows <= MIN_PAGE_ROWS:
            return False
        self.rows = max(self.rows // 4, MIN_PAGE_ROWS)
        for pages in (self.scan, self.window):
            if pages:
                pages.restart()
        return True


def merge_seen(newer: Sequence[str], older: Sequence[str]) -> list[str]:
    """Return the digests of the newest rows, each once."""
    return list(dict.fromkeys((*newer, *older)))[:MAX_SEEN]


def digest(row: Row) -> str:
    """Return what a row is known by: another row with its number has another one."""
    return blake2b(write_line(row).encode(), digest_size=_DIGEST_BYTES).hexdigest()

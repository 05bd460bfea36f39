"""Everything that goes wrong between a terminal and a server, on request."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from random import Random

from .clock import Clock
from .exchange import Delivery, Request

# None of these is a punch, and none may stop its neighbours from being one.
GARBAGE = (
    b"<html><body>502</body></html>",
    b"\t\t\t\t\t\t",
    b"1001",
    b"1001\t2024-02-30 25:61:00\t0\t1",
    b"\xff\xfe\x00\x81\t\x00",
    b"1001\tyesterday\t0\t1\t0",
)


class Faults:
    """Faults that follow from a seed, so that a failure can be had again.

    Kinds: ``repeat`` a post, ``reorder`` lines and batches, ``cut`` the connection inside
    the body, ``drop`` the answer, ``garbage`` lines in between, ``double`` lines, ``slow``
    bodies, wrong ``clock``. And in what a terminal says of commands: ``mute``, a result
    that is never sent; ``late``, one that comes with a later one or at a later poll;
    ``unknown_id``, a result for an id nobody gave it.

    :param kinds: which of them; none gives perfect traffic.
    :param rate: how often (0 to 1) each may strike a post.
    :raises ValueError: an unknown kind.
    """

    TRAFFIC = ("repeat", "reorder", "cut", "drop", "garbage", "double", "slow")
    ANSWERS = ("mute", "late", "unknown_id")
    KINDS = (*TRAFFIC, "clock", *ANSWERS)

    def __init__(self, kinds: Iterable[str] = (), seed: object = 1, rate: float = 0.25):
        self.kinds = set(kinds)
        unknown = sorted(self.kinds - set(self.KINDS))
        if unknown:
            raise ValueError(
                f"No such fault: {', '.join(unknown)}. There are: {', '.join(self.KINDS)}."
            )
        self.rate = rate
        self._rng = Random(str(seed))
        self._held: list[str] = []

    def stop(self) -> None:
        """Switch all faults off."""
        self.kinds = set()

    def _strikes(self, kind: str) -> bool:
        return kind in self.kinds and self._rng.random() < self.rate

    def order(self, numbers: list[int]) -> list[int]:
        """Shuffle what waits to be sent: lines, and thereby batches."""
        if self._strikes("reorder"):
            self._rng.shuffle(numbers)
        return numbers

    def answers(self, results: list[str]) -> list[str]:
        """Say which results of commands are sent now; called at every poll."""
        came, self._held = self._held, []
        for result in results:
            if self._strikes("mute"):
                continue
            if self._strikes("late"):
                self._held.append(result)
            else:
                came.append(result)
        if results and self._strikes("unknown_id"):
            came.append(self._unknown_id())
        return came

    def _unknown_id(self) -> str:
        return f"ID={self._rng.randint(10**9, 10**10)}&Return=0&CMD=DATA\n"

    def deliveries(self, request: Request) -> list[Delivery]:
        """Say how a request really travels; the last delivery's answer counts."""
        if request.method != "POST" or not request.body:
            return [Delivery(request)]
        if "table=ATTLOG" in request.path or "table=rtlog" in request.path:
            request = request._replace(body=self._spoil(request.body))
        cut = self._strikes("cut")
        sent = Delivery(
            request,
            cut=self._rng.randrange(len(request.body)) if cut else None,
            drop_answer=self._strikes("drop"),
            pause=self._rng.uniform(0.05, 0.3) if self._strikes("slow") else 0.0,
        )
        return [sent, sent] if self._strikes("repeat") else [sent]

    def _spoil(self, body: bytes) -> bytes:
        lines = body.splitlines(keepends=True)
        for kind, spoilt in (("garbage", self._garbage), ("double", self._copy)):
            if self._strikes(kind):
                place = self._rng.randint(0, len(lines))
                lines.insert(place, spoilt(lines))
        return b"".join(lines)

    def _garbage(self, lines: list[bytes]) -> bytes:
        return self._rng.choice(GARBAGE) + b"\n"

    def _copy(self, lines: list[bytes]) -> bytes:
        return self._rng.choice(lines)

    def disturb(self, clock: Clock, start: datetime, end: datetime) -> None:
        """Let a clock go wrong once between two instants (aware)."""
        if "clock" not in self.kinds:
            return
        at = start + (end - start) * self._rng.random()
        wrong = self._rng.choice(WRONG_CLOCKS)
        clock.set(at, wrong(clock.wall(at), self._rng))


class LateFaults(Faults):
    """Faults of terminals that report to a program of their vendor.

    Kinds: ``late``, some punches come days after the others; and wrong ``clock``.
    """

    ANSWERS: tuple[str, ...] = ()
    KINDS: tuple[str, ...] = ("late", "clock")

    def __init__(self, kinds: Iterable[str] = (), seed: object = 1, rate: float = 0.1):
        super().__init__(kinds, seed, rate)

    def is_late(self) -> bool:
        """Return whether a punch comes late."""
        return self._strikes("late")

    @property
    def rng(self) -> Random:
        """Where its chances come from."""
        return self._rng


def _dead_battery(wall: datetime, rng: Random) -> datetime:
    return datetime(2000, 1, 1)


def _off(wall: datetime, rng: Random) -> datetime:
    return wall + timedelta(seconds=rng.choice((-7200, -90, 90, 3600, 86_400)))


def _ages_away(wall: datetime, rng: Random) -> datetime:
    return wall + timedelta(days=365 * rng.choice((-20, 10)))


WRONG_CLOCKS: tuple[Callable[[datetime, Random], datetime], ...] = (
    _dead_battery,
    _off,
    _ages_away,
)

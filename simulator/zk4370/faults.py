"""What goes wrong at port 4370, each at the request and the frame one wants.

    server.faults.arm("close", Command.READ_BUFFER, nth=2, frame=1, amount=500)

hangs up within the first frame of data (``frame`` 1) of the second window, after 500
bytes of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ..faults import Faults
from .fault_injection import FRAME_FAULTS

#: Stage of a connection that has just come, before anything is asked.
ARRIVAL = -1
#: At which request anything may strike by chance.
ANY = None


@dataclass(slots=True)
class Fault:
    """One thing to go wrong.

    :param kind: a name in ``ZkFaults.KINDS``.
    :param stage: number of the request whose answer it strikes, ``ANY``, ``ARRIVAL``.
    :param nth: the how many-th such request, counted from arming.
    :param frame: which frame of the answer, from 0; -1 is the last.
    :param amount: seconds, bytes, a code or a count, as the kind says.
    :param times: how many such requests one after another, -1: from then on all.
    """

    kind: str
    stage: int | None = ANY
    nth: int = 1
    frame: int = 0
    amount: float | None = None
    times: int = 1

    def strikes(self, stage: int) -> bool:
        """Whether it is this request's turn; counts it."""
        if self.stage != stage and (self.stage is not ANY or stage == ARRIVAL):
            return False
        self.nth -= 1
        if self.nth > 0 or self.times == 0:
            return False
        self.times -= 1
        return True


class ZkFaults(Faults):
    """Faults armed one by one, or by chance from a seed.

    Kinds are those of :mod:`.bending`, and a wrong ``clock``.

    :param kinds: which may strike any answer by chance.
    :param rate: how often, 0 to 1.
    :raises ValueError: an unknown kind.
    """

    KINDS = (*FRAME_FAULTS, "clock")

    def __init__(self, kinds: Iterable[str] = (), seed: object = 1, rate: float = 0.02):
        super().__init__(kinds, seed, rate)
        self.armed: list[Fault] = []
        #: What struck, kind and stage, in order.
        self.struck: list[tuple[str, int]] = []

    def arm(self, kind: str, stage: int | None = ANY, **how) -> Fault:
        """Let something go wrong; see :class:`Fault` for ``how``."""
        if kind not in FRAME_FAULTS:
            raise ValueError(
                f"No such fault: {kind}. There are: {', '.join(FRAME_FAULTS)}."
            )
        fault = Fault(kind, stage, **how)
        self.armed.append(fault)
        return fault

    def stop(self) -> None:
        """From now on all goes well."""
        super().stop()
        self.armed.clear()

    def at(self, stage: int) -> list[Fault]:
        """What strikes the answer to this request. To be asked once a request."""
        found = [fault for fault in self.armed if fault.strikes(stage)]
        kinds = sorted(self.kinds & FRAME_FAULTS.keys())
        if kinds and stage != ARRIVAL and self._rng.random() < self.rate:
            found.append(Fault(self._rng.choice(kinds), frame=-1))
        self.struck += [(fault.kind, stage) for fault in found]
        return found

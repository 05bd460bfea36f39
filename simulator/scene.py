"""A whole company: people, terminals, faults, and the ground truth of all of them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import cycle

from .adms import FIRMWARES, SECURITY, AdmsEndpoint, SecurityEndpoint
from .exchange import Endpoint
from .faults import Faults
from .ground_truth import GroundTruth
from .memory import Terminal
from .workforce import PlannedPunch, Workforce


@dataclass(slots=True)
class Scene:
    """The terminals of a company, their faults, and what its people are to do.

    :param planned_punches: the history, in order of time; nothing is in the memories yet.
    """

    workforce: Workforce
    endpoints: list[Endpoint]
    ground_truth: GroundTruth
    planned_punches: list[PlannedPunch]
    faults: dict[str, Faults] = field(default_factory=dict)

    def record(self) -> None:
        """Put the history into the memories, as if the network had been down."""
        terminals = {
            endpoint.terminal.serial: endpoint.terminal for endpoint in self.endpoints
        }
        for planned_punch in self.planned_punches:
            terminals[planned_punch.serial].punch(
                planned_punch.pin, planned_punch.utc, planned_punch.status
            )

    @property
    def deliveries(self) -> dict:
        return {serial: faults.deliveries for serial, faults in self.faults.items()}


Speak = Callable[[Terminal, Faults], Endpoint]


def stage(
    serials: Sequence[str],
    workforce: Workforce,
    speak: Speak,
    *,
    until: datetime,
    days: int = 3,
    faults: Iterable[str] = (),
    seed: int = 1,
    trouble: type[Faults] = Faults,
    needs_rights: bool = False,
) -> Scene:
    """Set up terminals and a history of ``days`` full working days up to ``until``.

    :param speak: gives a terminal and its faults the side of a protocol.
    :param trouble: what faults the protocol has.
    :param needs_rights: whether users pass only with a right to the door; all have it.
    :raises ValueError: an unknown fault.
    """
    zone = workforce.zone.key
    endpoints, disturbed = [], {}
    for serial in serials:
        users = workforce.users()
        terminal = Terminal(serial, zone, users=users, needs_rights=needs_rights)
        terminal.rights = {user.pin: 1 for user in users}
        own = disturbed[serial] = trouble(faults, seed=f"{seed}:{serial}")
        own.disturb(terminal.clock, until - timedelta(days=days + 1), until)
        endpoints.append(speak(terminal, own))
    planned_punches, sessions = workforce.history(serials, until, days)
    ground_truth = GroundTruth([endpoint.terminal for endpoint in endpoints], sessions)
    return Scene(workforce, endpoints, ground_truth, planned_punches, disturbed)


def build(
    serials: Sequence[str],
    workforce: Workforce,
    *,
    firmwares: Iterable[str] = ("new",),
    key: str = "",
    prefix: str = "",
    security: bool = False,
    sends_users: bool = False,
    **rest,
) -> Scene:
    """Stage terminals that push, see :func:`stage` for the rest.

    :param firmwares: names in ``FIRMWARES``, dealt out in turn.
    :param security: all speak the security dialect, which has one family.
    :param sends_users: who asks a terminal for everything gets its users, too.
    :raises ValueError: an unknown fault.
    """
    names = cycle(firmwares)

    def speak(terminal: Terminal, trouble: Faults) -> AdmsEndpoint | SecurityEndpoint:
        return (SecurityEndpoint if security else AdmsEndpoint)(
            terminal,
            SECURITY if security else FIRMWARES[next(names)],
            key=key,
            prefix=prefix,
            order=trouble.order if "reorder" in trouble.kinds else None,
            answers=trouble.answers,
            sends_users=sends_users,
        )

    return stage(serials, workforce, speak, needs_rights=security, **rest)

"""What passes between an endpoint and whoever carries its bytes; no sockets here.

An endpoint is a generator: it yields a :class:`Request` or a :class:`Wait` and is sent an
:class:`Answer` for either, so time always comes from outside.
"""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import NamedTuple, Protocol

from .memory import Terminal


class Request(NamedTuple):
    """One HTTP request; ``path`` starts with ``/`` and includes the query."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes = b""
    version: str = "1.1"


class Wait(NamedTuple):
    """Do nothing for some seconds.

    :param why: ``boot``, ``retry`` (a quick one), ``error`` (the server sent an error, or no answer) or
        ``idle`` (nothing is left to send; a new punch may end the wait early).
    """

    seconds: float
    why: str


class Answer(NamedTuple):
    """What came back, or the end of a wait.

    :param at: the true instant now (aware).
    :param status: HTTP status, ``None`` when no whole answer came.
    :param headers: names exactly as the server spelt them.
    :param took: seconds the exchange lasted.
    :param skew: how far the simulated present is from the server's (``at`` minus its now).
    """

    at: datetime
    status: int | None = None
    headers: Mapping[str, str] = {}
    body: bytes = b""
    took: float = 0.0
    skew: timedelta = timedelta()


Steps = Generator[Request | Wait, Answer, None]
Send = Callable[[str, str, dict[str, str], bytes], tuple[int, Mapping[str, str], bytes]]


class Endpoint(Protocol):
    """A terminal in one protocol: sends what its memory holds.

    ``settled``: the server knows all there is to know. ``refusal``: why it does not let
    the terminal in, in one sentence, ``""`` while it does.
    """

    terminal: Terminal
    settled: bool
    refusal: str

    def run(self) -> Steps: ...


class Delivery(NamedTuple):
    """How a request really travels.

    :param cut: break the connection after so many bytes of the body.
    :param drop_answer: send it whole, and leave before the answer comes.
    :param pause: seconds between pieces of the body.
    """

    request: Request
    cut: int | None = None
    drop_answer: bool = False
    pause: float = 0.0


@dataclass(slots=True)
class Tally:
    """Counts of one :func:`drive`: requests delivered, and those without a 200."""

    requests: int = 0
    failures: int = 0

    def count(self, answer: Answer) -> None:
        self.requests += 1
        self.failures += answer.status != 200


class Restless(Exception):
    """The endpoint sent too many requests without coming to rest."""


def intact(request: Request) -> list[Delivery]:
    """Deliver once, whole."""
    return [Delivery(request)]


def drive(
    endpoint: Endpoint,
    send: Send,
    *,
    deliveries: Callable[[Request], list[Delivery]] = intact,
    now: datetime | None = None,
    polls: int = 1,
    max_errors: int = 1,
    limit: int = 10_000,
) -> Tally:
    """Let ``endpoint`` talk through ``send`` until it is idle; waits cost no real time.

    :param send: ``(method, path, headers, body) -> (status, headers, body)``; it may raise
        ``OSError`` (``ConnectionError``) for an exchange that failed on the way.
    :param deliveries: ``Faults(...).deliveries`` to disturb the traffic. A cut body never
        reaches ``send``: a server that counts bytes takes no part of it.
    :param now: the present (aware); the real one unless given.
    :param polls: stop when the endpoint goes idle for the so-many-th time.
    :param max_errors: stop when the endpoint gives up for the so-many-th time.
    :raises Restless: after ``limit`` requests without coming to rest.
    """
    tally = Tally()
    at = now or datetime.now(timezone.utc)
    waited = timedelta()
    left = {"idle": polls, "error": max_errors}
    steps = endpoint.run()
    step = next(steps)
    while True:
        if isinstance(step, Wait):
            if step.why in left:
                left[step.why] -= 1
                if not left[step.why]:
                    steps.close()
                    return tally
            waited += timedelta(seconds=step.seconds)
            answer = Answer(at + waited, skew=waited)
        else:
            for delivery in deliveries(step):
                answer = _deliver(send, delivery)._replace(at=at + waited, skew=waited)
                tally.count(answer)
            if tally.requests > limit:
                raise Restless(f"Not at rest after {limit} requests.")
        step = steps.send(answer)


def _deliver(send: Send, delivery: Delivery) -> Answer:
    nothing = Answer(datetime.min)
    if delivery.cut is not None:
        return nothing
    request = delivery.request
    try:
        reply = send(request.method, request.path, request.headers, request.body)
    except OSError:
        # The endpoint must see what a terminal would: no answer.
        return nothing
    return nothing if delivery.drop_answer else Answer(datetime.min, *reply)

"""One device behind the gateway: a queue that moves only when the server acknowledges."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable

from ..entries import Op
from ..exchange import Answer, Request, Steps, Wait
from ..memory import Terminal
from .callbacks import Callbacks, Content
from .callbacks_v1 import CallbacksV1
from .callbacks_v2 import CallbacksV2
from .callbacks_v3 import CallbacksV3
from .device import Device
from .faults import CamsFaults
from .queue import Message, Queue
from .registration import Registration

SPELLINGS = {
    spelling.generation: spelling
    for spelling in (CallbacksV1, CallbacksV2, CallbacksV3)
}
#: How many punches and how many people are queued at once.
PUNCHES, PEOPLE = 100, 30
IDLE_SECONDS = 60
#: A first generation gateway tries every so often, later ones more and more rarely.
STEADY_RETRY, FIRST_RETRY, LAST_RETRY = 30, 15, 900


class CamsEndpoint(Device):
    """The gateway's side of one device; see :mod:`..exchange`.

    One message after the other is sent, the same one again until it is acknowledged,
    however long the rest has to wait.

    :param faults: what goes wrong; nothing unless given.
    :param latency: seconds until the device carries out what a REST call wants.
    """

    def __init__(
        self,
        terminal: Terminal,
        registration: Registration | None = None,
        *,
        faults: CamsFaults | None = None,
        latency: float = 5,
    ):
        super().__init__(terminal, latency)
        self.registration = registration or Registration()
        self.faults = faults or CamsFaults()
        speak = SPELLINGS[self.registration.generation]
        self.spelling: Callbacks = speak(terminal, self.registration)
        self.queue: Queue = []
        self.refusal = ""
        self._failures = 0

    @property
    def settled(self) -> bool:
        """Whether the server knows all there is to know."""
        waiting = self.queue or self.orders or self.terminal.changes.pending
        return not waiting and self.terminal.settled

    def run(self) -> Steps:
        """Live. Run again, it goes on where it was left."""
        yield from self._wait(0, "boot")
        while True:
            if self.online:
                for lazy in self.faults.answers(self._carry_out()):
                    self.send(self.spelling.lazy(lazy, self.now))
                self._gather()
            something = bool(self.queue)
            if not (yield from self._flush()):
                yield from self._wait(self._retry_delay(), "error")
            elif not self.online or self.settled:
                yield from self._wait(IDLE_SECONDS, "idle")
            elif not something:
                # The device will be ready, or says what it held back, in a moment.
                yield from self._wait(1, "device")

    def poison(self, body: bytes) -> None:
        """Put bytes at the head of the queue; nothing passes until they are taken."""
        self.queue.insert(0, Message(body))
        self.resume()

    def resend_all(self) -> int:
        """*Resend all attendance data* of API Monitor: every punch in the memory."""
        count = self.terminal.punches.requeue()
        self.resume()
        return count

    # The queue

    def send(
        self, contents: Iterable[Content], done: Callable = list, reported: object = ()
    ) -> None:
        """Queue contents; ``done(told)`` is called once the last of them is taken."""
        messages = [Message(content) for content in contents]
        if not messages:
            done(reported)
            return
        messages[-1] = messages[-1]._replace(done=lambda: done(reported))
        self.queue += messages

    def _gather(self) -> None:
        """Queue what changed at the device, once all that waited has been taken."""
        if self.queue:
            return
        journal, changes = self.terminal.punches, self.terminal.changes
        for number in self.faults.window(journal.next(PUNCHES)):
            contents = self.spelling.punch(journal.entries[number], self.now)
            self.send(contents, journal.acknowledge, [number])
        for key, number in changes.take(PEOPLE, bool).items():
            entry = self.terminal.find(key)
            spell = self.spelling.template if len(key) > 1 else self.spelling.user
            contents = spell(entry, self.now) if entry else ()
            self.send(contents, changes.reported, {key: number})
        audit = self.terminal.audit
        for number in audit.next(PUNCHES):
            self.send(self._audited(number), audit.acknowledge, [number])
        self.faults.spoil(self.queue, self.spelling, self.now)

    def _audited(self, number: int) -> Iterable[Content]:
        row = self.terminal.audit.entries[number]
        if row.code == Op.USER_DELETED:
            return self.spelling.removed(str(row.details[0]), row.local, self.now)
        if row.code == Op.TIME_SET:
            return self.spelling.clock_set(row.local, self.now)
        return ()

    def _flush(self) -> Generator[Request | Wait, Answer, bool]:
        while self.queue:
            message = self.queue[0]
            values = message.content
            body = values if isinstance(values, bytes) else self.spelling.body(values)
            answer = yield self.spelling.request(body)
            self.now = answer.at
            if not self.spelling.taken(answer):
                self._failures += 1
                self.refusal = _refusal(answer)
                return False
            self._failures, self.refusal = 0, ""
            self.queue.remove(message)
            message.done()
        return True

    def _retry_delay(self) -> float:
        if self.registration.generation == "v1":
            return STEADY_RETRY
        return min(LAST_RETRY, FIRST_RETRY * 2 ** min(self._failures - 1, 10))

    def _wait(self, seconds: float, why: str) -> Steps:
        self.now = (yield Wait(seconds, why)).at


def _refusal(answer: Answer) -> str:
    if answer.status is None:
        return "The server answered nothing."
    return f"The server did not answer that it is done (status {answer.status})."

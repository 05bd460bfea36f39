"""A terminal that pushes over HTTP as EBKN and the FKWeb family do."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import NamedTuple

from ..adms.enrolment import Enrolment, finish
from ..entries import Op
from ..exchange import Answer, Request, Steps, Wait
from ..memory import Terminal
from ..people import Key
from . import documents as spelling, frames as framing
from .commands import carry_out
from .firmware import Firmware
from .request_sender import Exchange, RequestSender, code_of, reported

BOOT_SECONDS = 20
RESTART = "RESET_FK"
NO_COMMAND = "ERROR_NO_CMD"


class Result(NamedTuple):
    """The result of a command."""

    ident: str
    code: str
    body: bytes = b""


Order = Callable[[list[int]], list[int]]
Answers = Callable[[list[Result]], list[Result]]


class EbknEndpoint(RequestSender):
    """The protocol's state machine over a terminal's memory; see :mod:`..exchange`.

    Passages are sent one a request, in order, and the next only after the last was
    acknowledged. A result is sent once.

    :param path: what was typed into its menu, ``""`` for the firmware's own.
    :param order: in what order to send pending passages; by number unless given.
    :param retry_delay: seconds to wait after the server was no help.
    :param answers: what becomes of the results of commands; all are sent unless given.
    """

    def __init__(
        self,
        terminal: Terminal,
        firmware: Firmware | None = None,
        *,
        path: str = "",
        order: Order | None = None,
        retry_delay: float = 30,
        answers: Answers | None = None,
    ):
        super().__init__(terminal, firmware or Firmware(), path)
        self.order = order
        self.retry_delay = retry_delay
        self.answers = answers or list
        self.refusal = ""
        self.rebooting = True
        self.enrolment: Enrolment | None = None
        self.abandoned: list[str] = []
        self._cold = self._has_run = False
        terminal.algorithms = dict(self.firmware.algorithms)
        terminal.needs_rights = True
        terminal.rights = dict.fromkeys(terminal.users, 1) | terminal.rights

    @property
    def settled(self) -> bool:
        """Whether the server knows all there is to know; its audit log stays here."""
        return not self.terminal.punches.pending and not self.terminal.changes.pending

    def lose_power(self) -> None:
        """It boots with its clock back at the firmware's beginning."""
        self.rebooting = self._cold = True

    def run(self) -> Steps:
        """Live. Run again, it goes on where it was left, without a boot."""
        while True:
            if self.rebooting:
                yield from self._boot()
            finish(self)
            content = (yield from self._poll()) and (yield from self._announce())
            if self.rebooting:
                continue
            if content:
                yield from self._wait(self.firmware.poll, "idle")
            else:
                yield from self._wait(self.retry_delay, "error")

    def _boot(self) -> Steps:
        yield from self._wait(BOOT_SECONDS if self._has_run else 0, "boot")
        self.rebooting, self._has_run, self.enrolment = False, True, None
        if self._cold:
            self.terminal.clock.set(self.now, self.firmware.epoch)
            self._cold = False
        self.terminal.note(Op.POWER_ON, self.now)

    # What it sends by itself

    def _announce(self) -> Exchange:
        return (yield from self._send_punches()) and (yield from self._send_people())

    def _send_punches(self) -> Exchange:
        """One a request; the first that is not taken blocks those behind it."""
        journal = self.terminal.punches
        waiting = self.order(list(journal.pending)) if self.order else journal.pending
        for number in list(waiting):
            if number not in journal.pending:
                continue
            values = spelling.planned_punch(journal.entries[number], self.firmware)
            body = framing.write(values, (), self.firmware.end)
            if not (yield from self._push("realtime_glog", "RTLogSendAction", body)):
                return False
            journal.acknowledge([number])
        return True

    def _send_people(self) -> Exchange:
        """Whoever changed at the terminal, whole, once however much changed."""
        changes = self.terminal.changes
        while first := changes.take(1, lambda key: True):
            pin = next(iter(first))[0]
            taken = changes.take(len(changes.pending), _about(pin))
            user = self.terminal.users.get(pin)
            if user and not (yield from self._send_person(user)):
                return False
            changes.reported(taken)
        return True

    def _send_person(self, user) -> Exchange:
        document, blocks = spelling.person(self.terminal, user)
        body = framing.write(document, blocks, self.firmware.end)
        action = "RTEnrollDataAction"
        return (yield from self._push("realtime_enroll_data", action, body))

    # Commands

    def _poll(self) -> Exchange:
        """Ask until there is no command; false when the answer is an error."""
        while not self.rebooting:
            body = self._itself()
            request = self._request("receive_cmd", "ReceiveCommandAction", body)
            answer = yield from self._ask(request)
            code, command = code_of(answer), reported(answer, "cmd_code")
            self.refusal = _refusal(answer, code)
            if self.refusal:
                return False
            if code == RESTART:
                self.rebooting = True
            elif code != "OK" or not command:
                yield from self._answer([])
                return True
            elif not (yield from self._obey(answer, command)):
                return True
        return True

    def _itself(self) -> bytes:
        values = spelling.itself(self.terminal, self.firmware, self.now)
        return framing.write(values, (), self.firmware.end)

    def _obey(self, answer: Answer, command: str) -> Exchange:
        """Whether there is a result; then it asks for more at once."""
        ident = reported(answer, "trans_id") or reported(answer, "cmd_id")
        outcome = carry_out(self, command, answer.body)
        if outcome is None:
            yield from self._answer([])
            return False
        body = framing.write(outcome.document, outcome.blocks, self.firmware.end)
        yield from self._answer([Result(ident, outcome.code, body)])
        return True

    def _answer(self, results: list[Result]) -> Generator[Request | Wait, Answer, None]:
        for ident, code, body in self.answers(results):
            yield from self._send("send_cmd_result", ident, body, code)


def _about(pin: str) -> Callable[[Key], bool]:
    return lambda key: key[0] == pin


def _refusal(answer: Answer, code: str) -> str:
    if answer.status is None:
        return "The server did not answer."
    if not code:
        return f"The server answered {answer.status} without a response_code."
    return "" if code in ("OK", NO_COMMAND, RESTART) else f"The server answered {code}."

"""The main loop of a terminal that pushes, the same in both dialects."""

from __future__ import annotations

from collections.abc import Callable, Generator

from ..entries import Op
from ..exchange import Answer, Request, Steps, Wait
from ..memory import Terminal
from . import enrolment
from .firmware import Firmware
from .outcome import Outcome
from .request_sender import Exchange, RequestSender

BOOT_SECONDS = 20

Answers = Callable[[list[str]], list[str]]


class PushLoop(RequestSender):
    """Boot, shake hands, then upload and poll for ever.

    A dialect adds ``_handshake``, ``_upload``, ``_query`` and ``_carry_out``.

    :param key: the communication key set at the terminal, ``""`` for none.
    :param retry_delay: seconds between handshakes while the server accepts none.
    :param answers: what becomes of the results of commands; all are sent unless given.
    """

    delay_option = "Delay"

    def __init__(
        self,
        terminal: Terminal,
        firmware: Firmware,
        prefix: str,
        *,
        key: str = "",
        retry_delay: float = 30,
        answers: Answers | None = None,
    ):
        super().__init__(terminal, firmware, prefix)
        self.key = key
        self.retry_delay = retry_delay
        self.answers = answers or list
        self.refusal = ""
        self.rebooting = True
        self.enrolment: enrolment.Enrolment | None = None
        self.abandoned: list[str] = []
        self._polls = 0

    def run(self) -> Steps:
        """Boot, then upload and poll for ever. Run again, it goes on without a boot."""
        while True:
            if self.rebooting:
                yield from self._boot()
            if self.options is None and not (yield from self._handshake()):
                yield from self._wait(self.retry_delay, "error")
                continue
            enrolment.finish(self)
            content = yield from self._upload()
            content = (yield from self._poll()) and content
            if not content:
                yield from self._wait(self._error_delay, "error")
            elif self.options:
                delay = self.options.number(self.delay_option, 10)
                yield from self._wait(max(1, delay), "idle")
            elif not self.rebooting:
                # Told to shake hands again; a server that always says so is not flooded.
                yield from self._wait(1, "retry")

    def _boot(self) -> Steps:
        yield from self._wait(BOOT_SECONDS if self._polls else 0, "boot")
        self.rebooting = False
        self.enrolment = None
        self.forget_server()
        self.terminal.note(Op.POWER_ON, self.now)

    @property
    def _error_delay(self) -> float:
        reported = self.options.number("ErrorDelay") if self.options else 0
        return reported if reported > 0 else self.retry_delay

    def _poll(self) -> Exchange:
        """Ask for commands until there are none; false when the answer is an error."""
        while self.options is not None and not self.rebooting:
            request = self._request("GET", "getrequest", self._query())
            self._polls += 1
            answer = yield from self._ask(request)
            if answer.status != 200 or not answer.body or answer.body.startswith(b"U"):
                if b"UNKNOWN DEVICE" in answer.body:
                    self.forget_server()
                return False
            commands = read_commands(answer.body)
            if not (yield from self._obey(commands)):
                return False
            if not commands:
                return True
        return True

    def _obey(self, commands: list[tuple[str, str]]) -> Exchange:
        """Carry the commands out in their order, and say what became of them."""
        results = []
        for number, text in commands[: 1 if self.firmware.one_command else None]:
            outcome = yield from self._fulfil(number, self._carry_out(text))
            values = (
                f"ID={number}",
                f"Return={outcome.returned}",
                f"CMD={self._echo(text)}",
            )
            lines = [self.firmware.separator.join(values), *outcome.lines]
            results.append("".join(line + "\n" for line in lines))
        results = self.answers(results)
        if not results:
            return True
        return (yield from self._post("devicecmd", "", "".join(results).encode()))

    def _fulfil(
        self, number: str, outcome: Outcome
    ) -> Generator[Request | Wait, Answer, Outcome]:
        """Send the rows asked for; the attendance dialect does so in its next upload."""
        yield from ()
        return outcome

    def _echo(self, text: str) -> str:
        words = [w for w in text.partition("\t")[0].split(" ")[:2] if "=" not in w]
        if self.firmware.echo == "word":
            words = words[:1] if words[0] == "DATA" else ["_".join(words)]
        return " ".join(words)


def read_commands(body: bytes) -> list[tuple[str, str]]:
    """Return (id, text) of every ``C:id:text`` line."""
    found = []
    for line in body.decode("utf-8", "replace").split("\n"):
        if line.startswith("C:") and line.count(":") >= 2:
            _, number, text = line.rstrip("\r").split(":", 2)
            found.append((number, text))
    return found

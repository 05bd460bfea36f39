"""A terminal that pushes over HTTP in ZKTeco's attendance dialect."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import quote

from ..exchange import Answer, Steps
from ..journal import Journal
from ..memory import Terminal
from . import rows
from .carrier import Talk
from .commands import carry_out
from .firmware import Firmware
from .options import HandshakeRefused, read_options
from .uploader import Order, Uploader

INFO_EVERY = 10
CLOCK_TOLERANCE = timedelta(seconds=10)
SLOWEST_CLOCK_ANSWER = 5.0
BOOT_SECONDS = 20


class AdmsFace(Uploader):
    """The protocol's state machine over a terminal's memory; see :mod:`..exchange`.

    :param key: the communication key set at the terminal, ``""`` for none.
    :param prefix: a path set at the terminal before ``/iclock``, ``""`` for none.
    :param order: in what order to send pending entries; by number unless given.
    :param retry_delay: seconds between handshakes while the server accepts none.
    """

    def __init__(
        self,
        terminal: Terminal,
        firmware: Firmware | None = None,
        *,
        key: str = "",
        prefix: str = "",
        order: Order | None = None,
        retry_delay: float = 30,
    ):
        super().__init__(terminal, firmware or Firmware(), prefix, order)
        self.key = key
        self.retry_delay = retry_delay
        self.refusal = ""
        self.rebooting = True
        self._polls = 0

    @property
    def settled(self) -> bool:
        """Whether the server knows all there is to know."""
        return bool(self.options) and not self._options_due and self.terminal.settled

    def run(self) -> Steps:
        """Live: boot, shake hands, then upload and poll for ever.

        Run again, it goes on where it was left, without a boot.
        """
        while True:
            if self.rebooting:
                yield from self._boot()
            if self.options is None and not (yield from self._handshake()):
                yield from self._wait(self.retry_delay, "error")
                continue
            content = yield from self._upload()
            content = (yield from self._poll()) and content
            if not content:
                yield from self._wait(self._error_delay, "error")
            elif self.options:
                yield from self._wait(max(1, self.options.number("Delay", 10)), "idle")
            elif not self.rebooting:
                # Told to shake hands again; a server that always says so is not flooded.
                yield from self._wait(1, "retry")

    def _boot(self) -> Steps:
        yield from self._wait(BOOT_SECONDS if self._polls else 0, "boot")
        self.rebooting = False
        self.forget_server()
        self.terminal.note(0, self.now)

    @property
    def _error_delay(self) -> float:
        told = self.options.number("ErrorDelay") if self.options else 0
        return told if told > 0 else self.retry_delay

    # Handshake

    def _handshake(self) -> Talk:
        query = f"&options=all&pushver={self.firmware.push_version}"
        query += f"&language={self.firmware.language}"
        if self.key:
            query += f"&pushcommkey={quote(self.key)}"
        if self.firmware.device_type:
            query += f"&DeviceType={quote(self.firmware.device_type)}"
        if self.firmware.offers_options:
            query += "&PushOptionsFlag=1"
        answer = yield from self._ask(self._request("GET", "cdata", query))
        try:
            options = read_options(self.terminal.serial, answer.status, answer.body)
        except HandshakeRefused as refusal:
            self.refusal = str(refusal)
            return False
        self.refusal = ""
        self.options = options
        self._options_due = (
            self.firmware.offers_options and "PushOptions" in options.values
        )
        self._set_clock(answer)
        self._resume("Stamp", "ATTLOGStamp", self.terminal.punches)
        self._resume("OpStamp", "OPERLOGStamp", self.terminal.audit)
        return True

    def _set_clock(self, answer: Answer) -> None:
        zone = self.options.zone
        date = _gmt(answer.headers.get("Date", ""))
        if zone is None or date is None or answer.took >= SLOWEST_CLOCK_ANSWER:
            return
        right = date + answer.skew + zone
        shown = self.terminal.clock.wall(answer.at)
        wrong = abs(right - shown) > CLOCK_TOLERANCE
        # Setting it to what it shows keeps the small error, and fixes the offset.
        self.terminal.clock.set(answer.at, right if wrong else shown)

    def _resume(self, old_key: str, new_key: str, journal: Journal) -> None:
        """Queue again what the server's stamp says it lacks.

        New firmware looks only for 0. Old firmware sends what is younger than the stamp;
        here it also keeps what was never acknowledged, whatever the stamp says.
        """
        stamp = self.options.number(old_key if self.firmware.old else new_key)
        if self.firmware.old:
            journal.requeue(lambda entry: rows.encode_time(entry.local) > stamp)
        elif stamp == 0:
            journal.requeue()

    # Commands

    def _poll(self) -> Talk:
        """Ask for commands until there are none; false when the answer is an error."""
        while self.options is not None and not self.rebooting:
            query = ""
            if self._polls % INFO_EVERY == 0:
                cells = rows.info_cells(self.terminal, self.firmware)
                query = "&INFO=" + quote(cells, safe=",")
            self._polls += 1
            answer = yield from self._ask(self._request("GET", "getrequest", query))
            if answer.status != 200 or not answer.body or answer.body.startswith(b"U"):
                if b"UNKNOWN DEVICE" in answer.body:
                    self.forget_server()
                return False
            commands = _commands(answer.body)
            if not commands:
                return True
            if not (yield from self._obey(commands)):
                return False
        return True

    def _obey(self, commands: list[tuple[str, str]]) -> Talk:
        lines = []
        for number, text in commands:
            outcome = carry_out(self, text)
            lines.append(f"ID={number}&Return={outcome.returned}&CMD={outcome.echo}")
            lines += outcome.lines
        body = "".join(line + "\n" for line in lines).encode()
        return (yield from self._post("devicecmd", "", body))


def _commands(body: bytes) -> list[tuple[str, str]]:
    """Return (id, text) of every ``C:id:text`` line."""
    found = []
    for line in body.decode("utf-8", "replace").splitlines():
        if line.startswith("C:") and line.count(":") >= 2:
            _, number, text = line.split(":", 2)
            found.append((number, text))
    return found


def _gmt(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text).replace(tzinfo=None)
    except (TypeError, ValueError):
        # No date, no clock setting: what a terminal does with a missing header.
        return None

"""A terminal that pushes over HTTP in ZKTeco's attendance dialect."""

from __future__ import annotations

from collections.abc import Callable, Generator
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from urllib.parse import quote

from ..exchange import Answer, Request, Steps, Wait
from ..journal import Journal
from ..memory import Terminal
from . import rows
from .commands import carry_out
from .firmware import Firmware
from .options import HandshakeRefused, ServerOptions, read_options

QUICK_RETRIES = (0.3, 0.6, 0.9)
SMALLEST_BATCH, LARGEST_BATCH = 30, 150
INFO_EVERY = 10
CLOCK_TOLERANCE = timedelta(seconds=10)
SLOWEST_CLOCK_ANSWER = 5.0
BOOT_SECONDS = 20

Talk = Generator[Request | Wait, Answer, bool]


class AdmsFace:
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
        order: Callable[[list[int]], list[int]] | None = None,
        retry_delay: float = 30,
    ):
        self.terminal = terminal
        self.firmware = firmware or Firmware()
        self.key = key
        self.prefix = "/" + prefix.strip("/") if prefix.strip("/") else ""
        self.order = order
        self.retry_delay = retry_delay
        self.options: ServerOptions | None = None
        self.refusal = ""
        self.rebooting = False
        self.now = datetime.min.replace(tzinfo=timezone.utc)
        self._options_due = False
        self._last_upload: datetime | None = None
        self._batch = SMALLEST_BATCH
        self._polls = 0

    @property
    def settled(self) -> bool:
        """Whether the server knows all there is to know."""
        return bool(self.options) and not self._options_due and self.terminal.settled

    def forget_server(self) -> None:
        """Shake hands again before anything else."""
        self.options = None

    def run(self) -> Steps:
        """Live: boot, shake hands, then upload and poll for ever."""
        yield from self._boot(0)
        while True:
            if self.options is None and not (yield from self._handshake()):
                yield from self._wait(self.retry_delay, "error")
                continue
            content = yield from self._upload()
            content = (yield from self._poll()) and content
            if self.rebooting:
                yield from self._boot(BOOT_SECONDS)
            elif not content:
                yield from self._wait(self._error_delay, "error")
            elif self.options is not None:
                yield from self._wait(max(1, self.options.number("Delay", 10)), "idle")

    def _boot(self, seconds: float) -> Steps:
        yield from self._wait(seconds, "boot")
        self.rebooting = False
        self.forget_server()
        self.terminal.note(0, self.now)

    # Carrying

    def _ask(self, request: Request) -> Generator[Request, Answer, Answer]:
        answer = yield request
        self.now = answer.at
        return answer

    def _wait(self, seconds: float, why: str) -> Steps:
        self.now = (yield Wait(seconds, why)).at

    def _request(self, method: str, script: str, query: str, body=b"") -> Request:
        path = f"{self.prefix}/iclock/{script}{self.firmware.suffix}"
        serial = quote(self.terminal.serial)
        headers = {"User-Agent": "iClock Proxy/1.09", "Connection": "close"}
        headers["Accept"] = "*/*"
        if method == "POST" and self.firmware.content_type:
            headers["Content-Type"] = self.firmware.content_type
        path = f"{path}?SN={serial}{query}"
        return Request(method, path, headers, body, self.firmware.http)

    def _post(self, script: str, query: str, body: bytes) -> Talk:
        """Send until acknowledged, three quick tries at most."""
        request = self._request("POST", script, query, body)
        for pause in QUICK_RETRIES:
            answer = yield from self._ask(request)
            if answer.status == 200 and b"UNKNOWN DEVICE" in answer.body:
                self.forget_server()
                return False
            if answer.status == 200 and b"OK" in answer.body:
                return True
            yield from self._wait(pause, "retry")
        return False

    @property
    def _error_delay(self) -> float:
        told = self.options.number("ErrorDelay") if self.options else 0
        return told or self.retry_delay

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
        zone, date = self.options.zone, answer.headers.get("Date")
        if zone is None or date is None or answer.took >= SLOWEST_CLOCK_ANSWER:
            return
        right = (parsedate_to_datetime(date) + answer.skew + zone).replace(tzinfo=None)
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

    # Uploads

    def _upload(self) -> Talk:
        """Send all that is due; false when the server did not take it."""
        if self._options_due and not (yield from self._offer_options()):
            return False
        if not self._time_to_upload():
            return True
        self._last_upload = self.now
        tables = (
            ("ATTLOG", "AttLog", 1, self.terminal.punches, rows.attlog_row),
            ("OPERLOG", "OpLog", 2, self.terminal.audit, rows.oplog_row),
        )
        for table, name, position, journal, row in tables:
            while journal.pending and self.options.wants(name, position):
                if not (yield from self._push(table, journal, row)):
                    return False
        return True

    def _time_to_upload(self) -> bool:
        if self.options.number("Realtime") or self._last_upload is None:
            return True
        interval = self.options.number("TransInterval")
        return bool(interval) and (
            self.now - self._last_upload >= timedelta(minutes=interval)
        )

    def _push(self, table: str, journal: Journal, row: Callable) -> Talk:
        if self.order:
            numbers = self.order(list(journal.pending))[: self._batch]
        else:
            numbers = journal.next(self._batch)
        entries = [journal.entries[number] for number in numbers]
        body = rows.body(
            (row(entry, self.firmware) for entry in entries), self.firmware
        )
        query = f"&table={table}&{self._stamp(table, entries)}"
        taken = yield from self._post("cdata", query, body)
        if taken:
            journal.acknowledge(numbers)
        step = SMALLEST_BATCH if taken else -SMALLEST_BATCH
        self._batch = min(LARGEST_BATCH, max(SMALLEST_BATCH, self._batch + step))
        return taken

    def _stamp(self, table: str, entries: list) -> str:
        if not self.firmware.old:
            return f"Stamp={self.options.values.get(f'{table}Stamp', '9999')}"
        named = "ServerVer" in self.options.values or table == "ATTLOG"
        latest = max(rows.encode_time(entry.local) for entry in entries)
        return f"{'Stamp' if named else 'OpStamp'}={latest}"

    def _offer_options(self) -> Talk:
        told = rows.device_options(self.terminal, self.firmware)
        body = ",".join(f"{key}={value}" for key, value in told.items()).encode()
        taken = yield from self._post("cdata", "&table=options", body)
        self._options_due = self._options_due and not taken
        return taken

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

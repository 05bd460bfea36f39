"""A terminal that pushes over HTTP in ZKTeco's attendance dialect."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import quote

from ..exchange import Answer
from ..journal import Journal
from ..memory import Terminal
from . import rows
from .commands import carry_out
from .device_info import info_cells
from .firmware import Firmware
from .options import HandshakeRefused, read_options
from .outcome import Outcome
from .push_loop import Answers
from .request_sender import Exchange
from .uploader import Order, Uploader

INFO_EVERY = 10
CLOCK_TOLERANCE = timedelta(seconds=10)
SLOWEST_CLOCK_ANSWER = 5.0


class AdmsEndpoint(Uploader):
    """The protocol's state machine over a terminal's memory; see :mod:`..exchange`.

    :param key: the communication key set at the terminal, ``""`` for none.
    :param prefix: a path set at the terminal before ``/iclock``, ``""`` for none.
    :param order: in what order to send pending entries; by number unless given.
    :param retry_delay: seconds between handshakes while the server accepts none.
    :param answers: what becomes of the results of commands; all are sent unless given.
    :param sends_users: whether a server that asks for everything gets the users, too.
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
        answers: Answers | None = None,
        sends_users: bool = False,
    ):
        super().__init__(
            terminal,
            firmware or Firmware(),
            prefix,
            order,
            key=key,
            retry_delay=retry_delay,
            answers=answers,
        )
        self.sends_users = sends_users

    @property
    def settled(self) -> bool:
        """Whether the server knows all there is to know."""
        due = not self.options or self._options_due or self._changes(1)
        return not due and self.terminal.settled

    # Handshake

    def _handshake(self) -> Exchange:
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
        if self._resume("OpStamp", "OPERLOGStamp", self.terminal.audit):
            self.terminal.changes.add(self.terminal.keys() if self.sends_users else ())
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

    def _resume(self, old_key: str, new_key: str, journal: Journal) -> bool:
        """Queue again what the server's stamp says it lacks; whether that is all.

        New firmware looks only for 0. Old firmware sends what is younger than the stamp;
        here it also keeps what was never acknowledged, whatever the stamp says.
        """
        stamp = self.options.number(old_key if self.firmware.old else new_key)
        if self.firmware.old:
            journal.requeue(lambda entry: rows.encode_time(entry.local) > stamp)
        elif stamp == 0:
            journal.requeue()
        return stamp == 0

    # Commands

    def _query(self) -> str:
        if self._polls % INFO_EVERY:
            return ""
        return "&INFO=" + quote(info_cells(self.terminal, self.firmware), safe=",")

    def _carry_out(self, text: str) -> Outcome:
        return carry_out(self, text)


def _gmt(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text).replace(tzinfo=None)
    except (TypeError, ValueError):
        # No date, no clock setting: what a terminal does with a missing header.
        return None

"""The way from the relay to Odoo's routes for terminals, and whether Odoo is there."""

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, TimeoutError as FutureTimeout
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from terminals.calls import Response
from terminals.push import header

from .errors import OdooAway

#: Most terminals whose questions are passed on at the same time.
WORKERS = 8
#: Seconds a terminal waits at most for Odoo's answer; some give up after fifteen.
ANSWER_SECONDS = 12.0
#: Seconds without a question to Odoo after one without an answer, doubled each time.
FIRST_PAUSE_SECONDS = 2.0
LONGEST_PAUSE_SECONDS = 60.0

PROOF_HEADER = "Biometric-Bridge"
CALLER_HEADER = "Biometric-Caller"
INSTANCE_HEADER = "Biometric-Instance"
#: By which an answer of Odoo is known from that of a server between.
ANSWER_HEADER, ANSWER = "Biometric-Answer", "1"

#: ``(method, target, headers, body)`` to what came back, whatever its status; raises
#: ``OdooAway`` where nothing did.
Exchange = Callable[[str, str, Mapping[str, str], bytes], Response]


class OdooLink:
    """Passes calls on with the bridge's proof.

    :param exchange: any thread may call it.
    :param token: the bridge's own.
    :param instance: of its spool.
    :param clock: seconds that only rise.
    :ivar answers: how many answers there were.
    """

    def __init__(
        self,
        exchange: Exchange,
        token: str,
        instance: str,
        *,
        clock: Callable[[], float] = time.monotonic,
        answer_seconds: float = ANSWER_SECONDS,
    ):
        self._exchange, self._clock = exchange, clock
        self._token, self._instance = token, instance
        self._answer_seconds = answer_seconds
        self._workers = ThreadPoolExecutor(WORKERS, thread_name_prefix="relay-odoo")
        self._lock = threading.Lock()
        self._closed_until, self._pause = 0.0, FIRST_PAUSE_SECONDS
        self._date: tuple[datetime, float] | None = None
        self.answers = 0

    @property
    def is_away(self) -> bool:
        """Whether Odoo did not answer just now, and is not asked again yet."""
        return self._clock() < self._closed_until

    def stop(self) -> None:
        """Let the threads end."""
        self._workers.shutdown(wait=False, cancel_futures=True)

    def ask(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes
    ) -> Response:
        """Pass a terminal's question on while it waits.

        :raises OdooAway: there was no answer, in time.
        """
        if self.is_away:
            raise OdooAway("it did not answer a moment ago")
        try:
            future = self._workers.submit(self.send, method, target, headers, body)
        except RuntimeError as error:
            raise OdooAway("the bridge ends") from error
        try:
            return future.result(self._answer_seconds)
        except FutureTimeout as error:
            future.cancel()
            self._close()
            raise OdooAway("no answer in time") from error

    def send(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes
    ) -> Response:
        """Send a call to Odoo in this thread, and note whether Odoo is there.

        :raises OdooAway: there was no answer.
        """
        try:
            proof = {PROOF_HEADER: self._token, INSTANCE_HEADER: self._instance}
            response = self._exchange(method, target, {**headers, **proof}, body)
        except OdooAway:
            self._close()
            raise
        self._open(response)
        return response

    def now(self) -> datetime:
        """Return the time by Odoo's clock, by this computer's while Odoo's is not known.

        Terminals set their clocks by it.
        """
        with self._lock:
            if self._date is None:
                return datetime.now(timezone.utc)
            date, at = self._date
            return date + timedelta(seconds=self._clock() - at)

    def _close(self) -> None:
        with self._lock:
            if not self.is_away:
                self._closed_until = self._clock() + self._pause
                self._pause = min(2 * self._pause, LONGEST_PAUSE_SECONDS)

    def _open(self, response: Response) -> None:
        with self._lock:
            self.answers += 1
            self._closed_until, self._pause = 0.0, FIRST_PAUSE_SECONDS
            date = _date(header(response.headers, "Date"))
            if date and response.status < 500:
                self._date = date, self._clock()


def _date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=timezone.utc)

"""What is done with each call: kept and acknowledged, or passed on to Odoo.

Calls that bring something are in the spool, on the disk, before they are acknowledged.
Calls that ask go to Odoo while the terminal waits; while Odoo is away the terminal is
greeted, told that there is no command, and keeps calling.

Only terminals that Odoo named are acknowledged here. What others send is passed on at
once, and Odoo's answer given back, so that a stranger's rows take no room on this disk.
"""

import logging
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Mapping
from email.utils import format_datetime
from typing import Any, NamedTuple

from terminals.calls import CARRYING_KINDS, Call, PartKept, Response
from terminals.errors import ProtocolError
from terminals.push import header

from .errors import OdooAway
from .relay_answers import ORDERED_KINDS, REPEATED_KINDS, neutral, receipt, refusal
from .relay_http import Request, has_length
from .relay_kept import KeptAnswers
from .relay_link import OdooLink
from .relay_parts import PartStore
from .relay_routes import NO_BODY_BYTES, Route, find_route
from .relay_sending import KIND, headers_for, prepare
from .relay_server import Answer
from .spool import Spool, SpoolFull

_logger = logging.getLogger(__name__)

#: Seconds a terminal that asks for commands waits until what it sent before is at Odoo.
FLUSH_SECONDS = 4.0
FLUSH_STEP_SECONDS = 0.05

#: Headers that concern one connection, or that terminals have no use for.
_DROPPED_HEADERS = {
    "alt-svc",
    "connection",
    "content-length",
    "keep-alive",
    "proxy-authenticate",
    "server",
    "set-cookie",
    "strict-transport-security",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "vary",
}


class Terminal(NamedTuple):
    """A terminal that Odoo named.

    :param id: Odoo's of its device.
    :param encoding: its character set, ``""`` where it is not known.
    """

    id: int
    encoding: str = ""


class Calls:
    """Answers the calls of terminals.

    :param trigger_sending: has what is in the spool sent now.
    :ivar brands: keys of the brands whose terminals are served.
    :ivar terminals: brand, ``serial`` and that to terminal; also brand, ``path_digest``
        and that of its secret address, for requests that name no serial number.
    :ivar counts: how many calls were stored, passed on, malformed, turned away for want of
        room ...
    """

    def __init__(
        self,
        spool: Spool,
        link: OdooLink,
        trigger_sending: Callable[[], None],
        *,
        flush_seconds: float = FLUSH_SECONDS,
    ):
        self._spool, self._link, self._trigger_sending = spool, link, trigger_sending
        self._flush_seconds = flush_seconds
        self._parts = PartStore()
        self._kept = KeptAnswers(spool)
        self.brands: tuple[str, ...] = ()
        self.terminals: Mapping[tuple[str, str, str], Terminal] = {}
        self.counts: Counter[str] = Counter()

    def max_body(self, request: Request) -> int:
        """Return the length from which on the body of a request is refused."""
        route = find_route(request, self.brands)
        return route.max_body_bytes if route else NO_BODY_BYTES

    def answer(self, request: Request) -> Answer:
        """Return the answer to a request."""
        route = find_route(request, self.brands)
        if route is None:
            self.counts["elsewhere"] += 1
            return self._finish(_plain(404, b"Not found\n"))
        try:
            call = route.push.read_call(
                route.path,
                route.query,
                request.method,
                headers=route.headers,
                body=request.body,
            )
        except ProtocolError:
            return self._malformed(route, None)
        if call.kind in CARRYING_KINDS and not has_length(request):
            return self._malformed(route, call)
        if call.body is not None and len(call.body) >= route.max_body_bytes:
            return self.refuse(request, 413)
        terminal = self._find_terminal(route, call)
        if call.kind in CARRYING_KINDS and terminal:
            return self._finish(self._store(route, request, call, terminal))
        return self._finish(self._pass_on(route, request, call, terminal))

    def _find_terminal(self, route: Route, call: Call) -> Terminal | None:
        known_by = ("serial", call.serial)
        if not call.serial:
            known_by = ("path_digest", route.path_digest)
        return self.terminals.get((route.brand, *known_by))

    def refuse(self, request: Request | None, status: int) -> Answer:
        """Return the answer to a request of which no more is read."""
        self.counts[f"refused_{status}"] += 1
        route = find_route(request, self.brands) if request else None
        if route is None or status == 413:
            refused = _plain(status, b"Refused\n")
            rules = route.push.listener.any_path if route else None
            if rules:  # its terminals look at a header alone
                headers = {**refused.headers, **rules.error_headers}
                refused = Response(status, headers, refused.body)
            return self._finish(refused)
        reason = "full" if status >= 500 else "malformed"
        return self._finish(refusal(route.brand, None, reason))

    def _malformed(self, route: Route, call: Call | None) -> Answer:
        self.counts["malformed"] += 1
        return self._finish(refusal(route.brand, call, "malformed"))

    def _store(
        self, route: Route, request: Request, call: Call, terminal: Terminal
    ) -> Response:
        """Keep what a call brings, then acknowledge it; refuse it where it is not kept."""
        body: bytes | None = request.body
        rules = route.push.parts
        if rules and call.part is not None:
            place, body = self._parts.add(route.brand, rules, call, request.body)
            if place == "full":
                return self._full(route, call)
            if body is None:
                self.counts["parts"] += 1
                return route.push.answer(call, PartKept(place))
        assert body is not None
        try:
            if self._spool.is_full():
                raise SpoolFull
            self._spool.add(terminal.id, KIND, prepare(route, request, body))
        except (SpoolFull, sqlite3.Error, OSError) as error:
            _logger.error("A call of %s could not be kept: %r", call.serial, error)
            return self._full(route, call)
        self.counts["stored"] += 1
        self._trigger_sending()
        if rules:
            self._parts.forget(route.brand, call)
        rows = body if call.body is None else call.body
        return receipt(route.brand, call, rows, terminal.encoding)

    def _full(self, route: Route, call: Call) -> Response:
        self.counts["full"] += 1
        return refusal(route.brand, call, "full")

    def _pass_on(
        self, route: Route, request: Request, call: Call, terminal: Terminal | None
    ) -> Response:
        waits = False
        if terminal and call.kind in ORDERED_KINDS:
            waits = not self._flush(terminal.id)
        if waits and call.kind == "command_request":
            # Odoo would hand a command out again whose result is still here.
            self.counts["held"] += 1
            return neutral(route.brand, call)
        headers = headers_for(route.headers, request.caller)
        try:
            response = self._link.ask(
                request.method, route.target, headers, request.body
            )
        except OdooAway:
            return self._greet(route, call, terminal)
        if not route.push.is_answer(response):
            return self._greet(route, call, terminal)
        self.counts["passed_on"] += 1
        if terminal and call.kind in REPEATED_KINDS and response.status == 200:
            self._kept.keep(terminal.id, call.kind, response)
        return response

    def _greet(self, route: Route, call: Call, terminal: Terminal | None) -> Response:
        """Return what a terminal is told while Odoo is away."""
        self.counts["greeted"] += 1
        if call.kind in CARRYING_KINDS:  # of a terminal Odoo has not named
            return refusal(route.brand, call, "full")
        if terminal and call.kind in REPEATED_KINDS:
            kept = self._kept.find(terminal.id, call.kind)
            if kept:
                return kept
        return neutral(route.brand, call)

    def _flush(self, device: int) -> bool:
        """Have what a terminal sent brought to Odoo; whether all of it is there."""
        until = time.monotonic() + self._flush_seconds
        while self._spool.waiting(device):
            self._trigger_sending()
            if self._link.is_away or time.monotonic() >= until:
                return False
            time.sleep(FLUSH_STEP_SECONDS)
        return True

    def _finish(self, response: Response) -> Answer:
        headers = [
            (name, value)
            for name, value in response.headers.items()
            if name.lower() not in _DROPPED_HEADERS
        ]
        if not header(response.headers, "Date"):
            now = format_datetime(self._link.now(), usegmt=True)
            headers.append(("Date", now))
        return Answer(response.status, tuple(headers), response.body)


def _plain(status: int, body: bytes) -> Response:
    headers: dict[str, Any] = {"Content-Type": "text/plain"}
    return Response(status, headers, body)

"""The running bridge: pollers, a sender, calls to Odoo, and services beside them."""

import logging
import threading
import time
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any

from .commands import CommandQueue
from .config import Config
from .contact import Contact
from .errors import OdooAway
from .memory import give_back
from .odoo import TIMEOUT_SECONDS, OdooClient
from .polling import Poller, Polling
from .sending import Sender
from .services import SERVICES, Service
from .spool import Spool, SpoolFull
from .state import State
from .version import VERSION
from .watchdog import notify

_logger = logging.getLogger(__name__)

#: Longest pause of the main loop: the watchdog waits for it.
LOOP_SECONDS = 5.0
EXPIRE_SECONDS, STATUS_SECONDS = 3600.0, 30.0
STOP_SECONDS = 10.0
#: Pause of the sender while the disk has no room at all.
FULL_SECONDS = 60.0
#: Odoo may take long for thousands of rows.
SENDING_TIMEOUT_SECONDS = 120.0


class Program:
    """The bridge as `run` starts it.

    :ivar stopping: set once it is to end.
    :ivar exit_code: what the process returns then.
    """

    def __init__(self, state: State, spool: Spool, *, allow_loopback: bool = False):
        self.state, self.spool = state, spool
        self.config = Config(state)
        self.commands = CommandQueue(spool)
        self.stopping = threading.Event()
        self.exit_code = 0
        self.pollers: dict[int, Poller] = {}
        self.contact = Contact(
            self.client(),
            self._make_heartbeat,
            self._take_commands,
            self._get_reachable,
            self._refresh,
            lambda: self.config.etag,
            lambda: self.config.interval,
        )
        self.sender = Sender(
            spool,
            self.client(SENDING_TIMEOUT_SECONDS),
            on_sent=self.commands.record_sent,
        )
        self.polling = Polling(
            spool,
            self.config,
            self.commands,
            allow_loopback,
            lambda: self.contact.state.may_poll,
        )
        self.services: dict[str, Service] = {}
        self._expire_at = self._status_at = 0.0
        self._status_problem = ""

    def client(self, timeout: float = TIMEOUT_SECONDS) -> OdooClient:
        """Return a client of the Odoo the bridge is paired with."""
        return self.state.client(self.spool.instance, timeout)

    def run(self) -> None:
        """Run until `stopping` is set."""
        _logger.info("Bridge %s begins", VERSION)
        sending = threading.Thread(target=self._send, name="sender", daemon=True)
        sending.start()
        self._start_services()
        self._sync_pollers()
        notify("READY=1")
        try:
            self._loop()
        finally:
            notify("STOPPING=1")
            self.stopping.set()
            for service in self.services.values():
                service.stop()
            for poller in self.pollers.values():
                poller.stop()
            end = time.monotonic() + STOP_SECONDS
            for poller in self.pollers.values():
                poller.join(max(0.0, end - time.monotonic()))
            sending.join(max(0.0, end - time.monotonic()))
            self._write_status(forced=True)
            _logger.info("Bridge ends")

    def _loop(self) -> None:
        call_at = 0.0
        while not self.stopping.is_set():
            try:
                if time.monotonic() >= call_at:
                    call_at = time.monotonic() + LOOP_SECONDS
                    call_at = time.monotonic() + self.contact.call()
                self._write_status()
                self._expire()
            except SpoolFull:
                _logger.error("The disk is full")
            except Exception:
                _logger.exception("A call to Odoo failed")
            notify("WATCHDOG=1")
            self.stopping.wait(min(LOOP_SECONDS, max(0.0, call_at - time.monotonic())))

    def _send(self) -> None:
        while not self.stopping.is_set():
            try:
                pause = self.sender.drain()
            except SpoolFull:
                # What was sent cannot be removed: Odoo knows it when it comes again.
                pause = FULL_SECONDS
            except Exception:
                _logger.exception("Sending failed")
                pause = LOOP_SECONDS
            end = time.monotonic() + pause
            was_refused = bool(self.sender.stopped)
            while not self.stopping.wait(min(0.5, max(0.0, end - time.monotonic()))):
                answers_again = was_refused and not self.contact.state.problem
                if time.monotonic() >= end or answers_again:
                    break

    def _start_services(self) -> None:
        for name, make in SERVICES.items():
            try:
                service = make(self)
                service.start()
            except Exception:
                _logger.exception("The service %s cannot begin", name)
            else:
                self.services[name] = service

    def _sync_pollers(self) -> None:
        """Have a poller for each device of the configuration, and no other."""
        devices = self.config.devices
        for gone in self.pollers.keys() - devices.keys():
            self.pollers.pop(gone).stop()
        for new in devices.keys() - self.pollers.keys():
            self.pollers[new] = Poller(self.polling, new)
            self.pollers[new].start()

    def _refresh(self) -> None:
        before = self.config.devices
        if not self.config.refresh(self.contact.client):
            return
        self._sync_pollers()
        for number, device in self.config.devices.items():
            old = before.get(number)
            # A position that Odoo has stored is the bridge's own.
            changed = old and replace(old, position=device.position) != device
            if device.poll_requested or changed:
                self.pollers[number].trigger()

    def _take_commands(self, answer: dict[str, Any]) -> None:
        try:
            wanted = self.commands.put(answer.get("commands") or [])
            wanted |= {int(number) for number in answer.get("poll") or []}
        except (KeyError, TypeError, ValueError) as error:
            raise OdooAway(f"commands that cannot be read: {error!r}") from error
        for number in wanted & self.pollers.keys():
            self.pollers[number].trigger()

    def _get_reachable(self) -> list[int] | None:
        if not self.pollers:
            return None
        return [n for n, poller in self.pollers.items() if poller.state.reachable]

    def _make_heartbeat(self) -> dict[str, Any]:
        counts = self.spool.counts()
        now = time.time()
        oldest = counts.oldest and _iso(counts.oldest)
        devices = []
        for number, poller in self.pollers.items():
            at = poller.state.contact
            contact = None if at is None else round(max(0.0, now - at))
            devices.append({"id": number, **poller.state.as_dict(), "contact": contact})
        return {
            "instance": self.spool.instance,
            "version": VERSION,
            "now": _iso(now),
            "spool": {**counts._asdict(), "oldest": oldest},
            "devices": devices,
            "disk_full": self.spool.is_full(),
        }

    def _expire(self) -> None:
        if time.monotonic() < self._expire_at:
            return
        self._expire_at = time.monotonic() + EXPIRE_SECONDS
        removed = self.spool.expire()
        if removed:
            _logger.error("%s items were too old to be kept and are removed", removed)

    def _write_status(self, *, forced: bool = False) -> None:
        state = self.contact.state
        changed = self._status_problem != state.problem
        if not (forced or changed or time.monotonic() >= self._status_at):
            return
        self._status_at = time.monotonic() + STATUS_SECONDS
        give_back()
        self._status_problem = state.problem
        status = {
            **self._make_heartbeat(),
            "odoo": {
                "last": state.last and _iso(state.last),
                "problem": state.problem or self.sender.problem,
                "refused": state.refusal is not None,
                "clock_ahead": state.drift,
            },
            "services": {name: s.status() for name, s in self.services.items()},
        }
        try:
            self.state.write("status.json", status)
        except OSError as error:
            _logger.error("The status cannot be written: %s", error)


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, timezone.utc).isoformat()

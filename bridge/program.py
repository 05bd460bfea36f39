"""The running bridge: pollers, a sender, calls to Odoo, and services beside them."""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any, TypeVar

from .commands import CommandQueue
from .config import Config, source_key
from .contact import Contact
from .errors import OdooAway
from .items import Device
from .memory import give_back
from .odoo import TIMEOUT_SECONDS, OdooClient
from .polling import Poller, Polling
from .sending import Sender
from .services import SERVICES, Service
from .sources import SourcePoller
from .spool import Spool, SpoolFull
from .state import State
from .version import VERSION
from .watchdog import notify
from .worker import Worker

_logger = logging.getLogger(__name__)
_Worker = TypeVar("_Worker", bound=Worker)

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
        self.source_pollers: dict[int, SourcePoller] = {}
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
            on_restart=self._restart_source,
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
            workers = [*self.pollers.values(), *self.source_pollers.values()]
            for poller in workers:
                poller.stop()
            end = time.monotonic() + STOP_SECONDS
            for poller in workers:
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
        """Have a poller for each device and source of the configuration, and no other."""
        _sync(self.pollers, self.config.devices, lambda n: Poller(self.polling, n))
        _sync(
            self.source_pollers,
            self.config.sources,
            lambda n: SourcePoller(self.polling, n),
        )

    def _refresh(self) -> None:
        before, sources = self.config.devices, self.config.sources
        if not self.config.refresh(self.contact.client):
            return
        self._sync_pollers()
        for number, device in self.config.devices.items():
            old = before.get(number)
            # A position that Odoo has stored is the bridge's own.
            changed = old and replace(old, position=device.position) != device
            if device.poll_requested or changed:
                self.pollers[number].trigger()
        for number, source in self.config.sources.items():
            known = sources.get(number)
            is_other = known and replace(known, position=source.position) != source
            if source.poll_requested or is_other:
                self.source_pollers[number].trigger()

    def _take_commands(self, answer: dict[str, Any]) -> None:
        try:
            wanted = self.commands.put(answer.get("commands") or [])
            wanted |= {int(number) for number in answer.get("poll") or []}
            sources = {int(number) for number in answer.get("sources") or []}
        except (KeyError, TypeError, ValueError) as error:
            raise OdooAway(f"commands that cannot be read: {error!r}") from error
        for number in wanted & self.pollers.keys():
            self.pollers[number].trigger()
        for number in sources & self.source_pollers.keys():
            self.source_pollers[number].trigger()

    def _restart_source(self, key: Device) -> None:
        for number, poller in [*self.source_pollers.items()]:
            if source_key(number) == key:
                poller.trigger()

    def _get_reachable(self) -> list[int] | None:
        if not (self.pollers or self.source_pollers):
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

    def _describe_sources(self) -> dict[str, str]:
        """Return what is wrong with each source by its name, ``""`` for nothing."""
        names = {number: each.name for number, each in self.config.sources.items()}
        return {
            names.get(number, poller.name): str(poller.state.reason or "")
            for number, poller in self.source_pollers.items()
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
            "sources": self._describe_sources(),
        }
        try:
            self.state.write("status.json", status)
        except OSError as error:
            _logger.error("The status cannot be written: %s", error)


def _sync(
    workers: dict[int, _Worker],
    wanted: Mapping[int, Any],
    make: Callable[[int], _Worker],
) -> None:
    """Start the workers that are missing, and stop those that are not wanted any more."""
    for gone in workers.keys() - wanted.keys():
        workers.pop(gone).stop()
    for new in wanted.keys() - workers.keys():
        workers[new] = make(new)
        workers[new].start()


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, timezone.utc).isoformat()

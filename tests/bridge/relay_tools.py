"""A relay on a real socket before an Odoo that is made up, for its tests."""

import asyncio
import threading
from contextlib import contextmanager

from bridge.errors import OdooAway
from bridge.relay import Relay
from bridge.relay_sending import KIND, send_call
from bridge.spool import Spool
from simulator.exchange import Delivery, Request
from simulator.wire import Site, deliver
from terminals.calls import Response
from terminals.ebkn.request import HEADERS

TOKEN = "bmt_secret"


class FakeOdoo:
    """Answers as its ``server`` does, which speaks as terminals do.

    :param server: ``send(method, path, headers, body)``.
    :ivar away: nothing is answered.
    :ivar page: a response of a server between, given instead.
    :ivar lost: so many answers never arrive, after the work was done.
    """

    def __init__(self, server):
        self.server, self.away, self.page, self.lost = server, False, None, 0
        self.calls = []
        self._lock = threading.Lock()

    def exchange(self, method, target, headers, body):
        """Take a call that the bridge passes on."""
        with self._lock:
            if self.away:
                raise OdooAway("away")
            self.calls.append((method, target, dict(headers), body))
            if self.page:
                return self.page
            names = {own: name for name, own in HEADERS.items()}
            sent = {names.get(name, name): value for name, value in headers.items()}
            status, own, content = self.server.send(method, target, sent, body)
            response = Response(status, {**own, "Biometric-Answer": "1"}, content)
            if self.lost:
                self.lost -= 1
                raise OdooAway("lost")
            return response


class Sender:
    """Drains the spool as the bridge does, in a thread."""

    def __init__(self, spool):
        self.spool, self.link = spool, None
        self.event, self._stopping = threading.Event(), False
        self.errors = []
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self, link):
        """Begin."""
        self.link = link
        self._thread.start()

    def stop(self):
        """End."""
        self._stopping = True
        self.event.set()
        self._thread.join(5)

    def _run(self):
        while not self._stopping:
            self.event.wait(0.05)
            self.event.clear()
            try:
                self.drain()
            except OdooAway:
                pass
            except BaseException as error:
                self.errors.append(error)
                raise

    def drain(self):
        """Send what waits, each device's in order."""
        blocked = set()
        while items := self.spool.take(1, kinds={KIND}, blocked=blocked):
            item = items[0]
            verdict = send_call(item, self.link)
            if verdict.state == "stored":
                self.spool.done([item.id])
            elif verdict.state == "refused":
                self.spool.quarantine(item.id, verdict.code, verdict.message)
            else:
                blocked.add(item.device)


def config(port=0, **devices):
    """Return a configuration with a relay at a free port.

    :param devices: brand to serial number of its one device.
    """
    listed = [
        {"id": number, "brand": brand, "serial": serial}
        for number, (brand, serial) in enumerate(devices.items(), 1)
    ]
    relay = {"port": port, "brands": ["adms", "ebkn"], "devices": listed}
    return {"relay": relay, "devices": []}


def free_port():
    """Return a port nobody listens at."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Running:
    """A running relay, and what belongs to it."""

    def __init__(self, folder, odoo, devices, limits=None, sends=True, spool=None):
        self.spool = spool or Spool(folder / "spool.db")
        self.odoo = odoo
        self.sender = Sender(self.spool)
        self.relay = Relay(
            self.spool,
            odoo.exchange,
            TOKEN,
            trigger_sending=self.sender.event.set,
            host="127.0.0.1",
            limits=limits,
        )
        self.relay.configure(config(free_port(), **devices))
        self.sends = sends
        if sends:
            self.sender.start(self.relay.link)

    @property
    def counts(self):
        """What was done with calls."""
        return self.relay.status()["calls"]

    def send(self, method, path, headers, body):
        """Send one request as a simulated terminal does."""
        version = "1.0" if "dev_id" in headers else "1.1"
        site = Site("127.0.0.1", self.relay.port, False, "")
        request = Request(method, path, dict(headers), body, version)
        reply = asyncio.run(deliver(site, Delivery(request), 20))
        if reply is None:
            raise ConnectionError
        return reply

    def settle(self, seconds=20):
        """Wait until the spool is empty."""
        from time import monotonic, sleep

        until = monotonic() + seconds
        while self.spool.counts().waiting:
            self.relay.link._closed_until = 0.0
            self.sender.event.set()
            assert monotonic() < until, self.spool.counts()
            sleep(0.02)

    def stop(self):
        """Stop all of it; the spool's file stays."""
        self.relay.stop()
        if self.sends:
            self.sender.stop()
        self.spool.close()
        assert not self.sender.errors


@contextmanager
def running(folder, odoo, *, limits=None, sends=True, spool=None, **devices):
    """Yield a relay on a real socket, with a sender that drains its spool."""
    it = Running(folder, odoo, devices, limits, sends, spool)
    try:
        yield it
    finally:
        it.stop()

"""The whole program as a process: terminals call it, it is killed, and it is updated."""

import asyncio
import hashlib
import io
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import zipfile
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from bridge.install import start
from devkit import bridge
from simulator.adms import AdmsEndpoint
from simulator.ebkn import EbknEndpoint, Firmware
from simulator.exchange import Delivery, Request, drive
from simulator.memory import Terminal
from simulator.people import User
from simulator.wire import Site, deliver
from tests.bridge.helpers import paired, wait
from tests.bridge.relay_odoo import ADMS, EBKN, RelayedOdoo, serving
from tests.bridge.relay_tools import free_port

PEOPLE = [User(str(pin), f"Person {pin}") for pin in range(1, 6)]
ROUNDS = 8
REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def built():
    return bridge.make()


def variant(built, **changes):
    """Return the program with files of it replaced, ``{path: text}``."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(built)) as old,
        zipfile.ZipFile(target, "w") as new,
    ):
        for member in old.infolist():
            content = old.read(member)
            new.writestr(member, changes.get(member.filename, content))
        new.writestr("another", "version")
    return target.getvalue()


class Installed:
    """A bridge as `install` leaves it, and the service manager that starts it again."""

    def __init__(self, folder, built):
        self.odoo, self.odoo_port = RelayedOdoo(), free_port()
        self.odoo.relay_port = free_port()
        self.state = paired(folder, f"http://127.0.0.1:{self.odoo_port}").folder
        self.program = self.state / "program"
        self.program.mkdir()
        source = Path(start.__file__).read_bytes()
        (self.program / "start.py").write_bytes(source)
        (self.program / start.PROGRAM).write_bytes(built)
        self.log = open(folder / "log", "ab")  # noqa: SIM115
        self.log_path = folder / "log"
        self.process = None
        self.exits = []

    def begin(self, trial="60"):
        """Start it."""
        self.process = subprocess.Popen(
            [
                sys.executable,
                str(self.program / "start.py"),
                "--state",
                str(self.state),
                "run",
            ],
            env={**os.environ, "BIOMETRIC_BRIDGE_TRIAL_SECONDS": trial},
            stderr=self.log,
            start_new_session=True,
        )

    def kill(self):
        """Kill it and all its children, as a loss of power does."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def record(self):
        """Return what is known of updates."""
        path = self.program / "update.json"
        return json.loads(path.read_text()) if path.exists() else {}

    def sha256(self):
        """Return the hash of the program in place."""
        content = (self.program / start.PROGRAM).read_bytes()
        return hashlib.sha256(content).hexdigest()

    def send(self, method, path, headers, body):
        """Send a request as a terminal does; nothing comes while the bridge is dead."""
        version = "1.0" if "dev_id" in headers else "1.1"
        site = Site("127.0.0.1", self.odoo.relay_port, False, "")
        request = Request(method, path, dict(headers), body, version)
        reply = asyncio.run(deliver(site, Delivery(request), 20))
        if reply is None:
            raise ConnectionError
        return reply

    def is_listening(self):
        """Whether terminals can call it."""
        try:
            return self.send("GET", "/", {}, b"")[0] == 404
        except ConnectionError:
            return False


@pytest.fixture
def installed(tmp_path, built):
    it = Installed(tmp_path, built)
    yield it
    it.kill()
    it.log.close()
    assert b"Traceback" not in it.log_path.read_bytes(), it.log_path.read_text()
    assert not it.odoo.foreign


def talk(endpoint, installed, errors=2):
    """Let a terminal talk until it is idle; it sets its clock by the answers."""
    now = datetime.now(timezone.utc)
    drive(endpoint, installed.send, now=now, max_errors=errors)


def punch(terminal, begin):
    """Let ten people pass, a minute each."""
    for number in range(10):
        pin = str(number % len(PEOPLE) + 1)
        assert terminal.attempt(pin, begin + timedelta(minutes=number), number % 2)


def test_terminals_lose_nothing_while_the_program_is_killed(installed):
    """Odoo is away, and the program is killed while terminals send, again and again."""
    adms = AdmsEndpoint(Terminal(ADMS, users=PEOPLE))
    ebkn = EbknEndpoint(Terminal(EBKN, users=PEOPLE), Firmware(block=50))
    odoo, chance = installed.odoo, random.Random(5)
    with serving(odoo, installed.odoo_port):
        installed.begin()
        wait(installed.is_listening)
        for endpoint in (adms, ebkn):
            talk(endpoint, installed)
    begin = datetime.now(timezone.utc)
    for number in range(ROUNDS):
        for endpoint in (adms, ebkn):
            punch(endpoint.terminal, begin + number * timedelta(minutes=10))
        killer = threading.Timer(chance.uniform(0.05, 0.6), installed.kill)
        killer.start()
        for endpoint in (adms, ebkn):
            talk(endpoint, installed)
        killer.join()
        installed.begin()
        wait(installed.is_listening)
    for endpoint in (adms, ebkn):
        talk(endpoint, installed, errors=5)
        assert endpoint.settled
    assert not odoo.adms.rows
    assert not odoo.ebkn.punch_counts
    with serving(odoo, installed.odoo_port):
        count = 10 * ROUNDS
        wait(lambda: len(odoo.adms.rows) == count, 60)
        wait(lambda: len(odoo.ebkn.punch_counts) == count, 60)
        # What was stored but not acknowledged before a kill comes twice, and is one row.
        assert not odoo.ebkn.unreadable
        odoo.adms.queue_commands("CHECK")
        wait(lambda: b"CHECK" in installed.send(*ask())[2])
        installed.send("POST", f"/iclock/devicecmd?SN={ADMS}", {}, b"ID=1&Return=0\n")
        wait(lambda: odoo.adms.returned == [("1", 0)])


def ask():
    """Return a request for commands."""
    return "GET", f"/iclock/getrequest?SN={ADMS}", {}, b""


def test_the_program_replaces_itself_by_the_one_odoo_offers(installed, built):
    odoo = installed.odoo
    odoo.program = variant(built)
    offered = hashlib.sha256(odoo.program).hexdigest()
    with serving(odoo, installed.odoo_port):
        installed.begin()
        assert installed.process.wait(60) == start.RESTART_CODE
        assert installed.sha256() == offered
        assert installed.record()["trial"]["sha256"] == offered
        installed.begin()
        wait(lambda: "trial" not in installed.record(), 40)
        wait(installed.is_listening)
        assert odoo.calls["bridge.pyz"] == 1


def test_a_program_that_breaks_is_replaced_by_the_one_before(installed, built):
    odoo, before = installed.odoo, installed.sha256()
    source = (REPOSITORY / "bridge" / "program.py").read_text()
    broken = source.replace('notify("READY=1")', "raise SystemExit(9)")
    assert broken != source
    odoo.program = variant(built, **{"bridge/program.py": broken})
    with serving(odoo, installed.odoo_port):
        installed.begin()
        assert installed.process.wait(60) == start.RESTART_CODE
        assert installed.sha256() != before
        installed.begin()
        wait(lambda: installed.sha256() == before, 40)
        wait(installed.is_listening)
        assert hashlib.sha256(odoo.program).hexdigest() in installed.record()["failed"]
        asked = odoo.calls["heartbeat"]
        wait(lambda: odoo.calls["heartbeat"] > asked + 2, 60)
        assert odoo.calls["bridge.pyz"] == 1  # not fetched again


def test_a_program_odoo_does_not_hear_of_is_replaced_in_time(installed, built):
    odoo, before = installed.odoo, installed.sha256()
    odoo.program = variant(built)
    with serving(odoo, installed.odoo_port):
        installed.begin()
        assert installed.process.wait(60) == start.RESTART_CODE
        odoo.refuses_heartbeats = True
        installed.begin(trial="3")
        wait(lambda: installed.sha256() == before, 40)
        odoo.refuses_heartbeats = False
        wait(installed.is_listening)
    time.sleep(0.1)
    assert "in time" in str(installed.record()["failed"])


def test_a_person_asks_for_the_program_that_fits(installed, built):
    odoo = installed.odoo

    def update(*options):
        command = [sys.executable, str(installed.program / start.PROGRAM)]
        command += ["--state", str(installed.state), "update", *options]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.returncode, (done.stdout + done.stderr).strip()

    with serving(odoo, installed.odoo_port):
        assert update() == (1, "Odoo offers no program.")
        odoo.program = built
        code, text = update()
        assert (code, "fits" in text) == (0, True)
        odoo.program = variant(built)
        code, text = update("--check")
        assert (code, "offers version 2" in text) == (1, True)
        assert not odoo.calls["bridge.pyz"]
        code, text = update()
        assert (code, "is in place" in text) == (0, True), text
        assert installed.sha256() == hashlib.sha256(odoo.program).hexdigest()
        assert installed.record()["trial"]
    installed.begin()
    code, text = update()
    assert code == 2
    assert text.startswith("Odoo: ")

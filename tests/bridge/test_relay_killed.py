"""A relay that is killed while terminals talk to it: nothing acknowledged is lost."""

import asyncio
import base64
import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

from bridge.spool import Spool
from simulator.exchange import Delivery, Request
from simulator.wire import Site, deliver
from tests.bridge.relay_tools import free_port

ROUNDS = 20
ROOT = Path(__file__).parents[2]
PROGRAM = Path(__file__).with_name("relay_process.py")


@contextmanager
def process(folder, port):
    """Run a relay until the block ends, then kill it."""
    path = os.pathsep.join(map(str, (ROOT, ROOT / "biometric_attendance")))
    program = subprocess.Popen(
        [sys.executable, str(PROGRAM), str(folder), str(port)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": path},
        text=True,
    )
    try:
        assert program.stdout.readline() == "ready\n"
        yield program
    finally:
        program.send_signal(signal.SIGKILL)
        program.wait()
        program.stdout.close()


class Terminal(threading.Thread):
    """Sends numbered rows one after the other, each until it is acknowledged."""

    def __init__(self, port):
        super().__init__(daemon=True)
        self.site = Site("127.0.0.1", port, False, "")
        self.acknowledged, self.sent = [], 0
        self.ends = False

    def run(self):
        """Go on until ``ends`` is set."""
        while not self.ends:
            body = b"%d\t2026-06-01 12:00:00\t0\t1" % self.sent
            query = "/iclock/cdata?SN=T1&table=ATTLOG"
            request = Request("POST", query, {"Connection": "close"}, body)
            reply = asyncio.run(deliver(self.site, Delivery(request), 5))
            if reply and reply[2] == b"OK: 1":
                self.acknowledged.append(self.sent)
                self.sent += 1
            else:
                time.sleep(0.02)


def test_each_acknowledged_row_is_in_the_spool(tmp_path):
    port, chance = free_port(), random.Random(3)
    terminal = Terminal(port)
    for number in range(ROUNDS):
        with process(tmp_path, port):
            if not number:
                terminal.start()
            before = len(terminal.acknowledged)
            end = time.monotonic() + 20
            while len(terminal.acknowledged) < before + chance.randrange(1, 15):
                assert time.monotonic() < end
                time.sleep(0.001)
    terminal.ends = True
    terminal.join(20)
    spool = Spool(tmp_path / "spool.db")
    items = spool.take(10**6, max_bytes=10**9)
    spool.close()
    rows = [int(base64.b64decode(item.data["body"]).split(b"\t")[0]) for item in items]
    assert len(terminal.acknowledged) >= ROUNDS
    assert set(terminal.acknowledged) <= set(rows)
    assert rows == sorted(rows)  # in order; one that was not acknowledged comes twice

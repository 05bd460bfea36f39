"""The running program killed at any moment, with an Odoo that loses answers."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from bridge.spool import Spool
from tests.bridge.fake_odoo import FakeOdoo, serving
from tests.bridge.helpers import paired, wait
from tests.bridge.test_polling import ID, device
from tests.zk4370_serving import (
    logged_rows,
    pass_by,
    serving as serving_terminal,
    terminal,
)

ROUNDS = int(os.environ.get("BIOMETRIC_KILL_ROUNDS", "12"))
ROOT = Path(__file__).parents[2]
FAULTS = ("lost", "cut", "partly", "early", "garbage", 503, (429, {"Retry-After": "1"}))


def start(state):
    """Start the program as a process."""
    command = [sys.executable, "-m", "bridge", "--state", str(state.folder)]
    return subprocess.Popen(
        [*command, "run", "--allow-loopback"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'biometric_attendance'}"},
        stderr=subprocess.DEVNULL,
    )


def test_kills_at_any_moment_lose_nothing_and_invent_nothing(tmp_path):
    chance, odoo = random.Random(16), FakeOdoo()
    made = terminal(punches=4000)
    with serving_terminal(made) as server, serving(odoo) as url:
        odoo.devices = [device(server, poll_minutes=0.02)]
        state = paired(tmp_path, url)
        for _ in range(ROUNDS):
            odoo.faults.extend(chance.choice(FAULTS) for _ in range(3))
            program = start(state)
            time.sleep(chance.uniform(0.3, 2.5))
            pass_by(made, chance.randrange(1, 9))
            program.send_signal(signal.SIGKILL)
            program.wait()
        odoo.faults.clear()
        program = start(state)
        expected = {(pin, at) for pin, at, *_ in logged_rows(made)}
        wait(lambda: set(odoo.rows) >= expected, 60)
        wait(lambda: Spool(state.spool_path).counts().waiting < 3, 60)
        program.send_signal(signal.SIGTERM)
        assert program.wait(30) == 0
    assert set(odoo.rows) == expected
    spool = Spool(state.spool_path)
    assert spool.position(ID)["count"] == len(expected)
    assert spool.counts().quarantined == 0
    spool.close()
    log = state.log_path.read_text()
    assert "Traceback" not in log

"""A spool whose program is killed: what was stored is there, with the position behind it."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

from bridge.spool import Spool

ROUNDS = 25
ROOT = Path(__file__).parents[2]
WRITER = Path(__file__).with_name("spool_writer.py")


def write_until_killed(path, lines):
    """Kill the writer once it has printed so many numbers, and return the last one."""
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT}:{ROOT / 'biometric_attendance'}",
    }
    program = subprocess.Popen(
        [sys.executable, str(WRITER), str(path)],
        stdout=subprocess.PIPE,
        env=environment,
        text=True,
    )
    for _ in range(lines):
        program.stdout.readline()
    program.send_signal(signal.SIGKILL)
    rest = program.stdout.read().split()
    program.wait()
    program.stdout.close()
    return int(rest[-1]) if rest else 0


def test_nothing_stored_is_lost_and_nothing_is_stored_twice(tmp_path):
    path, chance = tmp_path / "spool.db", random.Random(7)
    stored = 0
    for _ in range(ROUNDS):
        printed = write_until_killed(path, chance.randrange(1, 9))
        spool = Spool(path)
        numbers = [item.data["number"] for item in spool.take(9999, max_bytes=10**9)]
        assert numbers == list(range(1, len(numbers) + 1))
        assert spool.position(1) == {"count": len(numbers)}
        assert len(numbers) >= max(printed, stored + 1)
        stored = len(numbers)
        spool.close()

"""Nothing that ./dev starts outlives it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from devkit.errors import DevError
from devkit.ports import free_ports, is_free, listens
from devkit.processes import quiet, require, start, stop

# A child that starts a grandchild, tells both process ids, and waits.
FAMILY = (
    "import os, subprocess, sys, time\n"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(99)'])\n"
    "print(child.pid, flush=True)\n"
    "time.sleep(99)\n"
)


def gone(pid: int) -> bool:
    """Wait until a process has ended (a zombie has)."""
    for _ in range(100):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return True
        if state in "ZX":
            return True
        time.sleep(0.05)
    return False


def test_stopping_a_program_stops_what_it_started():
    process = start([sys.executable, "-c", FAMILY], output=subprocess.PIPE)
    grandchild = int(process.stdout.readline())
    stop(process)
    assert process.returncode == -signal.SIGTERM
    assert gone(grandchild)


def test_a_program_ends_when_its_starter_is_killed():
    script = (
        "import sys, time\n"
        "from devkit.processes import start\n"
        "print(start([sys.executable, '-c', 'import time; time.sleep(99)']).pid,"
        " flush=True)\n"
        "time.sleep(99)\n"
    )
    starter = subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parent.parent,
    )
    child = int(starter.stdout.readline())
    os.kill(starter.pid, signal.SIGKILL)
    starter.wait()
    assert gone(child)


def test_a_failed_step_shows_its_last_words_and_the_hint():
    failing = [sys.executable, "-c", "print('no route'); raise SystemExit(3)"]
    with pytest.raises(DevError, match=r"(?s)no route.*code 3: check the cable\."):
        quiet(failing, hint="check the cable")


def test_a_missing_tool_gets_one_sentence_with_the_hint():
    with pytest.raises(DevError, match=r"^frobnicate is missing: install it\.$"):
        require("frobnicate", "install it")


def test_a_port_is_ours_only_if_this_process_listens_there():
    import socket

    (port,) = free_ports(1)
    assert is_free("127.0.0.1", port)
    assert not listens(os.getpid(), port)
    with socket.create_server(("127.0.0.1", port)):
        assert not is_free("127.0.0.1", port)
        assert listens(os.getpid(), port)
        assert not listens(os.getppid(), port)

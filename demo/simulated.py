"""Simulated terminals as programs of their own beside the server."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from devkit.paths import REPOSITORY
from devkit.processes import start, stop


def terminals(url: str, arguments: Sequence[str | Path], log: Path):
    """Run terminals that push against a server for the time of the block."""
    return simulator(["adms", "--url", url, *arguments], log)


@contextmanager
def simulator(arguments: Sequence[str | Path], log: Path) -> Iterator[subprocess.Popen]:
    """Run the simulator's command line, brand first, for the time of the block."""
    command = [sys.executable, "-m", "simulator", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    with log.open("ab") as output:
        process = start(
            command, output=output, stdin=subprocess.DEVNULL, env=environment
        )
    try:
        yield process
    finally:
        stop(process)

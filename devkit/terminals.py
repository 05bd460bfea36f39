"""Simulated terminals as programs of their own beside the server."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from .paths import REPOSITORY
from .processes import start, stop


@contextmanager
def terminals(
    url: str, arguments: Sequence[str | Path], log: Path
) -> Iterator[subprocess.Popen]:
    """Run terminals that push against a server for the time of the block."""
    with simulator(["adms", "--url", url, *arguments], log) as process:
        yield process


@contextmanager
def simulator(arguments: Sequence[str | Path], log: Path) -> Iterator[subprocess.Popen]:
    """Run the simulator's command line, protocol first, for the time of the block."""
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

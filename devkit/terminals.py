"""Simulated terminals as a program of its own beside the server."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from .paths import ADDON
from .processes import start, stop


@contextmanager
def terminals(
    url: str, arguments: Sequence[str | Path], log: Path
) -> Iterator[subprocess.Popen]:
    """Run the simulator's command line against a server for the time of the block."""
    command = [sys.executable, ADDON / "simulator", "adms", "--url", url, *arguments]
    with log.open("ab") as output:
        process = start(command, output=output, stdin=subprocess.DEVNULL)
    try:
        yield process
    finally:
        stop(process)

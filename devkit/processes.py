"""Start programs so that none outlives `./dev`, not even when it is killed."""

import ctypes
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, NoReturn

from .errors import DevError

Command = Sequence[str | Path]
PR_SET_PDEATHSIG = 1  # linux/prctl.h
LIBC = ctypes.CDLL(None, use_errno=True)


def require(program: str, hint: str) -> str:
    """Return the path of `program`; raise DevError with the hint when missing."""
    path = shutil.which(program)
    if not path:
        raise DevError(f"{program} is missing: {hint}.")
    return path


def die_with_parent() -> None:
    """Ask Linux, in a new child, to end it when its parent ends."""
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def start(
    command: Command,
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    output: IO | int | None = None,
    stdin: IO | int | None = None,
) -> subprocess.Popen:
    """Start `command` as the leader of its own process group.

    The group lets `stop` reach grandchildren; the parent-death signal covers the
    case that `./dev` itself is killed and can stop nothing any more.
    """
    return subprocess.Popen(
        [str(part) for part in command],
        env=env,
        cwd=cwd,
        stdin=stdin,
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
        start_new_session=True,
        preexec_fn=die_with_parent,
    )


def stop(process: subprocess.Popen, seconds: float = 10) -> None:
    """Stop a process of `start` and its whole group; by SIGKILL after some seconds."""
    signal_group(process, signal.SIGTERM)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        pass
    finally:
        signal_group(process, signal.SIGKILL)
        process.wait()


def signal_group(process: subprocess.Popen, number: int) -> None:
    """Send a signal to the whole group; a group that is gone is no error."""
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return


def run(
    command: Command,
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    watch: Callable[[str], None] | None = None,
) -> int:
    """Run `command` to its end and return its exit code.

    With `watch` each line of its output is handed over as it comes; without, the
    output goes to the terminal.
    """
    pipe = subprocess.PIPE if watch else None
    process = start(command, env=env, cwd=cwd, output=pipe)
    try:
        if watch:
            for line in process.stdout:
                watch(line.decode(errors="replace").rstrip("\n"))
        return process.wait()
    finally:
        stop(process)


def become(command: Command, env: Mapping[str, str]) -> NoReturn:
    """Go on as `command`, which has the terminal to itself."""
    os.execve(command[0], [str(part) for part in command], env)


def quiet(
    command: Command,
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    hint: str = "see the lines above",
) -> str:
    """Run `command` silently and return its output.

    :raises DevError: it failed; its last lines and the hint are in the message.
    """
    lines: list[str] = []
    code = run(command, env=env, cwd=cwd, watch=lines.append)
    if code:
        tail = "\n".join(lines[-15:])
        name = Path(str(command[0])).name
        raise DevError(f"{tail}\n{name} failed with exit code {code}: {hint}.")
    return "\n".join(lines)

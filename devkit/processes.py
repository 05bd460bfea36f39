"""Start programs so that none outlives `./dev`, not even when it is killed."""

import ctypes
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

from .errors import DevError

Command = Sequence[str | Path]
PR_SET_PDEATHSIG = 1  # linux/prctl.h
LIBC = ctypes.CDLL(None, use_errno=True)


def require(program: str, remedy: str) -> str:
    """Return the path of `program`; raise DevError with the remedy when missing."""
    path = shutil.which(program)
    if not path:
        raise DevError(f"{program} is missing: {remedy}.")
    return path


def die_with_parent() -> None:
    """Ask Linux, in a new child, to end it when its parent ends."""
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def start(
    command: Command,
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    output: IO | None = None,
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


def stop(process: subprocess.Popen, patience: float = 10) -> None:
    """Stop a process of `start` and its whole group, at the latest by SIGKILL."""
    signal_group(process, signal.SIGTERM)
    try:
        process.wait(patience)
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


def interact(command: Command, *, env: Mapping[str, str] | None = None) -> int:
    """Run `command` with the terminal all to itself, Ctrl-C included."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    process = subprocess.Popen(
        [str(part) for part in command], env=env, preexec_fn=_die_alone
    )
    try:
        return process.wait()
    finally:
        process.terminate()
        process.wait()
        signal.signal(signal.SIGINT, before)


def _die_alone() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    die_with_parent()


def quiet(
    command: Command,
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    remedy: str = "see the lines above",
) -> str:
    """Run `command` silently and return its output.

    :raises DevError: it failed; its last lines and the remedy are in the message.
    """
    lines: list[str] = []
    code = run(command, env=env, cwd=cwd, watch=lines.append)
    if code:
        tail = "\n".join(lines[-15:])
        name = Path(str(command[0])).name
        raise DevError(f"{tail}\n{name} failed with exit code {code}: {remedy}.")
    return "\n".join(lines)

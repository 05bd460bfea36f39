"""Say what is going on, and do a long step once, whoever else runs `./dev`."""

import fcntl
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


def say(text: str) -> None:
    """Print one progress line to stderr."""
    print(f"» {text}", file=sys.stderr, flush=True)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold an exclusive lock on the file `path`; the kernel frees it on a crash."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def once(folder: Path, text: str, build: Callable[[Path], None]) -> Path:
    """Build `folder` unless an earlier run finished it, and return it.

    A marker file inside says "finished", so a build that was cut off starts anew.
    """
    done = folder / ".done"
    if done.exists():
        return folder
    with locked(folder.parent / f".{folder.name}.lock"):
        if not done.exists():
            start = time.monotonic()
            say(text)
            folder.mkdir(parents=True, exist_ok=True)
            build(folder)
            done.touch()
            say(f"{text}: done in {time.monotonic() - start:.0f} s")
    return folder

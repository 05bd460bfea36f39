"""Odoo's half of the secret: a file of digests in its data folder.

There, and not in a database, because a listener belongs to a server: every database of
it is behind the same one, and a copy of a database is behind none.
"""

import functools
import hmac
import re
from pathlib import Path

from ..tools.listener import digest
from . import files

NAME = "biometric_listeners"
_LINE = re.compile(r"(?P<digest>[0-9a-f]{64}) (?P<file>/.*)").fullmatch


def is_listener(sent: str, data_dir: str | Path) -> bool:
    """Tell whether a request came through a listener of this server.

    :param sent: the request's header ``PROOF_HEADER``, ``""`` where it has none.
    :param data_dir: Odoo's data folder.
    """
    path = Path(data_dir) / NAME
    try:
        state = path.stat()
    except OSError:
        return False
    known = _digests(path, state.st_mtime_ns, state.st_ino, state.st_size)
    theirs = digest(sent)
    return any(hmac.compare_digest(theirs, each) for each in known)


def note(data_dir: Path, file: Path, secret: str) -> None:
    """Let Odoo believe the listener whose configuration is ``file``."""
    others = [line for line in _lines(data_dir) if line[1] != str(file)]
    _write(data_dir, [*others, (digest(secret), str(file))])


def forget(data_dir: Path, file: Path) -> None:
    """Let Odoo believe that listener no longer."""
    lines = _lines(data_dir)
    others = [line for line in lines if line[1] != str(file)]
    if others != lines:
        _write(data_dir, others)


@functools.lru_cache(maxsize=4)
def _digests(path: Path, *_state: int) -> tuple[str, ...]:
    """Return the digests in a file, read again when its state changes."""
    return tuple(digest for digest, _file in _lines(path.parent))


def _lines(data_dir: Path) -> list[tuple[str, str]]:
    """Return ``(digest, configuration file)`` of each line that is one.

    Root may keep these lines for a folder of Odoo's user: nothing else is taken over.
    """
    matches = map(_LINE, files.read(data_dir / NAME).splitlines())
    return [(match["digest"], match["file"]) for match in matches if match]


def _write(data_dir: Path, lines: list[tuple[str, str]]) -> None:
    text = "".join(f"{digest} {file}\n" for digest, file in sorted(lines))
    if text != files.read(data_dir / NAME):
        files.write(data_dir / NAME, text, 0o644)

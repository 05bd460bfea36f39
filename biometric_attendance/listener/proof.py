"""Odoo's half of the secret, and where terminals call: a file in its data folder.

    <digest of the secret> <address> <configuration file>

There, and not in a database, because a listener belongs to a server: every database of
it is behind the same one, and a copy of a database is behind none.
"""

import functools
import hmac
import re
from pathlib import Path
from typing import NamedTuple

from . import files
from .configuration import digest

NAME = "biometric_listeners"
_LINE = re.compile(r"([0-9a-f]{64}) (https?://\S+) (/.*)").fullmatch


class Line(NamedTuple):
    """One listener as Odoo knows it.

    :param digest: of its secret.
    :param address: what terminals call, as ``http://192.168.1.10:8998``.
    :param file: its configuration.
    """

    digest: str
    address: str
    file: str


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
    received = digest(sent)
    return any(hmac.compare_digest(received, each) for each in known)


def addresses(data_dir: str | Path) -> list[str]:
    """Return where terminals may call this server, see :class:`Line`."""
    return [line.address for line in _lines(Path(data_dir))]


def note(data_dir: Path, file: Path, secret: str, address: str) -> None:
    """Let Odoo believe the listener whose configuration is ``file``."""
    others = [line for line in _lines(data_dir) if line.file != str(file)]
    _write(data_dir, [*others, Line(digest(secret), address, str(file))])


def forget(data_dir: Path, file: Path) -> None:
    """Let Odoo believe that listener no longer."""
    lines = _lines(data_dir)
    others = [line for line in lines if line.file != str(file)]
    if others != lines:
        _write(data_dir, others)


@functools.lru_cache(maxsize=4)
def _digests(path: Path, *_state: int) -> tuple[str, ...]:
    """Return the digests in a file, read again when its state changes."""
    return tuple(line.digest for line in _lines(path.parent))


def _lines(data_dir: Path) -> list[Line]:
    """Return each line that is one.

    Root may keep these lines for a folder of Odoo's user: nothing else is taken over.
    """
    matches = map(_LINE, files.read(data_dir / NAME).splitlines())
    return [Line(*match.groups()) for match in matches if match]


def _write(data_dir: Path, lines: list[Line]) -> None:
    text = "".join(f"{' '.join(line)}\n" for line in sorted(lines))
    if text != files.read(data_dir / NAME):
        files.write(data_dir / NAME, text, 0o644)

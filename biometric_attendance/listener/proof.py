"""The file in Odoo's data folder that lists the server's listeners, one a line.

    <digest of the secret> <address> <configuration file>

nginx sends the secret with each request, and Odoo compares its digest. The list is not in a
database because a listener belongs to a server: all its databases share it, and a copy of
a database on another server must not have it.
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
    """One listener of the file.

    :param digest: of its secret, 64 hex digits.
    :param address: base URL terminals call, as ``http://192.168.1.10:8998``.
    :param file: path of its nginx configuration.
    """

    digest: str
    address: str
    file: str


def is_listener(sent: str, data_dir: str | Path) -> bool:
    """Return whether a request came through a listener of this server.

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
    """Return the base URLs of this server's listeners, see :class:`Line`."""
    return [line.address for line in _lines(Path(data_dir))]


def note(data_dir: Path, file: Path, secret: str, address: str) -> None:
    """Add or replace the listener whose configuration is ``file``."""
    others = [line for line in _lines(data_dir) if line.file != str(file)]
    _write(data_dir, [*others, Line(digest(secret), address, str(file))])


def forget(data_dir: Path, file: Path) -> None:
    """Remove the listener whose configuration is ``file``, if it is there."""
    lines = _lines(data_dir)
    others = [line for line in lines if line.file != str(file)]
    if others != lines:
        _write(data_dir, others)


@functools.lru_cache(maxsize=4)
def _digests(path: Path, *_state: int) -> tuple[str, ...]:
    """Return the digests in a file.

    :param _state: the file's time, inode and size, so that the cache misses when it changes.
    """
    return tuple(line.digest for line in _lines(path.parent))


def _lines(data_dir: Path) -> list[Line]:
    """Return the valid lines of the file.

    Root may rewrite this file in a folder of Odoo's user, so invalid lines are not kept.
    """
    matches = map(_LINE, files.read(data_dir / NAME).splitlines())
    return [Line(*match.groups()) for match in matches if match]


def _write(data_dir: Path, lines: list[Line]) -> None:
    text = "".join(f"{' '.join(line)}\n" for line in sorted(lines))
    if text != files.read(data_dir / NAME):
        files.write(data_dir / NAME, text, 0o644)

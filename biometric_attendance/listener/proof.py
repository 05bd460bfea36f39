"""The file in Odoo's data folder that lists the server's listeners, one a line.

    <digest of the secret> <address> <nginx> <database> <Odoo servers> <configuration file>

``nginx`` is ``local`` or ``elsewhere``, ``-`` is no database; older lines lack these three.
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
from .target import OdooServer, Target

NAME = "biometric_listeners"
NO_DATABASE = "-"
_LINE = re.compile(
    r"([0-9a-f]{64}) (https?://\S+) (?:(local|elsewhere) (\S+) (\S+) )?(/.*)"
).fullmatch


class Line(NamedTuple):
    """One listener of the file.

    :param digest: of its secret, 64 hex digits.
    :param address: base URL terminals call, as ``http://192.168.1.10:8998``.
    :param file: path of its nginx configuration.
    """

    digest: str
    address: str
    file: str
    target: Target = Target()


class Listener(NamedTuple):
    """A listener that terminals of a server may call.

    :param address: see :class:`Line`.
    :param owner: ``""`` for the server's own; else which server it seems to be of, because
        that cannot be told from here.
    """

    address: str
    owner: str = ""


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


def listeners(data_dir: str | Path, server: OdooServer) -> list[Listener]:
    """Return the listeners of a server, its own first, without those of other servers."""
    found = []
    for line in _lines(Path(data_dir)):
        is_own = line.target.is_server(server)
        if is_own is not False:
            owner = "" if is_own else line.target.describe() or line.file
            found.append(Listener(line.address, owner))
    return sorted(found, key=lambda each: (bool(each.owner), each.address))


def note(data_dir: Path, file: Path, secret: str, address: str, target: Target) -> None:
    """Add or replace the listener whose configuration is ``file``."""
    others = [line for line in _lines(data_dir) if line.file != str(file)]
    line = Line(digest(secret), address, str(file), target)
    _write(data_dir, [*others, line])


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
    return [_line(*match.groups()) for match in matches if match]


def _line(secret, address, nginx, database, upstreams, file) -> Line:
    if not nginx:
        return Line(secret, address, file)
    name = "" if database == NO_DATABASE else database
    target = Target(tuple(upstreams.split(",")), name, nginx == "local")
    return Line(secret, address, file, target)


def _text(line: Line) -> str:
    words = [line.digest, line.address]
    if line.target.upstreams:
        words.append("local" if line.target.is_local else "elsewhere")
        words.append(line.target.database or NO_DATABASE)
        words.append(",".join(line.target.upstreams))
    return " ".join([*words, line.file])


def _write(data_dir: Path, lines: list[Line]) -> None:
    text = "".join(f"{line}\n" for line in sorted(map(_text, lines)))
    if text != files.read(data_dir / NAME):
        files.write(data_dir / NAME, text, 0o644)

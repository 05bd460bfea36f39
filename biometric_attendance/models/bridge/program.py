"""The bridge program that this server hands out, one file."""

import hashlib
import os
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from odoo.tools import config

VARIABLE = "BIOMETRIC_BRIDGE_FILE"
OPTION = "biometric_bridge_file"
NAME = "biometric-bridge.pyz"
# Where `./dev bridge` puts it, beside the other files that are handed out.
FOLDER = Path(__file__).resolve().parents[2] / "static" / "bridge"
# Where people fetch it; there is no secret in it.
PUBLIC_PATH = "/biometric/bridge/biometric-bridge.pyz"
VERSION_NAME = "VERSION"  # the member of the file that says which version it is
MAX_VERSION_LENGTH = 100


class Program(NamedTuple):
    """The program as it is on the disk.

    :param version: ``""`` where it does not say.
    """

    content: bytes
    version: str
    sha256: str


def find():
    """Return the :class:`Program`, ``None`` where it was not built."""
    path = Path(os.environ.get(VARIABLE) or config.get(OPTION) or FOLDER / NAME)
    try:
        stat = path.stat()
    except OSError:
        return None
    return _read(path, stat.st_mtime_ns, stat.st_size)


def describe(automatic):
    """Return version and hash of the program as a bridge reads them; ``None`` for none.

    :param automatic: whether the bridge is to fetch it by itself.
    """
    found = find()
    return found and {
        "version": found.version,
        "sha256": found.sha256,
        "automatic": automatic,
    }


@lru_cache(maxsize=1)
def _read(path, _changed, _size):
    try:
        content = path.read_bytes()
        version = _read_version(path)
    except OSError:
        return None
    return Program(content, version, hashlib.sha256(content).hexdigest())


def _read_version(path):
    try:
        with zipfile.ZipFile(path) as archive, archive.open(VERSION_NAME) as member:
            return member.read(MAX_VERSION_LENGTH).decode(errors="replace").strip()
    except (KeyError, zipfile.BadZipFile):
        return ""

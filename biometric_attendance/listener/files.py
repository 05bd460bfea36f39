"""Files written whole or not at all."""

import os
from pathlib import Path


def read(path: Path) -> str:
    """Return what a file has, ``""`` where there is none; links are not followed."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except FileNotFoundError:
        return ""
    with open(descriptor, encoding="utf-8", errors="replace") as file:
        return file.read()


def write(path: Path, text: str, mode: int) -> None:
    """Replace a file.

    :param mode: who may do what with it, such as ``0o600``.
    """
    beside = path.with_name(f".{path.name}.new")
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with open(descriptor, "w", encoding="utf-8") as file:
        os.fchmod(descriptor, mode)
        file.write(text)
        file.flush()
        os.fsync(descriptor)
    beside.replace(path)

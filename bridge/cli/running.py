"""What commands that work on the bridge's folder share: its lock, its spool, its log."""

import logging
import logging.handlers
import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import IO

from ..errors import BridgeError
from ..spool import Spool
from ..state import OWNER_ONLY_FILE, State

LOG_BYTES, LOG_FILES = 1_000_000, 3
FORMAT = "%(asctime)s %(levelname)s %(message)s"


def set_up_log(state: State) -> None:
    """Log to standard error, and to files in the bridge's folder that stay small."""
    os.close(os.open(state.log_path, os.O_CREAT | os.O_WRONLY, OWNER_ONLY_FILE))
    to_file = logging.handlers.RotatingFileHandler(
        state.log_path, maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8"
    )
    handlers: list[logging.Handler] = [to_file]
    if sys.stderr is not None:  # none under the scheduler of Windows
        handlers.append(logging.StreamHandler())
    logging.basicConfig(level=logging.INFO, format=FORMAT, handlers=handlers)
    logging.raiseExceptions = False  # a full disk ends no thread


@contextmanager
def lock_folder(state: State) -> Iterator[Spool]:
    """Open the spool for this process alone.

    :raises BridgeError: another process has it.
    :raises SpoolFull: there is no room for it.
    """
    with open(state.folder / "run.lock", "a+b") as file:
        try:
            _lock(file)
        except OSError:
            raise BridgeError(
                f"Another bridge works in {state.folder}. Stop it first."
            ) from None
        try:
            opened = Spool(state.spool_path)
        except (OSError, sqlite3.Error) as error:
            raise BridgeError(f"{state.spool_path} cannot be used: {error}.") from error
        with closing(opened) as spool:
            yield spool


def _lock(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

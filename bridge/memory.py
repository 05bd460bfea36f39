"""Memory: a thread for each terminal must not keep a heap of its own from its last reading."""

import contextlib
import ctypes
import gc
import sys

M_ARENA_MAX = -8  # malloc.h of the GNU C library
ARENAS = 2


def limit_arenas() -> None:
    """Have all threads share few heaps; to be called before there are threads."""
    with contextlib.suppress(OSError, AttributeError):
        if sys.platform == "linux":
            ctypes.CDLL(None).mallopt(M_ARENA_MAX, ARENAS)


def give_back() -> None:
    """Give memory that is free back to the system, where that can be asked for."""
    gc.collect()
    with contextlib.suppress(OSError, AttributeError):
        if sys.platform == "linux":
            ctypes.CDLL(None).malloc_trim(0)

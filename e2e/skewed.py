"""Run a program in one file with a wrong clock, which may jump while it runs.

    skewed.py SKEW FILE ARGUMENTS...

The file SKEW has the seconds that the clock is ahead. The clock of intervals is right.
"""

import datetime
import runpy
import sys
import time
from pathlib import Path


def skew(path: Path) -> None:
    """Have the clock of this process be wrong by what a file says."""
    right = time.time

    def wrong() -> float:
        return right() + float(path.read_text())

    class Skewed(datetime.datetime):
        @classmethod
        def now(cls, tz=None):
            return cls.fromtimestamp(wrong(), tz)

    time.time = wrong
    datetime.datetime = Skewed


if __name__ == "__main__":
    skew(Path(sys.argv[1]))
    sys.argv = sys.argv[2:]
    runpy.run_path(sys.argv[0], run_name="__main__")

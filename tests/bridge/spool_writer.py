"""A program that fills a spool until it is killed: `python spool_writer.py FILE`.

It prints the number of each item once it is stored. With each item the position is moved.
"""

import sys
from pathlib import Path

from bridge.spool import Spool

spool = Spool(Path(sys.argv[1]))
number = (spool.position(1) or {"count": 0})["count"]
while True:
    number += 1
    spool.add(1, "rows_read", {"number": number, "x": "y" * 999}, {"count": number})
    print(number, flush=True)

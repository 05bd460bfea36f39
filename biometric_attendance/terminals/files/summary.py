"""Count what a file holds when it is read with a layout."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from ..records import Punch
from .layout import PAIRS, Layout
from .proposal import MAX_REFUSED_SHOWN, MAX_VALUES, SAMPLE_ROWS
from .reading import Decoded, read
from .source import Source

_END_FIRST = "line_end_first"


@dataclass(slots=True)
class Summary:
    """What reading all rows with the proposed layout gives."""

    sample: list[Decoded] = field(default_factory=list)
    refused: list[Decoded] = field(default_factory=list)
    refused_count: int = 0
    row_count: int = 0
    punch_count: int = 0
    end_first: int = 0
    devices: Counter[str] = field(default_factory=Counter)
    pins: set[str] = field(default_factory=set)
    first: datetime | None = None
    last: datetime | None = None

    def add(self, row: Decoded) -> None:
        """Count one row."""
        self.row_count += 1
        if self.row_count <= SAMPLE_ROWS:
            self.sample.append(row)
        device = row.device
        if device and (device in self.devices or len(self.devices) < MAX_VALUES):
            self.devices[device] += 1
        if row.refused:
            self.refused_count += 1
            self.end_first += row.refused.code == _END_FIRST
            if len(self.refused) < MAX_REFUSED_SHOWN:
                self.refused.append(row)
        for punch in row.punches:
            self._add_punch(punch)

    def _add_punch(self, punch: Punch) -> None:
        self.punch_count += 1
        if self.first is None or punch.time < self.first:
            self.first = punch.time
        if self.last is None or punch.time > self.last:
            self.last = punch.time
        if punch.pin not in self.pins and len(self.pins) < MAX_VALUES:
            self.pins.add(punch.pin)


def summarize(source: Source, layout: Layout, row_count: int) -> Summary:
    """Read all rows, where the columns of PIN and time are known.

    :param row_count: of the file, where they are not.
    """
    summary = Summary(row_count=row_count)
    if "pin" not in layout.columns or not is_timed(layout):
        return summary
    summary.row_count = 0
    for row in read(source, layout):
        summary.add(row)
    return summary


def is_timed(layout: Layout) -> bool:
    """Return whether a layout has the columns of a time."""
    columns = layout.columns.keys()
    apart = {"day", "clock"} <= columns
    return (
        "time" in columns
        or apart
        or bool(columns & {name for pair in PAIRS for name in pair})
    )

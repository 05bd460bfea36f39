"""Records of passages, read by spans of time.

A terminal sends about a thousand records at once, its oldest or its newest. Where it says
that there are more, or sends very many, what may be missing before the first and behind the
last of them is asked for anew, until nothing is left:

    asked       |----------------------------|
    sent              ooooooooo                        in whichever order
    asked next  |-----|        |-------------|         ends included

Some firmware takes the ends of a span by its own clock and writes UTC, so spans are shifted:
by how much, shows a record that is known, which is sent for its own second. Spans begin two
hours early, because clocks are set back. Where the newest record known is not there any
more, the memory was cleared, and everything is asked for.
"""

from collections.abc import Iterator
from datetime import datetime, timezone

from ...errors import DeviceRefused
from .. import requests
from ..bodies import NotSupported, Row, read_number
from ..position import Position, Window
from ..times import read_raw
from .terminal import Terminal

#: Records from which on more may have been left out, though the terminal says nothing.
MAYBE_FULL = 90
#: A clock set back for winter, and a little.
OVERLAP_SECONDS = 2 * 3600 + 300
#: Zones lie within this of UTC; records of other spans show that spans are ignored.
_FAR_SECONDS = 30 * 3600
_DAY = 86_400
#: Where the newest record is looked for.
_RECENT_SECONDS = 3 * _DAY
_MAX_PAGES = 1000
#: The last second all firmware can be asked for.
_LAST = 2**31 - 1

Page = list[dict[str, str]]


class Log:
    """Reads the records of one session.

    :param shifts: by how much spans may have to be shifted, in seconds.
    :param now: seconds since 1970.
    """

    def __init__(
        self,
        terminal: Terminal,
        position: Position,
        shifts: tuple[int, ...],
        now: int | None = None,
    ):
        self._terminal, self.position = terminal, position
        self._shifts = shifts
        self._now = now or int(datetime.now(timezone.utc).timestamp())
        self._seen: set[tuple[int, int]] = set()
        self._has_spans, self._is_calibrated = True, False

    def begin(self, *, whole: bool) -> None:
        """Say in the position what is to be read.

        :param whole: everything there is.
        """
        position = self.position
        if position.windows and (position.whole or not whole):
            return
        is_known = position.number is not None and self._find_shift(
            position.time, position.number
        )
        begin = 0 if whole or not is_known else position.time - OVERLAP_SECONDS
        position.windows = [[max(begin, 0), _LAST]]
        position.whole, position.end = begin == 0, []

    def read(self) -> Iterator[Page]:
        """Yield new records page by page; the position is that behind each."""
        position = self.position
        for _page in range(_MAX_PAGES):
            if not position.windows:
                return
            window = position.windows[0]
            page, is_cut = self._fetch(window)
            if is_cut and not self._is_calibrated:
                self._find_shift(*_order(page[0]))
            rest = _rest(window, page) if is_cut else []
            if rest and not self._has_spans:
                raise DeviceRefused("dahua_range_ignored", None)
            position.windows = [*rest, *position.windows[1:]]
            yield self._take(page)

    def find_newest(self) -> dict[str, str] | None:
        """Return the newest record, ``None`` where none is recent; calibrate by it."""
        window, newest = [self._now - _RECENT_SECONDS, _LAST], None
        for _page in range(_MAX_PAGES):
            page, is_cut = self._fetch(window)
            found = max(filter(self._is_past, page), key=_order, default=None)
            if found is None or (newest and _order(found) <= _order(newest)):
                break
            newest = found
            if not is_cut:
                break
            window = [_order(newest)[0], _LAST]
        if newest:
            self._find_shift(*_order(newest))
        return newest

    def has_any(self) -> bool:
        """Whether there are records at all."""
        return bool(self._fetch([0, _LAST])[0])

    def finish(self) -> None:
        """Note that everything was read."""
        position = self.position
        if position.end:
            position.time, position.number = position.end
        elif position.whole:
            position.time, position.number = 0, None
        position.end, position.whole = [], False

    def _is_past(self, row: Row) -> bool:
        """Whether a record was not made by a clock that is far ahead."""
        return _order(row)[0] <= self._now + 2 * _DAY

    def _find_shift(self, time: int, number: int) -> bool:
        """Find out by how much spans are shifted; return whether the record is there."""
        position = self.position
        before, self._is_calibrated = position.shift, True
        for shift in dict.fromkeys((before, 0, *self._shifts)):
            position.shift = shift
            page, _is_cut = self._fetch([time, time])
            if (time, number) in map(_order, page):
                return True
        position.shift = before
        return False

    def _take(self, page: Page) -> Page:
        """Return the records not taken yet in this session, and remember the newest."""
        fresh = [row for row in page if _order(row) not in self._seen]
        for row in fresh:
            time, number = _order(row)
            self._seen.add((time, number))
            if [time, number] > self.position.end and self._is_past(row):
                self.position.end = [time, number]
        return fresh

    def _fetch(self, window: Window) -> tuple[Page, bool]:
        """Return the records of a span, and whether there may be more."""
        shift = self.position.shift
        # Whether the ends belong to a span differs.
        begin, end = window[0] - 1 + shift, window[1] + 1 + shift
        target = requests.find_times(max(begin, 0), min(max(end, 0), _LAST))
        if self._has_spans:
            try:
                found = self._terminal.records(target)
            except NotSupported:
                self._has_spans = False
        if not self._has_spans:
            found = self._terminal.records(requests.find(requests.RECORDS))
        count = len(found.rows)
        is_cut = count >= MAYBE_FULL or (found.total or 0) > count > 0
        return found.rows, is_cut


def _rest(window: Window, page: Page) -> list[Window]:
    """Return what may be missing of a span of which not all was sent.

    :raises DeviceRefused: what was sent is of other times.
    """
    begin, end = window
    times = [raw for row in page if (raw := read_raw(row)) is not None]
    if (
        not times
        or max(times) < begin - _FAR_SECONDS
        or min(times) > end + _FAR_SECONDS
    ):
        raise DeviceRefused("dahua_range_ignored", None)
    low, high = max(min(times), begin), max(min(max(times), end), begin)
    rest = [[begin, low]] * (low > begin) + [[high, end]] * (high < end)
    if window not in rest:
        return rest
    # All that was sent is of one second at an end: go past it.
    middle = (begin + end) // 2
    return [[begin, middle], [middle + 1, end]] if end > begin else []


def _order(row: Row) -> tuple[int, int]:
    return read_raw(row) or 0, read_number(row, "recno") or 0

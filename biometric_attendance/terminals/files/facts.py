"""What the columns of a whole file hold, gathered in one pass and bounded memory."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, zip_longest

from .days import day_readings
from .framing import is_framing
from .head import is_clock, is_day, is_moment
from .proposal import MAX_VALUES
from .source import Row
from .times import day_of, read_clock, split_moment

_BATCH_ROWS = 2000
_BATCH_CHARS = 2**20
#: Columns that are looked at, values of a batch whose kind is looked at, and the longest
#: value that is kept.
MAX_COLUMNS = 200
_LOOKED_AT = 20
_MAX_LENGTH = 64
_EXAMPLES = 3
#: Fewer rows do not show that a column counts.
MIN_COUNTED = 3


class DateOrders:
    """Which orders of the parts of a date fit all days of a column."""

    def __init__(self) -> None:
        self.fitting = {"day", "month", "year"}
        self.is_needed = False
        self.ambiguous = ""
        self.readings: tuple[str, ...] = ()
        self._seen: set[str] = set()

    def add(self, texts: Iterable[str]) -> None:
        """Look at moments or days."""
        keys = {text.strip().partition(" ")[0] for text in texts} - self._seen
        unread = {
            key
            for key in sorted(keys)
            if not _is_year_first(key) and not self._add(key)
        }
        if unread:
            for text in texts:
                if text.strip().partition(" ")[0] in unread:
                    self._add(day_of(text))

    def _add(self, day: str) -> bool:
        if day in self._seen:
            return True
        readings = day_readings(day)
        if not readings:
            return False
        if len(self._seen) < MAX_VALUES:
            self._seen.add(day)
        if "" not in readings:
            self.is_needed = True
            self.fitting &= readings.keys()
            if not self.ambiguous and len(set(readings.values())) > 1:
                self.ambiguous = day
                self.readings = tuple(sorted({str(each) for each in readings.values()}))
        return True


def _is_year_first(text: str) -> bool:
    return text[:4].isdecimal() and text[4:5] in ("-", "/", ".")


class ColumnFacts:
    """What one column holds.

    :ivar filled: rows in which it is not empty.
    :ivar is_counter: whether it counts 1, 2, 3 over the file, from any number.
    :ivar is_rising: whether each number is higher than the one above.
    """

    def __init__(self, number: int):
        self.number = number
        self.filled = 0
        self.values: set[str] = set()
        self.has_more_values = False
        self.examples: list[str] = []
        self.is_counter = self.is_rising = True
        self.is_midnight = True
        self.orders = DateOrders()
        self._last: int | None = None
        self._kinds: Counter[str] = Counter()
        self._rows = 0

    def add(self, texts: Sequence[str]) -> None:
        """Look at the values of the next rows."""
        self._rows += len(texts)
        distinct = set(texts)
        self.filled += len(texts) - sum(
            texts.count(text) for text in distinct if not text.strip()
        )
        distinct = {text.strip() for text in distinct if len(text) <= _MAX_LENGTH}
        distinct.discard("")
        if self.is_rising:
            self._count(texts)
        self._keep(texts, distinct)
        kinds = {_kind(text) for text in islice(distinct, _LOOKED_AT)}
        self._kinds.update(kinds)
        if kinds & {"moment", "day"}:
            if self.is_midnight:
                self.is_midnight = all(map(_is_at_midnight, distinct))
            self.orders.add(distinct)

    def _keep(self, texts: Sequence[str], distinct: set[str]) -> None:
        if len(self.examples) < _EXAMPLES:
            found = dict.fromkeys(
                [*self.examples, *(t.strip()[:_MAX_LENGTH] for t in texts[:50])]
            )
            found.pop("", None)
            self.examples = list(found)[:_EXAMPLES]
        if not self.has_more_values:
            self.values |= distinct
            if len(self.values) > MAX_VALUES:
                self.has_more_values = True
                self.values = set(islice(self.values, MAX_VALUES))

    def _count(self, texts: Sequence[str]) -> None:
        try:
            numbers = list(map(int, texts))
        except ValueError:
            self.is_counter = self.is_rising = False
            return
        before = numbers[0] - 1 if self._last is None else self._last
        self._last = numbers[-1]
        if self.is_counter:
            self.is_counter = numbers == list(
                range(before + 1, before + 1 + len(numbers))
            )
        if not self.is_counter:
            one_before = [before, *numbers[:-1]]
            self.is_rising = all(map(int.__lt__, one_before, numbers))

    def counts(self) -> bool:
        """Return whether it numbers the rows."""
        return self.is_counter and self._rows >= MIN_COUNTED

    def rises(self) -> bool:
        """Return whether it may number records of which some are left out."""
        return self.is_rising and self._rows >= MIN_COUNTED

    @property
    def kind(self) -> str:
        """``moment``, ``day``, ``clock``, ``digits`` (all of these may be) or ``""``."""
        for kind in ("moment", "day", "clock", "digits"):
            if self._kinds[kind] and self._kinds[kind] >= self._kinds[""] / 2:
                return "day" if kind == "moment" and self.is_midnight else kind
        return ""

    @property
    def has_moments(self) -> bool:
        """Whether it holds days with times of day, be they all midnight."""
        return self._kinds["moment"] > 0

    def all_digits(self) -> bool:
        """Return whether it holds numbers alone."""
        return bool(self.values) and all(map(str.isdecimal, self.values))

    def holds_days(self) -> bool:
        """Return whether all kept values are days, also of digits alone."""
        return bool(self.values) and all(map(day_readings, sorted(self.values)[:50]))

    def holds_clocks(self) -> bool:
        """Return whether all kept values are times of day, also of digits alone."""
        return bool(self.values) and all(map(read_clock, sorted(self.values)[:50]))


def _kind(text: str) -> str:
    if text.isdecimal():
        return "digits" if len(text) in (4, 6, 8, 12, 14) else ""
    if is_moment(text):
        return "moment"
    if is_day(text):
        return "day"
    return "clock" if is_clock(text) else ""


def _is_at_midnight(text: str) -> bool:
    parts = split_moment(text)
    return parts is None or not parts.clock.strip("0:.,")


class FileFacts:
    """What all rows of a file hold.

    :param compared: pairs of columns that may hold the same.
    """

    def __init__(self, compared: Iterable[tuple[int, int]] = ()):
        self.row_count = 0
        self.columns: list[ColumnFacts] = []
        self.differing: set[tuple[int, int]] = set()
        self._compared = set(compared)
        self._widths: Counter[int] = Counter()

    @property
    def width(self) -> int:
        """How many columns most rows have."""
        return self._widths.most_common(1)[0][0] if self._widths else 0

    def gather(self, rows: Iterable[Row], above: int, header: Sequence[str]) -> None:
        """Look at all rows.

        :param above: number of the last row that is none of a punch.
        :param header: names of the columns; rows that repeat them are left out.
        """
        for batch in _batches(rows, above, list(header)):
            self.row_count += len(batch)
            self._widths.update(map(len, batch))
            columns = list(zip_longest(*batch, fillvalue=""))
            while len(self.columns) < len(columns):
                self.columns.append(ColumnFacts(len(self.columns)))
            for facts, texts in zip(self.columns, columns, strict=False):
                facts.add(texts)
            for pair in self._compared - self.differing:
                one, two = (
                    columns[each] if each < len(columns) else () for each in pair
                )
                if one != two:
                    self.differing.add(pair)

    def differ(self, one: int, two: int) -> bool:
        """Return whether two columns are not the same in all rows."""
        return one != two and bool({(one, two), (two, one)} & self.differing)


#: What lines of the frame of a file begin with, or blanks.
_FRAME_BEGINS = frozenset("SsCc#/- \t")


def _batches(
    rows: Iterable[Row], above: int, header: list[str]
) -> Iterator[list[Sequence[str]]]:
    """Yield the values of the rows below the header that are no frame, many at once."""
    batch: list[Sequence[str]] = []
    size = 0
    first = header[0] if header else None
    for number, values, line in rows:
        if number <= above or (line[0] in _FRAME_BEGINS and is_framing(line)):
            continue
        begin = values[0].strip()
        if begin == first and _is_header(values, header):
            continue
        if not begin and not any(map(str.strip, values)):
            continue
        batch.append(values if len(values) <= MAX_COLUMNS else values[:MAX_COLUMNS])
        size += len(line)
        if len(batch) >= _BATCH_ROWS or size > _BATCH_CHARS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _is_header(values: Sequence[str], header: list[str]) -> bool:
    return [value.strip() for value in values[: len(header)]] == header

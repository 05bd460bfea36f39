"""Parse days in the forms found in files, and tell those that can be read in two ways."""

import re
from collections.abc import Mapping
from datetime import date

from .calendar_words import AMBIGUOUS_MONTHS, MONTHS, WEEKDAYS, fold

#: Years a punch can be of; others are of another calendar, or of a clock that was reset.
FIRST_YEAR, LAST_YEAR = 1970, 2199
_CENTURY = 2000
#: Longer texts are no time.
MAX_LENGTH = 64

_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", re.ASCII).fullmatch
_DIGITS = re.compile(r"(\d{4})()(\d\d)(\d\d)", re.ASCII).fullmatch
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d\d)", re.ASCII).fullmatch
_LETTERED = re.compile(r"\D*(\d{1,4})(\D+)(\d{1,4})\D*", re.ASCII).fullmatch
_WORD = re.compile(r"[^\s\d,/_-]+")
_FILLERS = frozenset(
    ["de", "del", "di", "of", "the", "st", "nd", "rd", "th", "d", "den", "le"]
)

_ORIENTAL = str.maketrans(
    {"年": "-", "月": "-", "日": " ", "년": "-", "월": "-", "일": " "}
)
_BLANKS_AFTER_POINT = re.compile(r"\.\s+(?=\d)")


def tidy(text: str) -> str:
    """Return a text with digits of any script as those of ASCII, and simple blanks."""
    text = text.strip()
    if text.isascii() or len(text) > MAX_LENGTH:
        return text
    digits = (str(int(c)) if c.isdecimal() else c for c in text)
    return " ".join("".join(digits).translate(_ORIENTAL).split())


def day_readings(text: str) -> Mapping[str, date]:
    """Return all ways to read a day: order of its parts to the date.

    Under ``""`` where there is no other way to read it; empty where it is no day.
    """
    text = tidy(text)
    if len(text) > MAX_LENGTH:
        return {}
    found = _YEAR_FIRST(text) or _DIGITS(text)
    if found:
        return _only(_day(int(found[1]), int(found[3]), int(found[4])))
    found = _YEAR_LAST(text)
    if found:
        return _numeric(int(found[1]), found[2], int(found[3]), found[4])
    if "." in text:
        text = _BLANKS_AFTER_POINT.sub(".", text).rstrip(".")
        found = _YEAR_FIRST(text) or _YEAR_LAST(text)
        if found:
            return day_readings(text)
    return _lettered(text)


def _only(day: date | None) -> Mapping[str, date]:
    return {"": day} if day else {}


def _numeric(one: int, mark: str, two: int, last: str) -> Mapping[str, date]:
    year = int(last) + (_CENTURY if len(last) == 2 else 0)
    readings = {"day": _day(year, two, one)}
    if mark != ".":
        readings["month"] = _day(year, one, two)
    if len(last) == 2:
        readings["year"] = _day(_CENTURY + one, two, int(last))
    elif mark == ".":
        return _only(readings["day"])
    return {order: day for order, day in readings.items() if day}


def _lettered(text: str) -> Mapping[str, date]:
    """Read a day whose month is a word: 23-Nov-2026, Nov 23, 2026, 23 de noviembre de 2026."""
    found = _LETTERED(text)
    month = _month(text) if found else 0
    if not found or not month:
        return {}
    first, last = found[1], found[3]
    if len(first) == 4:  # 2026-Nov-23
        return _only(_day(int(first), month, int(last)) if len(last) < 3 else None)
    if len(last) == 3 or len(first) == 3:
        return {}
    year = int(last) + (_CENTURY if len(last) < 3 else 0)
    return _only(_day(year, month, int(first)))


def _words(text: str) -> list[str]:
    return [word for word in (fold(each) for each in _WORD.findall(text)) if word]


def _month(text: str) -> int:
    """Return the only month a text names, 0 where there is none or another word in it."""
    words = [word for word in _words(text) if word not in _FILLERS]
    months = [word for word in words if word in MONTHS]
    if len(months) > 1:  # "mar" is a day of the week in some languages
        months = [word for word in months if word not in WEEKDAYS]
    others = [word for word in words if word not in months and word not in WEEKDAYS]
    return MONTHS[months[0]] if len(months) == 1 and not others else 0


def _day(year: int, month: int, day: int) -> date | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_day(text: str, order: str) -> date | None:
    """Return a date, ``None`` if it does not exist, has no known form, or more than one.

    :param order: which part is first in a date of numbers whose year is not first in four
        digits: ``day``, ``month``, ``year``; ``""`` where that is not known.
    """
    readings = day_readings(text)
    found = readings.get("") or readings.get(order)
    if found is None and not order and len(set(readings.values())) == 1:
        return next(iter(readings.values()))
    return found


def names_ambiguous_month(text: str) -> bool:
    """Return whether a month's name is of different months in different languages."""
    return not AMBIGUOUS_MONTHS.isdisjoint(_words(text[:MAX_LENGTH]))


def is_of_other_years(text: str) -> bool:
    """Return whether a day of numbers has a year no punch can be of."""
    found = _YEAR_FIRST(text) or _YEAR_LAST(text)
    if not found:
        return False
    years = [int(found[each]) for each in (1, 4) if len(found[each]) == 4]
    return bool(years) and not FIRST_YEAR <= years[0] <= LAST_YEAR

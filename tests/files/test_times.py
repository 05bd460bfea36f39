"""Days and times in the forms of many languages and programs."""

from datetime import date, datetime, time

import pytest

from terminals.files.calendar_words import (
    AMBIGUOUS_MONTHS,
    HALVES,
    MONTHS,
    WEEKDAYS,
    fold,
)
from terminals.files.days import day_readings, read_day
from terminals.files.moments import Moments
from terminals.files.times import Clock, read_clock, read_moment, why_no_moment

DAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 17, 5, 9)
#: Languages of Odoo whose months the table has to know.
LANGUAGES = [
    "am",
    "ar",
    "az",
    "be",
    "bg",
    "bn",
    "bs",
    "ca",
    "cs",
    "da",
    "de",
    "el",
    "en",
    "es",
    "et",
    "eu",
    "fa",
    "fi",
    "fr",
    "gl",
    "gu",
    "he",
    "hi",
    "hr",
    "hu",
    "hy",
    "id",
    "it",
    "ja",
    "ka",
    "km",
    "ko",
    "lb",
    "lo",
    "lt",
    "lv",
    "mk",
    "ml",
    "mn",
    "ms",
    "my",
    "nb",
    "nl",
    "pl",
    "pt",
    "ro",
    "ru",
    "sk",
    "sl",
    "sq",
    "sr",
    "sr_Latn",
    "sv",
    "sw",
    "te",
    "th",
    "tl",
    "tr",
    "uk",
    "vi",
    "zh",
]


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23",
        "2026/11/23",
        "2026.11.23",
        "20261123",
        "23.11.2026",
        "23-Nov-2026",
        "23 NOV 2026",
        "23-Nov-26",
        "Nov 23, 2026",
        "Mon, 23 Nov 2026",
        "November 23rd, 2026",
        "23 de noviembre de 2026",
        "2026-nov.-23",
        "23 nov. 2026",
        "2026\u5e7411\u670823\u65e5",
        "2026. 11. 23.",
        "\u0662\u0660\u0662\u0666-\u0661\u0661-\u0662\u0663",
        "23-\u0e1e.\u0e22.-2026",
    ],
)
def test_day_that_can_be_read_in_one_way(text):
    assert day_readings(text) == {"": DAY}


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("23/11/2026", {"day": DAY}),
        ("11/23/2026", {"month": DAY}),
        ("03-04-2026", {"day": date(2026, 4, 3), "month": date(2026, 3, 4)}),
        ("26/11/23", {"day": date(2023, 11, 26), "year": DAY}),
        ("11/23/26", {"month": DAY}),
        ("26.11.23", {"day": date(2023, 11, 26), "year": DAY}),
        ("01/02/03", {"day": date(2003, 2, 1), "month": date(2003, 1, 2), "year": date(2001, 2, 3)}),
    ],
)  # fmt: skip
def test_day_that_can_be_read_in_several_ways(text, readings):
    assert day_readings(text) == readings
    for order in ("day", "month", "year"):
        assert read_day(text, order) == readings.get(order)
    alone = next(iter(readings.values())) if len(readings) == 1 else None
    assert read_day(text, "") == alone


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-02-31",
        "2026-13-01",
        "31/04/2026",
        "23112026",
        "2026-11",
        "11/2026",
        "23 Nov",
        "Foo 23, 2026",
        "23 lip 2026",
        "1/2/3/2026",
        "2569-11-23",
        "1405-08-02",
        "0026-11-23",
        "9999-12-31",
        "2026-11/23",
        "23-Nov-026",
        "2026-Nov-2026",
        "Jan Nov 23 2026",
    ],
)
def test_what_is_no_day(text):
    assert day_readings(text) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("17:05:09", AT.time()),
        ("17:05:09.123", AT.time()),
        ("17:05:09,5", AT.time()),
        ("170509", AT.time()),
        ("17.05.09", AT.time()),
        ("5:05:09 PM", AT.time()),
        ("05:05:09PM", AT.time()),
        ("5:05:09 p. m.", AT.time()),
        ("5:05:09 p.m.", AT.time()),
        ("5:05:09 P", AT.time()),
        ("\u4e0b\u53485:05:09", AT.time()),
        ("\uc624\ud6c4 5:05:09", AT.time()),
        ("5:05:09 \u0645", AT.time()),
        ("5:05:09 CH", AT.time()),
        ("8:05", time(8, 5)),
        ("0805", time(8, 5)),
        ("12:30 AM", time(0, 30)),
        ("12:30 PM", time(12, 30)),
    ],
)
def test_time_of_day(text, expected):
    assert read_clock(text) == Clock(expected, None)


@pytest.mark.parametrize(
    "text",
    ["", "8", "24:00", "8:60", "8:05:60", "13:05 PM", "0:05 AM", "8:05 XM", "8.05", "08:05:",
     "2026-11-23 08:05", "8:05 9:05", "a", "-8:05"],
)  # fmt: skip
def test_what_is_no_time_of_day(text):
    assert read_clock(text) is None


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("2026-11-23 17:05:09", None),
        ("2026-11-23  17:05:09", None),
        ("2026-11-23T17:05:09", None),
        ("20261123170509", None),
        ("20261123 170509", None),
        ("17:05:09 2026-11-23", None),
        ("17:05:09 23.11.2026", None),
        ("23-Nov-2026 5:05:09 PM", None),
        ("Nov 23, 2026, 5:05:09 PM", None),
        ("23.11.2026 17.05.09", None),
        ("2026-11-23T17:05:09Z", 0),
        ("2026-11-23T17:05:09.000Z", 0),
        ("2026-11-23 17:05:09 UTC", 0),
        ("2026-11-23T17:05:09+02:00", 7200),
        ("2026-11-23T17:05:09-0330", -12600),
        ("2026-11-23 17:05:09 +05", 18000),
    ],
)
def test_moment(text, offset):
    assert read_moment(text, "") == (AT, offset)
    assert Moments("").read(text) == (AT, offset)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "line_time_missing"),
        ("2026-11-23", "line_clock_missing"),
        ("2026-02-31 08:00", "line_time"),
        ("2026-11-23 25:00", "line_time"),
        ("2026-11-23 08:00 EST", "line_time"),
        ("2026-11-23 08:00+15:00", "line_time"),
        ("2569-11-23 08:00", "line_year"),
        ("23/11/1926 08:00", "line_year"),
        ("3 lip 2026 08:00", "line_month_word"),
        ("03/04/2026 08:00", "line_day_month"),
        ("x", "line_time"),
        ("x" * 100_000, "line_time"),
    ],
)
def test_moment_that_cannot_be_read_says_why(text, code):
    assert read_moment(text, "") is None
    assert Moments("").read(text) is None
    assert why_no_moment(text, "").code == code


@pytest.mark.parametrize(
    ("day", "clock", "expected"),
    [
        ("2026-11-23", "17:05:09", AT),
        ("2026-11-23 00:00:00", "17:05:09", AT),
        ("2026-11-23T00:00:00", "17:05:09", AT),
        ("2026-11-23", "1899-12-30 17:05:09", AT),
        ("2026-11-23", "1900-01-00 17:05:09", AT),
        ("2026-11-23 00:00:00", "2026-11-23 17:05:09", AT),
        ("2026-11-23 17:05:09", "17:05:09", AT),
        ("2026-11-23 17:05:10", "17:05:09", None),
        ("2026-11-23", "2026-11-24 17:05:09", None),
        ("2026-11-23", "", None),
        ("", "17:05:09", None),
    ],
)
def test_day_and_time_of_day_in_two_columns(day, clock, expected):
    found = Moments("").read_apart(day, clock)
    assert (found and found.time) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_months_of_the_languages_of_odoo(language):
    locale = pytest.importorskip("babel").Locale.parse(language)
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in locale.months[context][width].items():
                if any(letter.isdecimal() or letter.isspace() for letter in name):
                    continue
                word = fold(name)
                assert MONTHS.get(word) == number or word in AMBIGUOUS_MONTHS


def test_tables_of_words_are_folded_and_apart():
    for word in (*MONTHS, *WEEKDAYS, *HALVES, *AMBIGUOUS_MONTHS):
        assert fold(word) == word
    assert not AMBIGUOUS_MONTHS & MONTHS.keys()
    assert set(MONTHS.values()) == set(range(1, 13))

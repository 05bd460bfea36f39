"""PINs of files, as they are written and after a spreadsheet program."""

import pytest

from terminals.files.pins import (
    MAX_PIN_LENGTH,
    is_decimal,
    is_pin_like,
    read_pin,
    with_zeros,
    zero_widths,
)


@pytest.mark.parametrize(
    ("text", "pin"),
    [
        ("17", "17"),
        (" 0017 ", "0017"),
        ("'17", "17"),
        ("' 0017", "0017"),
        ('="00018"', "00018"),
        ("=00018", "00018"),
        ("17.0", "17"),
        ("17,00", "17"),
        ("17.000", "17.000"),
        ("17.5", "17.5"),
        ("17.0x", "17.0x"),
        ("A17", "A17"),
        ("1E5", "1E5"),
        ("Ü7", "Ü7"),
        ("7" * MAX_PIN_LENGTH, "7" * MAX_PIN_LENGTH),
    ],
)
def test_pin_is_what_the_terminal_shows(text, pin):
    assert read_pin(text) == pin


@pytest.mark.parametrize("text", ["1.00E+05", "1E+05", "12,3e+10", "'1.00E+05"])
def test_rounded_number_is_refused(text):
    reason = read_pin(text)
    assert reason.code == "line_pin_excel"
    assert "rounded number" in str(reason)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "line_pin_missing"),
        ("  ", "line_pin_missing"),
        ("'", "line_pin_missing"),
        ('=""', "line_pin_missing"),
        ("7" * (MAX_PIN_LENGTH + 1), "row_pin"),
        ("7" * 100_000, "row_pin"),
        ("1\ufffd7", "row_pin"),
        ('"17', "row_pin"),
        ("1\x007", "row_pin"),
        ("1\u200b7", "row_pin"),
    ],
)
def test_what_is_no_pin_is_refused(text, code):
    reason = read_pin(text)
    assert reason.code == code
    if code == "row_pin":
        assert reason.values == {"maximum": MAX_PIN_LENGTH}


@pytest.mark.parametrize(
    ("text", "width", "pin"),
    [
        ("00000017", 0, "00000017"),
        ("00000017", 1, "17"),
        ("00000017", 5, "00017"),
        ("17.0", 5, "00017"),
        ("123456", 5, "123456"),
        ("A0017", 1, "A0017"),
        ("0000", 1, "0"),
        ("\u0660\u0661", 1, "\u0660\u0661"),
    ],
)
def test_zeros_before_digits_are_as_wanted(text, width, pin):
    assert read_pin(text, width) == pin


def test_name_behind_the_pin_is_left_out():
    assert read_pin("17(Ann Bell)", with_name=True) == "17"
    assert read_pin("17 (Ann\nBell)", with_name=True) == "17"
    assert read_pin("17", with_name=True) == "17"
    assert read_pin("17(Ann)") == "17(Ann)"


def test_helpers():
    assert with_zeros("17", 4) == "0017"
    assert with_zeros("0", 1) == "0"
    assert zero_widths(["017", "00018", "17", "0", "0A7", "019"]) == [3, 5]
    assert is_decimal(" 17.0 ")
    assert not is_decimal("17")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("17", True), ("A17", True), ("Ann", False), ("Ann 7", False), ("08:05", False)],
)
def test_value_that_may_be_a_pin(text, expected):
    assert is_pin_like(text) is expected

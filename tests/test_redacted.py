"""Secrets are left out of originals, whichever names and separators stand around them."""

import pytest
from hypothesis import given, strategies as st

from terminals import text

PIECES = ["Passwd", "TMP", "photo", "~", "_", "é", " ", "\t", "\n", "=", "x", "a" * 90]

rows = st.lists(st.sampled_from(PIECES)).map("".join)


@given(rows)
def test_rows_quickly_told_to_hold_no_secret_have_none(row):
    without = text._SECRET.sub(lambda m: f"{m[1]}={text._mark(m[2])}", row)
    assert text.redacted(row) == text._LONG.sub(lambda m: text._mark(m[0]), without)


@pytest.mark.parametrize("value", ["=", "==", "=x", "x="])
def test_a_value_that_begins_or_ends_with_the_sign_is_left_out(value):
    assert "not kept" in text.redacted(f"USER PIN=1\tPasswd={value}")

"""Packed times of port 4370."""

from datetime import datetime

import pytest
from hypothesis import given, strategies as st

from terminals.errors import ProtocolError
from terminals.zk4370.times import decode_six, decode_time, encode_time
from tests.zk4370_vectors import VECTORS, decoded, raw

SECONDS = st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31)).map(
    lambda at: at.replace(microsecond=0)
)
#: 2024-01-01 00:00:00.
YEAR = 24 * 372 * 86_400


@given(SECONDS)
def test_moments_come_back(moment):
    assert decode_time(encode_time(moment)) == moment


def test_moment_of_a_recorded_row():
    packed = decoded("v41")["time_raw"]
    assert raw("v41")[27:31] == packed.to_bytes(4, "little")
    assert decode_time(packed) == datetime(2018, 6, 25, 17, 50, 35)


@pytest.mark.parametrize("name", ["v30", "v31"])
def test_moment_of_a_recorded_event(name):
    moment = datetime.fromisoformat(decoded(name)["time"])
    assert decode_six(raw(name)[-6:]) == moment
    assert VECTORS[name]["layer"] == "event-data"


@pytest.mark.parametrize(
    "packed",
    [
        YEAR + (31 + 29) * 86_400,  # 30 February of a leap year
        YEAR + (31 + 30) * 86_400,  # 31 February
        YEAR + (3 * 31 + 30) * 86_400,  # 31 April
        100 * 372 * 86_400,  # the year 2100
        0xFFFF_FFFF,
    ],
)
def test_day_its_month_does_not_have_is_refused(packed):
    with pytest.raises(ProtocolError):
        decode_time(packed)


def test_29_february_of_a_leap_year_is_one():
    assert decode_time(YEAR + (31 + 28) * 86_400) == datetime(2024, 2, 29)


@given(st.integers(0, 0xFFFF_FFFF))
def test_any_number_is_refused_or_comes_back(packed):
    try:
        assert encode_time(decode_time(packed)) == packed
    except ProtocolError as error:
        assert str(error.reason).endswith(".")


@pytest.mark.parametrize(
    "six", [b"", bytes(6), b"\x18\x02\x1f\x00\x00\x00", bytes(5), bytes(7)]
)
def test_six_bytes_that_are_no_moment_are_refused(six):
    with pytest.raises(ProtocolError):
        decode_six(six)


@pytest.mark.parametrize("year", [1999, 2100])
def test_year_beyond_the_format_is_refused(year):
    with pytest.raises(ProtocolError):
        encode_time(datetime(year, 1, 1))

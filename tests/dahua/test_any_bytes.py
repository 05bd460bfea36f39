"""Whatever a terminal sends, reading it raises nothing but what it may."""

from contextlib import suppress
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, strategies as st

from terminals.dahua import BRAND
from terminals.dahua.bodies import check_answer, check_done, read_records
from terminals.dahua.events import EventStream, read_push
from terminals.dahua.position import Position
from terminals.dahua.punches import decode_records
from terminals.dahua.times import (
    LOCAL,
    UTC,
    Evidence,
    TimesDisagree,
    decide,
    read_clock,
    read_moment,
)
from terminals.dahua.users import decode_users
from terminals.errors import Garbled, TransportError

ZONE = ZoneInfo("Asia/Kathmandu")
KEYS = st.sampled_from(
    (
        *("RecNo", "UserID", "CreateTime", "CreateTimeRealUTC", "Method", "Status"),
        *("ErrorCode", "AttendanceState", "Type", "CardNo", "ValidDateEnd"),
    )
)
LINES = st.builds(
    "{}[{}].{}={}".format,
    st.sampled_from(["records", "Records", "items", "x"]),
    st.integers(0, 3),
    KEYS,
    st.one_of(st.text(max_size=12), st.integers(-(2**70), 2**70).map(str)),
)


@given(st.one_of(st.binary(max_size=200), st.lists(LINES).map("\r\n".join)))
def test_any_answer_is_records_or_none(body):
    raw = body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass")
    found = read_records(raw)
    for base in (UTC, LOCAL, ""):
        decode_records(found.rows, base, ZONE)
    decode_users(found.rows)
    BRAND.decode("AccessControlCardRec", raw)


@given(st.lists(st.binary(max_size=80)))
def test_any_stream_is_events_or_garbled(pieces):
    stream = EventStream("multipart/x; boundary=b")
    with suppress(Garbled):
        for piece in pieces:
            list(stream.feed(piece))


@given(
    st.sampled_from(["application/json", "multipart/mixed; boundary=b"]), st.binary()
)
@example("application/json", b'{"Events": [1, {"Code": "AccessControl", "Data": 5}]}')
@example("application/json", b"[" * 100_000)
def test_any_push_is_events_or_none(kind, body):
    list(read_push(kind, body))


@given(st.integers(100, 599), st.binary(max_size=80))
def test_any_status_is_fine_or_has_a_sentence(status, body):
    try:
        check_answer(status, "text/plain", body)
        check_done(body)
    except TransportError as error:
        assert error.code in BRAND.messages
        assert str(error.reason)


@given(st.dictionaries(st.text(max_size=6), st.integers()))
def test_any_position_is_read(stored):
    Position.read(stored)


def test_position_is_read_as_it_was_written():
    position = Position(5, 7, [[1, 2]], True, [3, 4], -10800, UTC, 9, "2026-03-10")
    assert Position.read({**position.as_dict(), "complete": False}) == position


# Times

OFFSETS = st.integers(-48, 56).map(lambda quarters: timedelta(minutes=15 * quarters))
CLOCK = datetime(2026, 3, 10, 12)


@given(OFFSETS, st.sampled_from([LOCAL, UTC]), st.integers(0, 3 * 24 * 60))
def test_base_is_never_decided_wrongly(offset, base, minutes):
    made = CLOCK - timedelta(minutes=minutes)
    newest = made if base == LOCAL else made - offset
    for since in (None, made - timedelta(minutes=5)):
        found = decide(Evidence(newest, CLOCK, since), offset)
        assert found in (None, base) or not offset


@given(OFFSETS, st.sampled_from([LOCAL, UTC]))
def test_punch_between_two_readings_always_tells_the_base(offset, base):
    newest = CLOCK - timedelta(minutes=2)
    newest = newest if base == LOCAL else newest - offset
    since = CLOCK - timedelta(minutes=5)
    assert decide(Evidence(newest, CLOCK, since), offset) == (base if offset else LOCAL)


def test_record_that_fits_nothing_is_noticed():
    with pytest.raises(TimesDisagree):
        decide(Evidence(CLOCK + timedelta(hours=5), CLOCK), timedelta(hours=3))


@given(st.integers(946_684_800, 4_000_000_000))
def test_both_bases_read_the_same_instant(raw):
    moment = read_moment({"createtimerealutc": str(raw)}, "", ZONE)
    again = read_moment({"createtime": str(raw)}, UTC, ZONE)
    assert moment == again
    assert moment.wall - timedelta(seconds=moment.offset) == datetime(
        1970, 1, 1
    ) + timedelta(seconds=raw)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-04 08:00:00", datetime(2026, 3, 4, 8)),
        ("2026-3-4 8:0:0", datetime(2026, 3, 4, 8)),
        ("2026-02-30 08:00:00", None),
        ("", None),
        ("soon", None),
    ],
)
def test_clock_is_read_with_and_without_zeros(text, expected):
    assert read_clock({"result": text}) == expected

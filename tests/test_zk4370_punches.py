"""Rows of punches in every layout."""

from datetime import datetime
from time import process_time

import pytest
from hypothesis import given, strategies as st

from simulator.zk4370.rows import encode_row
from terminals.errors import ProtocolError
from terminals.reasons import Reason
from terminals.zk4370.punch_layouts import LAYOUTS
from terminals.zk4370.punches import TABLE, decode_rows, read_pin
from terminals.zk4370.times import encode_time
from terminals.zk4370.uploads import decode_upload
from terminals.zk_codes import STATUS
from tests.zk4370_vectors import decoded, raw

AT = datetime(2024, 7, 28, 8, 30, 15)
FEBRUARY_31 = encode_time(datetime(2024, 2, 1)) + 30 * 86_400
PINS = {uid: str(1000 + uid) for uid in range(1, 200)}
EVERY = pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
BY_UID = [layout for layout in LAYOUTS.values() if layout.by_uid]
BY_TEXT = [layout for layout in LAYOUTS.values() if layout.text]


def row(layout, uid=7, at=AT, state=1, verify=1, **more):
    return encode_row(layout.name, uid, PINS[uid], at, state, verify, **more)


def replayed(upload):
    lines = [r.line for r in upload.refused] or [p.line for p in upload.punches]
    return decode_upload(TABLE, "\n".join(lines).encode())


def test_recorded_row_of_40():
    (punch,) = decode_rows(LAYOUTS["40"], raw("v41")).punches
    received = decoded("v41")
    assert punch.pin == received["user_id"]
    assert (punch.verify, punch.status) == (received["verify"], received["state"])
    assert punch.time == datetime(2018, 6, 25, 17, 50, 35)


def test_recorded_row_of_16_has_its_state_before_verify():
    (punch,) = decode_rows(LAYOUTS["16"], raw("v48")).punches
    received = decoded("v48")
    assert punch.pin == str(received["user"])
    assert (punch.status, punch.verify) == (received["state"], received["verify"])
    assert punch.time == datetime.fromisoformat(received["time"])


@pytest.mark.parametrize("name", ["v50", "v51"])
def test_recorded_row_of_8_in_its_second_layout(name):
    received = decoded(name)
    (punch,) = decode_rows(
        LAYOUTS["8b"], raw(name), pins={received["uid"]: "17"}
    ).punches
    assert punch.pin == "17"
    assert (punch.status, punch.verify) == (received["state"], received["verify"])
    assert punch.time == datetime.fromisoformat(received["time"])
    again = encode_row("8b", received["uid"], "17", punch.time, 0, 1)
    assert again == raw(name)


@EVERY
@given(
    uid=st.sampled_from(sorted(PINS)),
    at=st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31)),
    state=st.integers(0, 5),
    verify=st.integers(0, 3),
)
def test_punches_come_back(layout, uid, at, state, verify):
    at = at.replace(microsecond=0)
    (punch,) = decode_rows(
        layout, row(layout, uid, at, state, verify), pins=PINS
    ).punches
    assert punch[:5] == (PINS[uid], at, state, verify, "")


@EVERY
def test_widths_are_those_of_the_names(layout):
    assert str(layout.width) == layout.name.rstrip("abp")
    assert len(row(layout)) == layout.width


@EVERY
def test_order_of_the_log_is_kept(layout):
    log = b"".join(row(layout, uid) for uid in (3, 1, 2))
    upload = decode_rows(layout, log, pins=PINS)
    assert [p.pin for p in upload.punches] == ["1003", "1001", "1002"]
    assert upload.lines == 3


@EVERY
def test_row_of_31_february_is_refused_alone(layout):
    log = row(layout, 1) + row(layout, 2, FEBRUARY_31) + row(layout, 3)
    upload = decode_rows(layout, log, pins=PINS)
    assert [p.pin for p in upload.punches] == ["1001", "1003"]
    (refused,) = upload.refused
    assert refused.reason == Reason("row_time_invalid")
    assert replayed(upload).refused == [refused]


@EVERY
def test_line_of_a_punch_is_read_again(layout):
    upload = decode_rows(layout, row(layout, 9) + row(layout, 8), pins=PINS)
    assert replayed(upload).punches == upload.punches


@EVERY
def test_rows_that_are_not_whole_are_refused(layout):
    with pytest.raises(ProtocolError, match="rows_incomplete"):
        decode_rows(layout, row(layout)[:-1], pins=PINS)


@pytest.mark.parametrize("layout", BY_UID, ids=lambda layout: layout.name)
def test_unknown_uid_is_kept_until_the_list_has_it(layout):
    upload = decode_rows(layout, row(layout, 7), pins={8: "1008"})
    assert not upload.punches
    (refused,) = upload.refused
    assert refused.reason == Reason("row_uid_unknown", {"uid": 7})
    later = decode_upload(TABLE, refused.line.encode(), pins={7: "A7"})
    assert [(p.pin, p.time) for p in later.punches] == [("A7", AT)]
    assert not decode_upload(TABLE, refused.line.encode()).punches


@pytest.mark.parametrize("layout", BY_UID, ids=lambda layout: layout.name)
def test_replay_keeps_the_pin_the_uid_had_then(layout):
    (punch,) = decode_rows(layout, row(layout, 7), pins={7: "old one"}).punches
    later = decode_upload(TABLE, punch.line.encode(), pins={7: "new"})
    assert later.punches == [punch]


@pytest.mark.parametrize("layout", BY_TEXT, ids=lambda layout: layout.name)
@pytest.mark.parametrize("pin", ["1", "0017", "NB2401004", "Z" * 24, "a b", "Ünal"])
def test_pin_is_text_exactly_as_sent(layout, pin):
    (punch,) = decode_rows(layout, encode_row(layout.name, 7, pin, AT, 0, 1)).punches
    assert punch.pin == pin


@pytest.mark.parametrize("layout", BY_TEXT, ids=lambda layout: layout.name)
@pytest.mark.parametrize("pin", ["", " ", "a\nb", "\x1b"])
def test_row_that_names_nobody_is_refused(layout, pin):
    upload = decode_rows(layout, encode_row(layout.name, 7, pin, AT, 0, 1))
    assert (len(upload.punches), len(upload.refused)) == (0, 1)
    assert upload.refused[0].reason == Reason("row_without_user")


def test_pin_in_the_code_page_of_the_terminal():
    field = "员工7".encode("gbk").ljust(24, b"\0")
    assert read_pin(field, "gbk") == "员工7"
    assert read_pin(field) == ""  # never half a PIN, which might be another's


def test_what_stands_behind_a_pin_does_not_matter():
    assert read_pin(b"17\0rest of an older PIN") == "17"


def test_zero_names_nobody():
    upload = decode_rows(LAYOUTS["16"], bytes(16))
    assert upload.refused[0].reason == Reason("row_without_user")


@pytest.mark.parametrize("name", ["8a", "16", "40", "49", "49p"])
def test_no_key_pressed_is_no_status(name):
    (punch,) = decode_rows(
        LAYOUTS[name], row(LAYOUTS[name], state=255), pins=PINS
    ).punches
    assert punch.status is None
    assert 255 not in STATUS


def test_work_code():
    (punch,) = decode_rows(LAYOUTS["16"], row(LAYOUTS["16"], workcode=42)).punches
    assert punch.workcode == "42"


@pytest.mark.parametrize(
    "line", ["", "40", "40 00", "41 " + "00" * 41, "40 xx", "40 " + "0" * 82, "\0"]
)
def test_line_that_is_no_row_is_refused(line):
    upload = decode_upload(TABLE, line.encode() + b"\n" + b"8b 7b0028004beca71e 17")
    assert [p.pin for p in upload.punches] == ["17"]
    assert len(upload.refused) == bool(line)


@given(st.binary(max_size=400))
def test_any_bytes_are_punches_or_refused(garbage):
    for layout in LAYOUTS.values():
        whole = garbage[: len(garbage) // layout.width * layout.width]
        upload = decode_rows(layout, whole, pins=PINS)
        found = len(upload.punches) + len(upload.refused)
        assert found == upload.lines == len(whole) // layout.width
        assert all(item.line.isprintable() for item in upload.refused)


@given(st.text(), st.text())
def test_any_text_is_replayed_or_refused(table, body):
    for name in (table, TABLE):
        upload = decode_upload(name, body.encode(errors="replace"))
        assert len(upload.punches) + len(upload.refused) == upload.lines


def test_long_log_costs_what_it_should():
    """Linear: a tenfold log takes about ten times as long, not a hundred."""
    one = row(LAYOUTS["40"])

    def seconds(rows):
        times = []
        for _attempt in range(3):  # the collector of garbage may come in between
            start = process_time()
            assert len(decode_rows(LAYOUTS["40"], one * rows).punches) == rows
            times.append(process_time() - start)
        return min(times)

    assert seconds(40_000) < 40 * max(seconds(4_000), 0.001)

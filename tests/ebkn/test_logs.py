"""Binary records: the log, and the list of users."""

import json
from datetime import datetime
from struct import pack
from time import process_time

import pytest
from hypothesis import given, strategies as st

from terminals.ebkn.codes import STATUS
from terminals.ebkn.layouts import LOGS, USERS
from terminals.ebkn.request import EbknCall
from terminals.ebkn.results import decode_results
from terminals.ebkn.uploads import decode_upload
from tests.ebkn.test_punches import verify
from tests.ebkn_vectors import VECTORS, body, call_of, framed

RESULT = EbknCall("result", "A1", "send_cmd_result", message="9", return_code="OK")
AT = datetime(2026, 3, 26, 17, 36, 10)


def when(at, year=None):
    year = at.year - 1900 if year is None else year
    return (
        1 | year << 2 | at.month << 12 | at.day << 16 | at.hour << 21 | at.minute << 26
    )


def log(*records, size=None, count=None, known=None, pins=(), **more):
    size = len(records[0]) if size is None else size
    sent = {"log_count": len(records) if count is None else count}
    sent |= {"one_log_size": size, **more}
    raw = framed(json.dumps(sent), b"".join(records))
    return decode_results(RESULT, raw, known=known, pins=pins)[1]


@pytest.mark.parametrize(
    "name", ["ebkn_22_result_log_data_hs103", "ebkn_23_result_log_data_hs101"]
)
def test_recorded_log(name):
    result, upload = decode_results(call_of(name), body(name), "query_punches")
    expected = VECTORS[name]["expected"]["logs"]
    assert (result.code, upload.lines) == (0, len(expected))
    assert not upload.refused
    for punch, sent in zip(upload.punches, expected, strict=True):
        assert (punch.pin, str(punch.time)) == (sent["user_id"], sent["time"])
        assert punch.status == sent.get("io_key", sent.get("io_mode"))
        assert punch.verify == verify(*sent["verify"])


SECOND, PACKED = AT.second, when(AT)
LAYOUTS = {
    12: pack("<IBBBBI", 7, 1, 2, 20, SECOND, PACKED),
    24: pack("<IBBBBIIII", 7, 1, 0, 0, SECOND, PACKED, 2 << 24, 0x40000000, 365),
    40: pack("<32sBBBBI", b"7", 1, 2, 20, SECOND, PACKED),
    52: pack("<32sBBBBIIII", b"7", 1, 2, 20, SECOND, PACKED, 0, 0, 365),
    32: pack("<16sBxxBIII", b"7", 1, SECOND, PACKED, 2 << 24, 0x40000000),
    48: pack("<32sBxBBIII", b"7", 1, 0, SECOND, PACKED, 2 << 24, 0x40000000),
}


@pytest.mark.parametrize("size", LAYOUTS)
def test_every_size_reads_alike(size):
    assert len(LAYOUTS[size]) == size
    assert set(LAYOUTS) == set(LOGS)
    upload = log(LAYOUTS[size], LAYOUTS[size])
    assert len(upload.punches) == 2
    (punch,) = set(upload.punches)
    assert (punch.pin, punch.time, STATUS[punch.status]) == ("7", AT, "out")
    assert punch.verify == verify("FACE")


def test_the_oldest_terminals_have_their_own_order():
    date = AT.year | AT.month << 12 | AT.day << 16 | AT.hour << 21 | AT.minute << 26
    record = pack("<BBBBII", 1, 1 | 1 << 6, 0, SECOND, 7, date)
    (punch,) = log(record, known={"fk_bin_data_lib": "FKDATAHS100"}).punches
    assert (punch.pin, punch.time, STATUS[punch.status]) == ("7", AT, "in")
    assert punch.verify == verify("FP")


def test_a_record_is_the_punch_that_was_pushed():
    """So that reading the log again adds nothing."""
    pushed = {"user_id": "7", "io_time": "20260326173610", "io_mode": 2 << 24}
    pushed |= {"verify_mode": 0x40000000, "fk_bin_data_lib": "FKDataHS103"}
    (live,) = decode_upload("realtime_glog", json.dumps(pushed).encode()).punches
    (read,) = log(LAYOUTS[48]).punches
    assert read[:5] == live[:5]


def test_a_number_is_spelt_as_the_terminal_does():
    for pins, pin in ((["00000007", "0012"], "00000007"), (["7"], "7"), ([], "7")):
        assert log(LAYOUTS[12], pins=pins).punches[0].pin == pin


def test_the_line_alone_gives_the_same_punch():
    for size in LAYOUTS:
        (punch,) = log(LAYOUTS[size]).punches
        assert decode_upload("realtime_glog", punch.line.encode()).punches == [punch]


def test_a_day_that_does_not_exist_costs_no_neighbour():
    bad = pack("<IBBBBI", 8, 1, 0, 1, 0, 1 | 126 << 2 | 2 << 12 | 31 << 16)
    upload = log(LAYOUTS[12], bad, LAYOUTS[12])
    assert [p.pin for p in upload.punches] == ["7", "7"]
    (refused,) = upload.refused
    assert refused.reason.code == "punch_time"
    assert '"8"' in refused.line
    again = decode_upload("send_cmd_result", refused.line.encode())
    assert again.refused == [refused], "it can be looked at again"


def test_door_events_of_the_log():
    door = pack("<32sBxBBIII", b"0", 1, 0, SECOND, PACKED, 7, 0)
    upload = log(door, LAYOUTS[48])
    assert [e.label for e in upload.events] == ["cover opened"]
    assert len(upload.punches) == 1


@pytest.mark.parametrize(
    ("values", "kept"), [({"count": "3"}, 1), ({"size": 12, "count": 2}, 1)]
)
def test_a_log_that_was_cut_says_so(values, kept):
    records = [LAYOUTS[12], LAYOUTS[12][:5]] if "size" in values else [LAYOUTS[12]]
    upload = log(*records, **values)
    assert len(upload.punches) == kept
    assert upload.refused[0].reason.code == "result_cut"


@pytest.mark.parametrize("size", [0, -1, 13, 10**9, "many", None])
def test_a_record_of_unknown_size_is_refused(size):
    upload = log(LAYOUTS[12], one_log_size=size)
    assert not upload.punches
    assert len(upload.refused) == 1


def test_an_empty_log():
    for sent in ({"log_count": 0, "one_log_size": 48}, {"log_count": "0"}):
        upload = decode_results(RESULT, framed(json.dumps(sent)))[1]
        assert (upload.lines, upload.punches) == (0, [])


@given(st.sampled_from([*LOGS, *USERS, 1, 7]), st.binary(max_size=400))
def test_any_bytes_are_records_or_refused(size, block):
    for name in ("one_log_size", "one_user_id_size"):
        raw = framed(json.dumps({name: size}), block)
        upload = decode_results(RESULT, raw)[1]
        records = upload.punches + upload.events + upload.users + upload.refused
        assert records or not block or name == "one_user_id_size"
        for record in records:
            record.line.encode()
            assert "\0" not in record.line


def test_a_long_log_takes_no_time():
    started = process_time()
    upload = log(*[LAYOUTS[48]] * 20_000)
    assert len(upload.punches) == 20_000
    assert process_time() - started < 3

"""The answer to a handshake."""

from datetime import datetime

import pytest

from terminals.adms.options import encode_options
from terminals.adms.uploads import OK, hold
from terminals.errors import Forbidden, ProtocolError
from terminals.zk_times import decode_zk_time, encode_zk_time
from tests.adms_vectors import VECTORS, meaning


def options(offset_minutes=60, stamps=None, **more) -> dict[str, str]:
    answer = encode_options(
        "A1", stamps=stamps or {}, offset_minutes=offset_minutes, **more
    )
    lines = answer.decode().split("\n")
    assert lines[0] == "GET OPTION FROM: A1"
    assert lines.pop() == "", "firmware drops an unterminated last line"
    return dict(line.split("=", 1) for line in lines[1:])


def test_answer_is_what_firmware_asks_for():
    sent = options()
    assert sent["ServerVer"] == "2.4.1", "below 2.2.14 the new stamps are not read"
    assert sent["PushProtVer"] == "2.3.0", "2.4 would negotiate encryption"
    assert sent["Encrypt"] == "None"
    assert sent["Realtime"] == "1"
    assert (sent["Delay"], sent["ErrorDelay"]) == ("10", "30")
    assert sent["MaxPostSize"] == "1048576"


def test_documented_example_has_the_same_first_lines_and_words():
    """Every option of the vendor's example is answered, in the vendor's spelling."""
    example = VECTORS["001_handshake_attpush_2214_zh"]["response"]["body"].split("\n")
    sent = options(offset_minutes=480, templates=True, photos=True)
    others = dict(line.split("=", 1) for line in example[1:] if line)
    assert others.keys() <= sent.keys()
    same = (
        "ErrorDelay",
        "Delay",
        "TransTimes",
        "TransInterval",
        "TimeZone",
        "Realtime",
    )
    assert [sent[name] for name in same] == [others[name] for name in same]
    asked = set(others["TransFlag"].removeprefix("TransData ").split("\t"))
    assert asked <= set(sent["TransFlag"].removeprefix("TransData ").split("\t"))


def test_both_families_of_stamps_carry_the_same_value():
    sent = options(stamps={"ATTLOG": "9999", "OPERLOG": "7"})
    assert sent["ATTLOGStamp"] == sent["Stamp"] == "9999"
    assert sent["OPERLOGStamp"] == sent["OpStamp"] == "7"
    assert sent["ATTPHOTOStamp"] == sent["PhotoStamp"] == "0", "missing: send all"
    assert {sent[f"{t}Stamp"] for t in ("BIODATA", "IDCARD", "ERRORLOG")} == {"0"}


@pytest.mark.parametrize(
    ("minutes", "received"),
    [
        (0, "0"),
        (60, "1"),
        (-720, "-12"),
        (840, "14"),
        (330, "330"),
        (345, "345"),
        (-210, "-210"),
        (-570, "-570"),
        (765, "765"),
    ],
)
def test_zone_is_told_in_hours_or_signed_minutes(minutes, received):
    assert options(offset_minutes=minutes)["TimeZone"] == received


@pytest.mark.parametrize("minutes", [30, -30, 59, 901, -1440])
def test_offset_firmware_would_misread_is_refused(minutes):
    with pytest.raises(ProtocolError):
        options(offset_minutes=minutes)


def test_only_what_is_wanted_is_asked_for():
    rows = "TransData AttLog\tOpLog\tEnrollUser\tChgUser"
    assert options()["TransFlag"] == rows
    assert options(photos=True)["TransFlag"] == rows + "\tAttPhoto\tUserPic\tBioPhoto"
    assert options(templates=True)["TransFlag"] == rows + "\tEnrollFP\tChgFP\tFACE"
    assert "1" not in options()["MultiBioDataSupport"]


@pytest.mark.parametrize("evil", ["1\nICLOCKSVRURL=evil", "1\r", "None", "²", "1\0"])
def test_stamp_cannot_add_a_line(evil):
    with pytest.raises(Forbidden):
        options(stamps={"ATTLOG": evil})


@pytest.mark.parametrize("serial", ["", "A\nICLOCKSVRURL=evil", "A\0"])
def test_serial_cannot_add_a_line(serial):
    with pytest.raises(Forbidden):
        encode_options(serial, stamps={}, offset_minutes=0)


def test_terminal_is_never_sent_elsewhere():
    answer = encode_options(
        "A1", stamps={}, offset_minutes=0, photos=True, templates=True
    )
    assert b"ICLOCKSVRURL" not in answer


def test_no_answer_that_keeps_rows_looks_like_success():
    assert OK not in hold().upper()


def test_packed_time_is_the_documented_one():
    expected = meaning("061_rtdata_time")
    moment = datetime.fromisoformat(expected["decoded_utc"])
    assert encode_zk_time(moment) == expected["datetime_old_encode"]
    assert decode_zk_time(expected["datetime_old_encode"]) == moment
    assert decode_zk_time(583080894) == datetime(2018, 2, 22, 14, 54, 54)


@pytest.mark.parametrize(
    "edge", [datetime(2000, 1, 1), datetime(2099, 12, 31, 23, 59, 59)]
)
def test_packed_time_returns_at_the_edges(edge):
    assert decode_zk_time(encode_zk_time(edge)) == edge


@pytest.mark.parametrize("packed", [-1, 61 * 86400 - 86400, 372 * 100 * 86400])
def test_packed_time_that_does_not_exist_is_refused(packed):
    """The second of the three is 30 February 2000."""
    with pytest.raises(ProtocolError):
        decode_zk_time(packed)


@pytest.mark.parametrize("year", [1999, 2100])
def test_year_outside_the_packed_range_is_refused(year):
    with pytest.raises(ProtocolError):
        encode_zk_time(datetime(year, 1, 1))

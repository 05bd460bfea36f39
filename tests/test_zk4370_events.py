"""What a terminal tells unasked."""

from datetime import datetime

import pytest
from hypothesis import given, strategies as st

from simulator.zk4370.events import punch_data
from terminals.errors import ProtocolError
from terminals.reasons import Reason
from terminals.records import Punch, Refused
from terminals.zk4370.codes import Event, Reply
from terminals.zk4370.events import TABLE, decode_enrolled, decode_punch
from terminals.zk4370.frames import decode_frame
from terminals.zk4370.uploads import decode_upload
from tests.zk4370_vectors import decoded, payload, raw

AT = datetime(2024, 7, 28, 8, 30, 15)
LENGTHS = [10, 12, 14, 32, 36, 37, 52, 53, 60, 100]
BY_UID = [10, 14]
PINS = {7: "7"}


def received(length, pin="7", uid=7, state=1, verify=15):
    return punch_data(min(length, 52), uid, pin, AT, state, verify).ljust(length, b"\0")


@pytest.mark.parametrize("name", ["v30", "v31"])
def test_recorded_punches(name):
    punch, expected = decode_punch(raw(name)), decoded(name)
    assert punch.pin == str(expected["user_id"])
    assert (punch.verify, punch.status) == (expected["verify"], expected["state"])
    assert punch.time == datetime.fromisoformat(expected["time"])


def test_recorded_frame_of_a_punch():
    frame, expected = decode_frame(payload("v36")), decoded("v36")
    assert (frame.command, frame.session) == (Reply.EVENT, Event.PUNCH)
    punch = decode_punch(frame.data)
    assert (punch.pin, punch.verify) == (expected["user_id"], expected["verify"])
    assert punch.time == datetime.fromisoformat(expected["time"])


@pytest.mark.parametrize("length", LENGTHS)
def test_every_length_is_a_punch(length):
    assert len(received(length)) == length
    punch = decode_punch(received(length), pins=PINS)
    assert punch[:5] == ("7", AT, 1, 15, "")
    assert punch.uid == (7 if length in BY_UID else None)


@pytest.mark.parametrize("length", [0, 1, 9, 11, 13, 20, 31, 33, 35, 38, 40, 44, 51])
def test_other_lengths_are_kept(length):
    refused = decode_punch(bytes(length))
    assert isinstance(refused, Refused)
    assert refused.reason == Reason("event_length_unknown", {"size": length})


@pytest.mark.parametrize("length", BY_UID)
def test_unknown_uid_is_kept_until_the_list_has_it(length):
    refused = decode_punch(received(length), pins={8: "8"})
    assert isinstance(refused, Refused)
    (punch,) = decode_upload(TABLE, refused.line.encode(), pins={7: "A7"}).punches
    assert (punch.pin, punch.time) == ("A7", AT)


@pytest.mark.parametrize("length", LENGTHS)
def test_line_of_a_punch_is_read_again(length):
    punch = decode_punch(received(length), pins=PINS)
    assert decode_upload(TABLE, punch.line.encode(), pins={7: "x"}).punches == [punch]


def test_moment_that_does_not_exist_is_refused():
    data = raw("v31")[:-6] + bytes((24, 2, 31, 8, 0, 0))
    assert decode_punch(data).reason == Reason("six_bytes_invalid")


def test_no_key_pressed_is_no_status():
    assert decode_punch(received(32, state=255)).status is None


@pytest.mark.parametrize("pin", ["0017", "NB2401004", "Z" * 24])
def test_pin_is_text(pin):
    assert decode_punch(received(32, pin=pin)).pin == pin


@pytest.mark.parametrize("length", [12, 32])
def test_nobody_is_refused(length):
    assert isinstance(decode_punch(bytes(length)), Refused)


@given(st.binary(max_size=80))
def test_any_bytes_are_a_punch_or_refused(garbage):
    found = decode_punch(garbage, pins=PINS)
    assert isinstance(found, Punch | Refused)
    assert found.line.startswith("live ")


@pytest.mark.parametrize("line", ["live", "live xx", "dead 00", "live 00", "x"])
def test_line_that_is_no_punch_is_refused(line):
    upload = decode_upload(TABLE, line.encode())
    assert (len(upload.punches), len(upload.refused)) == (0, 1)


@pytest.mark.parametrize("code", [4, 5, 6, 99])
def test_failed_enrolment_may_be_a_code_alone(code):
    received_alone = decode_enrolled(code.to_bytes(2, "little"))
    assert (received_alone.result, received_alone.pin, received_alone.finger) == (
        code,
        "",
        -1,
    )


@pytest.mark.parametrize("data", [b"", b"\0"])
def test_enrolment_that_says_nothing_is_refused(data):
    with pytest.raises(ProtocolError):
        decode_enrolled(data)

"""The simulator's codec of port 4370 against recordings, and against the addon's codec.

The two share no line: where they differ, one of them is wrong.
"""

from dataclasses import asdict
from datetime import datetime, timezone

import pytest

from simulator import Terminal, User
from simulator.zk4370 import (
    FIRMWARES,
    buffer,
    communication_key,
    events,
    fingers,
    frames,
    rows,
    user_records,
)
from simulator.zk4370.sizes import sizes_data
from simulator.zk4370.times import pack_date, pack_time, six_bytes, unpack_time
from terminals.errors import ProtocolError
from terminals.records import DeviceUser
from terminals.zk4370 import communication_key as addon_auth, events as addon_events
from terminals.zk4370.device_info import decode_sizes
from terminals.zk4370.frames import decode_frame as addon_decode_frame
from terminals.zk4370.punch_layouts import LAYOUTS as ADDON_LAYOUTS
from terminals.zk4370.punches import decode_rows
from terminals.zk4370.templates import decode_entries, encode_save, make_template
from terminals.zk4370.times import decode_time, encode_time
from terminals.zk4370.user_encoding import encode_user
from terminals.zk4370.user_layouts import USER_LAYOUTS
from terminals.zk4370.users import decode_user
from tests.zk4370_vectors import FRAMES, decoded, payload, raw

AT = datetime(2026, 11, 29, 18, 7, 43)
NOON = datetime(2026, 11, 29, 12, tzinfo=timezone.utc)
#: uid, PIN, time, state, verify code: no two of them alike, so that none may stand in
#: for another.
PUNCHES = [(773, "1001", AT, 2, 1), (12, "7", datetime(2031, 1, 31), 4, 3)]
MOMENTS = [AT, datetime(2000, 1, 1), datetime(2024, 2, 29, 23, 59, 59)]
LAYOUTS = pytest.mark.parametrize("name", rows.ROW_LAYOUTS)


@pytest.mark.parametrize("name", FRAMES)
def test_a_recorded_frame_is_written_again_byte_by_byte(name):
    frame = frames.decode_frame(payload(name))
    assert frames.encode_frame(frame) == payload(name)
    assert frame == addon_decode_frame(payload(name))


@pytest.mark.parametrize(
    ("key", "session", "proof"),
    [
        (12, 0x45CF, "614d323c"),
        (0, 1, "617d3279"),
        (999999, 0xFFFF, "22813296"),
        (1234, 0x1F2E, "41363266"),
        (1234, 0x1F99, "41363266"),
    ],
)
def test_a_published_proof_opens_its_session_and_no_other_key_does(key, session, proof):
    assert communication_key.scramble(key, session, 50).hex() == proof
    assert communication_key.is_proof(bytes.fromhex(proof), key, session)
    assert not communication_key.is_proof(bytes.fromhex(proof), key ^ 1, session)


@pytest.mark.parametrize("ticks", [0, 50, 255])
def test_a_proof_of_the_addon_opens_a_session_of_the_simulator(ticks):
    proof = addon_auth.scramble(123456, 0x2F01, ticks)
    assert communication_key.is_proof(proof, 123456, 0x2F01)


def test_the_recorded_row_of_a_f19_is_written_again_byte_by_byte():
    received = decoded("v41")
    row = rows.encode_row(
        "40", received["uid"], received["user_id"], received["time_raw"], 0, 1
    )
    assert row == raw("v41")


@LAYOUTS
@pytest.mark.parametrize("punch", PUNCHES)
def test_a_row_of_the_simulator_is_read_by_the_addon(name, punch):
    uid, pin, time, state, verify = punch
    row = rows.encode_row(name, uid, pin, time, state, verify, workcode=70_001)
    upload = decode_rows(ADDON_LAYOUTS[name], row, pins={uid: pin})
    (read,) = upload.punches
    assert (read.pin, read.time, read.status, read.verify) == (pin, time, state, verify)
    assert read.workcode == ("70001" if name == "16" else "")


@pytest.mark.parametrize("length", events.PUNCH_LENGTHS)
@pytest.mark.parametrize("punch", PUNCHES)
def test_an_event_of_the_simulator_is_read_by_the_addon(length, punch):
    uid, pin, time, state, verify = punch
    data = events.punch_data(length, uid, pin, time, state, verify)
    assert len(data) == length
    read = addon_events.decode_punch(data, pins={uid: pin})
    assert (read.pin, read.time, read.status, read.verify) == (pin, time, state, verify)


def test_the_end_of_an_enrolment_is_read_by_the_addon():
    read = addon_events.decode_enrolled(events.enrolled_data(5, "1001", 6, 1243))
    assert (read.result, read.pin, read.finger, read.size) == (5, "1001", 6, 1243)


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_packed_moment_is_the_same_number_to_both(moment):
    assert pack_time(moment) == encode_time(moment)
    assert unpack_time(pack_time(moment)) == decode_time(pack_time(moment)) == moment
    assert six_bytes(moment) == bytes(
        [moment.year - 2000, *moment.timetuple()[1:6]],
    )


def test_the_31st_of_february_is_no_moment_to_either():
    with pytest.raises(ProtocolError):
        decode_time(pack_date(2024, 2, 31))
    with pytest.raises(ValueError, match="day"):
        unpack_time(pack_date(2024, 2, 31))


def test_fingers_of_the_simulator_are_read_by_the_addon():
    stored = [fingers.Finger(7, 3, b"abc"), fingers.Finger(258, 9, b"de", 3)]
    entries, whole = decode_entries(fingers.encode_fingers(stored))
    assert [(e.uid, e.finger, e.blob, e.valid) for e in entries] == stored
    assert whole
    template = make_template(entries[1], "1003", major=10)
    assert (template.pin, template.slot, template.duress) == ("1003", 9, True)
    assert (template.size, template.blob, template.major) == (2, b"de", 10)


@pytest.mark.parametrize("size", [28, 72])
def test_fingers_the_addon_saves_are_read_by_the_simulator(size):
    records = [bytes([7, 1]) + bytes(size - 2), bytes([8, 1]) + bytes(size - 2)]
    sent = encode_save(
        [(records[0], [(3, b"abc"), (4, b"d")]), (records[1], [(0, b"ef")])]
    )
    upload = fingers.Upload(sent, size)
    assert upload.users == records
    assert upload.fingers == [
        (263, 3, b"abc", 1),
        (263, 4, b"d", 1),
        (264, 0, b"ef", 1),
    ]


@pytest.mark.parametrize("cut", [1, 3, 12, 40])
def test_an_upload_cut_short_is_refused(cut):
    sent = encode_save([(bytes([7, 1]) + bytes(70), [(3, b"abc")])])
    with pytest.raises(fingers.BadUpload):
        fingers.Upload(sent[:-cut], 72)


@pytest.mark.parametrize("data", [b"", bytes(11), b"\2" + bytes(10), b"\1" + bytes(9)])
def test_a_request_for_a_table_that_is_not_whole_is_refused(data):
    with pytest.raises(buffer.BadRequest):
        buffer.read_prepare(data)


@pytest.mark.parametrize("data", [b"", bytes(7), bytes(9), b"\xff" * 8])
def test_a_request_for_a_window_that_is_not_whole_is_refused(data):
    with pytest.raises(buffer.BadRequest):
        buffer.read_window(data)


@pytest.mark.parametrize("firmware", [FIRMWARES["f19"], FIRMWARES["ta8035"]])
def test_a_user_of_the_simulator_is_read_by_the_addon(firmware):
    user = User("1003", "Ann", "4097", privilege=14, password="321", group="5")
    record = user_records.write_user(user, 770, firmware, b"")
    read = decode_user(record)
    assert read.uid == 770
    assert (read.user.pin, read.user.name, read.user.card) == ("1003", "Ann", "4097")
    assert (read.user.privilege, read.user.group) == ("admin", "5")
    assert read.user.password == "321"
    line = "user uid=770 pin=1003 name=Ann privilege=admin card=4097 group=5"
    assert read.user.line == line, "without the password"


@pytest.mark.parametrize("firmware", [FIRMWARES["f19"], FIRMWARES["ta8035"]])
def test_a_user_the_addon_writes_is_read_by_the_simulator(firmware):
    changes = DeviceUser(
        "1003", name="Ann", card="4097", privilege="manager", password="321", group="5"
    )
    record = encode_user(USER_LAYOUTS[firmware.user_size], 770, changes)
    slot, user, _zones = user_records.read_user(record, firmware)
    assert slot == 770
    assert user == User("1003", "Ann", "4097", privilege=6, password="321", group="5")


def test_every_count_of_the_simulator_is_read_by_the_addon():
    """Each count is another number."""
    terminal = Terminal("A", capacity=500, user_capacity=90)
    for number in range(7):
        pin = str(number + 1)
        terminal.set_user(pin, privilege=14 * (number < 2), password="1" * (number < 3))
        for slot in range(2):
            terminal.enrol(pin, NOON, "finger", slot)
    for number in range(4):
        terminal.enrol(str(number + 1), NOON, "face")
        terminal.punch("1", NOON)
    terminal.punch("1", NOON)
    read = decode_sizes(sizes_data(terminal, 92))
    assert asdict(read) == {
        "users": 7,
        "fingers": 14,
        "punches": 5,
        "finger_capacity": 3000,
        "user_capacity": 90,
        "punch_capacity": 500,
        "faces": 4,
        "face_capacity": 3000,
    }

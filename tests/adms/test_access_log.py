"""The event log of the security dialect: who passed, and what else happened."""

from datetime import datetime

import pytest

from terminals.adms.uploads import acknowledge, decode_upload
from terminals.records import Punch
from tests.adms_vectors import body, meaning, named

ROW = "time=2026-03-02 08:00:01\tpin={pin}\tcardno=0\teventaddr=1\tevent={event}"
ROW += "\tinoutstatus={way}\tverifytype=15\tindex=21\n"


def read(event=0, pin="7", way="0", table="rtlog"):
    row = ROW.format(event=event, pin=pin, way=way)
    return decode_upload(table, row.encode())


def test_recorded_refusal_is_no_punch():
    upload = decode_upload("rtlog", body("078_sec_rtlog"))
    expected = meaning("078_sec_rtlog")
    (event,), (sent,) = upload.events, expected["events"]
    assert len(upload.punches) == expected["attendance_punches"]
    assert event.time == datetime.fromisoformat(sent["time"])
    assert event.code == str(sent["event"])
    assert event.label == "refused: not registered, or wrong password"
    assert event.details == ("eventaddr=1", "inoutstatus=1", "index=21")
    assert acknowledge("rtlog", upload) == b"OK"


@pytest.mark.parametrize(("way", "status"), [("0", 0), ("1", 1), ("2", None)])
def test_granted_entry_is_a_punch_with_its_direction(way, status):
    upload = read(way=way)
    (punch,) = upload.punches
    assert punch[:4] == ("7", datetime(2026, 3, 2, 8, 0, 1), status, 15)
    assert not upload.events


@pytest.mark.parametrize("event", [0, 1, 2, 3, 14, 17, 19, 203, 207, 216, 222, 4001])
def test_every_way_to_pass_is_a_punch(event):
    assert read(event).punches
    assert not read(event, pin="0").punches, "nobody in particular"
    assert not read(event, pin="").punches


@pytest.mark.parametrize(
    "event", [4, 6, 8, 20, 22, 23, 29, 41, 99, 100, 202, 206, 5000]
)
def test_what_is_no_punch_is_an_event(event):
    upload = read(event)
    assert not upload.punches
    assert upload.events[0].code == str(event)
    assert "pin=7" in upload.events[0].details


@pytest.mark.parametrize("event", [101, 103])
def test_entry_under_duress_is_a_punch_and_an_alarm(event):
    upload = read(event)
    assert len(upload.punches) == 1
    assert "duress" in upload.events[0].label
    assert upload.lines == 1


@pytest.mark.parametrize(
    ("event", "tampering"), [(100, True), (109, True), (102, False)]
)
def test_attack_on_the_terminal_is_flagged(event, tampering):
    assert read(event, pin="0").events[0].tampering is tampering


@pytest.mark.parametrize(
    ("event", "label"),
    [(99, "refused or faulty"), (199, "alarm"), (4500, "event")],
)
def test_unknown_event_is_told_by_its_class(event, label):
    assert read(event).events[0].label == label


def test_log_asked_for_gives_the_punches_of_the_log_pushed():
    row = (
        "transaction cardno=0\tpin=7\tverified=15\tdoorid=1\teventtype=0\tinoutstate=1"
    )
    row += "\ttime_second=583080894\tindex=92\n"
    upload = decode_upload("tabledata", row.encode(), name="transaction")
    (asked,) = upload.punches
    assert acknowledge("tabledata", upload, name="transaction") == b"transaction=1"
    (pushed,) = read(way="1").punches
    moment = datetime(2018, 2, 22, 14, 54, 54)
    assert asked[:5] == Punch("7", moment, *pushed[2:5], "")[:5]


def test_line_alone_gives_the_punch_again():
    (punch,) = read().punches
    assert decode_upload("rtlog", punch.line.encode()).punches == [punch]


@pytest.mark.parametrize("name", named("rtstate"))
def test_state_of_doors_is_acknowledged_and_not_kept(name):
    upload = decode_upload("rtstate", body(name))
    assert upload.lines == 1
    assert not (upload.punches or upload.events or upload.refused)
    assert acknowledge("rtstate", upload) == b"OK"


@pytest.mark.parametrize(
    "row",
    [
        "time=2026-02-30 08:00:00\tpin=7\tevent=0",
        "time=2026-02-20 08:00:00\tpin=7",
        "pin=7\tevent=0",
        "pin=7\tevent=0\ttime_second=x",
        "transaction pin=7\teventtype=0\ttime_second=99999999999",
        f"time=2026-02-20 08:00:00\tpin={'7' * 25}\tevent=0",
        "time=2026-02-20 08:00:00\tpin=7\0\tevent=0",
    ],
)
def test_row_that_cannot_be_read_is_refused_alone(row):
    good = ROW.format(event=0, pin="7", way="0")
    upload = decode_upload("rtlog", f"{good}{row}\n{good}".encode())
    assert (len(upload.punches), len(upload.refused), upload.lines) == (2, 1, 3)

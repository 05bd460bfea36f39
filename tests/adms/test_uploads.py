"""Everything a terminal sends besides punches."""

from base64 import b64encode
from datetime import datetime

import pytest

from terminals.adms.codes import OPERATIONS
from terminals.adms.device_info import decode_info
from terminals.adms.uploads import acknowledge, decode_upload
from tests.adms_vectors import VECTORS, body, meaning, named

OPLOGS = [n for n in named("operlog") if {"ops", "oplog"} & meaning(n).keys()]


def upload_of(name: str):
    return decode_upload(meaning(name)["table"], body(name))


@pytest.mark.parametrize("name", OPLOGS)
def test_audit_rows_become_events(name):
    upload, expected = upload_of(name), meaning(name)
    codes = expected.get("ops") or [row["op"] for row in expected["oplog"]]
    assert [event.code for event in upload.events] == list(map(str, codes))
    assert not upload.refused
    for event, row in zip(upload.events, expected.get("oplog", ()), strict=False):
        if "time" in row:
            assert event.time == datetime.fromisoformat(row["time"])
            assert event.operator == row["admin"]
            assert event.details == tuple(map(str, row["obj"]))
    assert acknowledge("OPERLOG", upload) == b"OK: %d" % expected["count"]


def test_event_names_its_user():
    (event,) = upload_of("030_operlog_menu").events
    assert (event.label, event.operator) == ("menu entered", "0")
    assert event.details == ("20156107", "0", "0", "0")


def test_alarm_says_why():
    alarm = upload_of("033_operlog_x903_boot").events[1]
    assert meaning("033_operlog_x903_boot")["alarm_reason"] == 54
    assert alarm.label == "alarm: opened by accident"


def test_destroying_evidence_is_flagged():
    flagged = {code for code, (_, tampering) in OPERATIONS.items() if tampering}
    assert flagged == {9, 10, 13, 21, 22, 23, 24, 35, 82, 105}
    events = upload_of("028_operlog_mixed_crlf_subset").events
    assert [e.code for e in events if e.tampering] == ["13"]


@pytest.mark.parametrize(
    "row",
    [
        "OPLOG x\t0\t2024-03-12 11:03:28\t0",
        "OPLOG 4\t0\t2024-02-30 11:03:28\t0",
        "OPLOG 4\t0",
        "OPLOG",
        "NONSENSE 1",
        "OPLOG 4\t0\t2024-03-12 11:03:28\t\0",
    ],
)
def test_bad_row_is_refused_alone(row):
    good = "OPLOG 4\t0\t2024-03-12 11:03:28\t0\t0\t0\t0"
    upload = decode_upload("OPERLOG", f"{good}\n{row}\n{good}\n".encode())
    assert len(upload.events) == 2
    assert len(upload.refused) == 1
    assert acknowledge("OPERLOG", upload) == b"OK: 3"


def test_refused_user_row_shows_who_but_not_the_password():
    row = b"USER PIN=7\0\tName=Ada L\tPri=14\tPasswd=hunter2\tCard=[15CD5B07]\n"
    (refused,) = decode_upload("OPERLOG", row).refused
    assert "hunter2" not in refused.line
    assert "Passwd=[7 characters not kept]" in refused.line
    assert "Name=Ada L" in refused.line


@pytest.mark.parametrize(
    "row",
    [
        b"FP PIN=6\tFID=4\ttmp=SECRET",
        b"templatev10 size=4\tpin=1\ttemplate=SECRET",
        b"x authKey=SECRET",
        b"x ComPwd=SECRET",
        b"UNHEARD OF=" + b"SECRET" * 100,
        b"\xff\xfe PASSWD=SECRET",
    ],
)
@pytest.mark.parametrize("table", ["OPERLOG", "BIODATA", "ATTLOG", "TABLEDATA", ""])
def test_no_secret_reaches_a_message(table, row):
    upload = decode_upload(table, row)
    records = upload.refused + upload.templates
    assert len(records) == 1
    assert "SECRET" not in repr(records)


def test_no_secret_reaches_the_options():
    info = decode_upload("options", b"UserCount=8,ComPwd=SECRET,~Platform=Z").info
    assert info.options["ComPwd"] == "[6 characters not kept]"
    assert (info.users, info.platform) == (8, "Z")


def test_a_long_refused_row_is_kept_whole():
    (refused,) = decode_upload("OPERLOG", b"a b " * 5000).refused
    assert refused.line == "a b " * 5000


def wrapped(text, width=76):
    return "\n".join(text[at : at + width] for at in range(0, len(text), width))


@pytest.mark.parametrize("table", ["OPERLOG", "BIODATA", "TABLEDATA", "NEWTABLE", ""])
def test_a_template_wrapped_over_lines_is_in_no_message(table):
    template = b64encode(bytes(range(256)) * 2)[:668].decode()
    row = f"FP PIN=6\tFID=4\tSize=668\tValid=1\tTMP={wrapped(template)}\n"
    upload = decode_upload(table, f"{row}USER PIN=7\tName=Ann\n".encode())
    assert not any(piece in repr(upload.refused) for piece in wrapped(template).split())
    if upload.templates:
        assert [each.text for each in upload.templates] == [template]
        assert not upload.templates[0].is_cut
        assert [user.pin for user in upload.users] == ["7"]
    else:
        assert "USER PIN=7\tName=Ann" in upload.refused[0].line


def test_a_template_shorter_than_its_size_is_cut():
    row = b"FP PIN=6\tFID=4\tSize=668\tValid=1\tTMP=AAEC"
    assert [each.is_cut for each in decode_upload("OPERLOG", row).templates] == [True]


@pytest.mark.parametrize("gap", [" ", "\t", ""])
@pytest.mark.parametrize(
    ("table", "name", "word"),
    [
        ("USERPIC", "", "userpic"),
        ("BIOPHOTO", "", "biophoto"),
        ("TABLEDATA", "userpic", "userpic"),
        ("TABLEDATA", "biophoto", "BioPhoto"),
    ],
)
def test_a_row_of_a_photo_is_read_with_blank_tab_or_no_word(table, name, word, gap):
    row = f"{word if gap else ''}{gap}pin=1\tcontent=AAEC"
    (photo,) = decode_upload(table, row.encode(), name=name).photos
    assert (photo.pin, photo.image) == ("1", b"\0\1\2")


def test_empty_audit_is_plain_ok():
    upload = upload_of("038_operlog_empty")
    assert upload.lines == meaning("038_operlog_empty")["count"] == 0
    assert acknowledge("OPERLOG", upload) == b"OK"


def test_error_names_its_command():
    (event,) = upload_of("045_errorlog").events
    (expected,) = meaning("045_errorlog")["errors"]
    assert event.code == expected["code"]
    assert event.label == "error: face photo not accepted"
    assert f"CmdId={expected['cmd_id']}" in event.details
    assert acknowledge("ERRORLOG", upload_of("045_errorlog")) == b"OK"


@pytest.mark.parametrize("name", named("attphoto"))
def test_photo_of_a_punch_has_its_time_and_pin(name):
    upload, expected = upload_of(name), meaning(name)
    (photo,) = upload.photos
    assert photo.time == datetime.fromisoformat(expected["time"])
    assert photo.pin == expected["pin"]
    assert acknowledge("ATTPHOTO", upload) == b"OK"


@pytest.mark.parametrize(
    ("header", "pin", "time"),
    [
        (b"PIN=20240101080000.jpg\nCMD=uploadphoto", "", datetime(2024, 1, 1, 8)),
        (b"pin=20240101080000-7.jpg\r\ncmd=x\0", "7", datetime(2024, 1, 1, 8)),
        (b"PIN=20240231080000-7.jpg\n", "7", None),
        (b"PIN=hello.jpg", "", None),
    ],
)
def test_photo_header_is_read_with_care(header, pin, time):
    (event,) = decode_upload("ATTPHOTO", header).events
    assert (event.details[0], event.time) == (f"PIN={pin}", time)


@pytest.mark.parametrize("photo", [b"\xff\xd8\xff\xe0JFIF", b"x" * 5000, b"PIN=\n"])
def test_photo_without_header_is_refused(photo):
    upload = decode_upload("ATTPHOTO", photo)
    assert len(upload.refused) == 1
    assert not upload.events


def test_options_describe_the_terminal():
    upload, expected = upload_of("055_options_x903"), meaning("055_options_x903")
    info = upload.info
    assert expected["options"].items() <= info.options.items()
    assert (info.model, info.mac) == ("X903", "00:17:61:12:ba:c5")
    assert (info.firmware, info.platform) == ("ZMM510-NF-Ver1.0.19", "ZMM510_TFT")
    assert (info.users, info.punches, info.punch_capacity) == (8, 71, 50_000)
    assert info.faces is None, "not said: keep what is known"
    assert acknowledge("options", upload) == b"OK"


@pytest.mark.parametrize(
    ("sent", "capacity"), [("5", 500), ("100", 10_000), ("3000", 3000), ("x", None)]
)
def test_capacity_is_told_in_hundreds_or_ones(sent, capacity):
    info = decode_upload("options", f"~MaxUserCount={sent}".encode()).info
    assert info.user_capacity == capacity


def test_comma_inside_a_value_is_kept():
    upload = decode_upload("options", b"~OEMVendor=ZKTeco Co., Ltd.,UserCount=1")
    assert upload.info.options["~OEMVendor"] == "ZKTeco Co., Ltd."
    assert upload.info.users == 1


def test_poll_describes_the_terminal():
    query = VECTORS["056_getrequest_info_10"]["request"]["query"]
    expected = meaning("056_getrequest_info_10")["info"]
    info = decode_info(query["INFO"])
    assert info.firmware == expected["fw"]
    assert info.address == expected["ip"]
    counts = (info.users, info.fingers, info.punches, info.faces)
    assert counts == tuple(expected[k] for k in ("users", "fps", "attlogs", "faces"))
    assert info.options["FPVersion"] == str(expected["fpver"])
    assert info.options["Functions"] == expected["flags"]


@pytest.mark.parametrize(
    "info", ["", ",,,", "Ver", "a,b,c,d,e,f,g,h,i,j,k,l,m,n", "\0"]
)
def test_strange_info_says_nothing_false(info):
    received = decode_info(info)
    assert (
        received.users is received.fingers is received.faces is received.punches is None
    )

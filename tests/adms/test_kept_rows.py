"""Rows that are no user, template or photo: refused and kept whole, or kept as events."""

import pytest

from terminals.adms.uploads import acknowledge, decode_upload
from tests.adms_vectors import read


@pytest.mark.parametrize(
    "row",
    [
        "USER Name=Ada\tPasswd=SECRET",
        "USER PIN=\tPasswd=SECRET",
        f"USER PIN={'9' * 25}\tPasswd=SECRET",
        "USER PIN=1\0\tPasswd=SECRET",
        "FP FID=1\tTMP=SECRET",
        "FP PIN=1\tFID=1\tTMP=",
        "USERPIC PIN=1\tContent=not~base64~SECRET",
        "BIOPHOTO PIN=1\tContent=",
        "extuser Pin=1\tPassword=SECRET",
    ],
)
def test_row_that_cannot_be_read_is_refused_alone(row):
    good = "USER PIN=1\tName=Ada"
    upload = read("OPERLOG", good, row, good)
    assert len(upload.users) == 2
    (refused,) = upload.refused
    assert "SECRET" not in refused.line
    assert acknowledge("OPERLOG", upload) == b"OK: 3"


@pytest.mark.parametrize(
    "row",
    [
        "USER PIN=1\tName=Ann\tPri=0PIN=2\tName=Bob\tPri=0",
        "USER PIN=1\tName=Ann\tPri=0\tGrpIN=2\tName=Bob\tPri=0\tGrp=1",
        "USER PIN=1\tName=Ann\tPPIN=2\tName=Bob\tPri=0",
        "USER PIN=1\tName=Ann\tPri=0PIN=2\tnalege=0",
        "USER PIN=1\tNameee\t2\tName=Ann\tPri=0",
        "USER PIN=1\tName=AnnPIN=2\t",
    ],
)
def test_rows_merged_with_the_loss_of_a_few_characters_are_kept_whole(row):
    upload = read("OPERLOG", row)
    assert not upload.users
    [refused] = upload.refused
    assert (refused.line, refused.reason.code) == (row, "row_merged")


def test_rows_of_people_are_no_photo_and_kept_whole():
    body = b"PIN=1\tName=Ann\nPIN=2\tName=Bob\n"
    upload = decode_upload("ATTPHOTO", body)
    assert not upload.events
    assert [refused.line for refused in upload.refused] == [body.decode()]


@pytest.mark.parametrize(
    ("table", "name", "row"),
    [
        (
            "TABLEDATA",
            "transaction",
            "transaction 7\teventtype=0\ttime_second=548003688",
        ),
        ("ERRORLOG", "", "ERRORLOG ErrCode;D01\t7\tCmdId=1"),
    ],
)
def test_an_event_keeps_a_column_without_a_name(table, name, row):
    [event] = read(table, row, name=name).events
    assert "7" in event.details


def test_padding_of_a_template_is_no_second_person():
    row = "FP PIN=1\tFID=1\tSize=12\tValid=1\tTMP=AAAAAAAAAAAAPin="
    assert [each.pin for each in read("OPERLOG", row).templates] == ["1"]


def test_what_stands_where_the_image_of_a_photo_should_be_is_kept():
    body = b"PIN=1\nSN=X\nsize=9\0PIN=2\tName=Ann"
    upload = decode_upload("ATTPHOTO", body)
    assert [event.code for event in upload.events] == ["ATTPHOTO"]
    assert [refused.line for refused in upload.refused] == ["PIN=2\tName=Ann"]


def test_table_asked_for_by_a_name_we_do_not_know_is_refused_whole():
    upload = read("tabledata", "APList ssid=x", name="APList")
    (refused,) = upload.refused
    assert refused.reason == ("table_unknown", {"table": "APLIST"})

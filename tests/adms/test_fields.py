"""Every key and number of rows that no recording has."""

from datetime import datetime

import pytest

from terminals.adms.uploads import decode_upload

KINDS = [
    *("common", "finger", "face", "voice", "iris", "retina", "palm_print", "vein"),
    *("palm", "visible_face", "visible_palm"),
]


def upload_of(row, table="OPERLOG"):
    upload = decode_upload(table, f"{row}\n".encode())
    assert not upload.refused
    return upload


@pytest.mark.parametrize(("number", "kind"), list(enumerate(KINDS)))
def test_a_general_template_is_of_the_kind_of_its_number(number, kind):
    row = f"BIODATA Pin=1\tNo=2\tIndex=3\tValid=1\tType={number}\tFormat=4\tTmp=AAEC"
    (template,) = upload_of(row).templates
    assert (template.kind, template.slot, template.index) == (kind, 2, 3)
    assert (template.format, template.blob) == (4, b"\0\1\2")


@pytest.mark.parametrize("word", ["FP", "FINGERTMP", "templatev10"])
def test_a_row_of_a_finger_is_known_by_each_of_its_words(word):
    (template,) = upload_of(f"{word} PIN=1\tFID=4\tValid=1\tTMP=AAEC").templates
    assert (template.kind, template.slot) == ("finger", 4)


@pytest.mark.parametrize("word", ["IDCARD", "IDENTITYCARD"])
def test_a_row_of_an_identity_card_is_known_by_each_of_its_words(word):
    (user,) = upload_of(f"{word} PIN=2\tIDNum=77\tName=Ann").users
    assert (user.pin, user.name, user.line) == ("2", "Ann", "IDCARD PIN=2\tName=Ann")


ROWS = [
    ("OPLOG 4\t0\t2026-03-02 08:00:01\t1\t0\t0\t0", "OPERLOG"),
    ("ERRORLOG ErrCode=D01E0001\tErrMsg=x", "ERRORLOG"),
    ("time=2026-03-02 08:00:01\tpin=0\tevent=27\tinoutstatus=1", "rtlog"),
]


@pytest.mark.parametrize(("row", "table"), ROWS)
def test_an_event_keeps_its_row(row, table):
    (event,) = upload_of(row, table).events
    assert event.line == row


def test_an_enrolled_card_keeps_its_row_without_the_number():
    row = "ENROLLINFODATA TYPE=0\tPIN=1\tTMP=4711"
    (user,) = upload_of(row).users
    assert (user.pin, user.card) == ("1", "4711")
    assert user.line == row.replace("4711", "[4 characters not kept]")


def test_an_unknown_operation_is_named_by_its_number_and_no_tampering():
    (event,) = upload_of("OPLOG 99\t7\t2026-03-02 08:00:01").events
    assert (event.code, event.label, event.tampering) == (
        "99",
        "unknown operation",
        False,
    )
    assert (event.operator, event.time) == ("7", datetime(2026, 3, 2, 8, 0, 1))

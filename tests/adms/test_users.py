"""Rows of users, templates and photos, in both dialects."""

from base64 import b64encode
from dataclasses import replace
from datetime import datetime

import pytest

from terminals.adms.uploads import acknowledge, decode_upload
from tests.adms_vectors import VECTORS, body, meaning, named, read

JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256))
IMAGE = b64encode(JPEG).decode()
TEMPLATES = named("fp_trunc", "operlog_face", "fvein", "biodata")


def upload_of(vector: str):
    query = VECTORS[vector]["request"]["query"]
    return decode_upload(query["table"], body(vector), name=query.get("tablename", ""))


def user_of(row: str, table: str = "OPERLOG", name: str = ""):
    upload = read(table, row, name=name)
    assert not upload.refused
    (user,) = upload.users
    return user


def test_recorded_user_is_read():
    upload = upload_of("036_operlog_user_essl")
    (user,), (expected,) = upload.users, meaning("036_operlog_user_essl")["users"]
    assert (user.pin, user.name) == (expected["pin"], expected["name"])
    assert (user.privilege, user.password, user.card) == ("user", "", "")
    assert (user.group, user.verify) == ("1", -1)
    assert user.valid_from == user.valid_until == "", "0 is no limit"
    assert acknowledge("OPERLOG", upload) == b"OK: 1"


@pytest.mark.parametrize("name", TEMPLATES)
def test_recorded_template_is_read(name):
    upload, expected = upload_of(name), meaning(name)
    (template,) = upload.templates
    (row,) = next(expected[k] for k in ("fp", "face", "fvein", "bio") if k in expected)
    kinds = {"fp": "finger", "face": "face", "fvein": "vein", "bio": "visible_face"}
    (kind,) = (word for key, word in kinds.items() if key in expected)
    assert (template.pin, template.kind) == (row["pin"], kind)
    fields = {"fid": "slot", "index": "index", "size": "size", "major": "major"}
    for example, ours in (fields | {"minor": "minor"}).items():
        if example in row:
            assert getattr(template, ours) == row[example]
    assert template.valid
    assert not template.duress
    assert template.text in body(name).decode(), "sent back as it came"
    assert acknowledge(expected["table"], upload) == b"OK: 1"


def test_recorded_fingers_of_the_security_dialect_are_read():
    upload = upload_of("083_sec_tabledata_fp")
    assert [(t.kind, t.slot, t.pin, t.blob) for t in upload.templates] == [
        ("finger", 6, "1", b"\0\0\0"),
        ("finger", 5, "1", b"\0\0\0"),
    ]
    answer = VECTORS["083_sec_tabledata_fp"]["response"]["body"].encode()
    assert acknowledge("TABLEDATA", upload, name="templatev10") == answer


def test_user_of_the_security_dialect_is_read():
    row = (
        "user uid=5\tcardno=[15CD5B07]\tpin=4\tpassword=234\tgroup=2\tstarttime=20260101"
        "\tendtime=20261231\tname=Ada L\tprivilege=14\tdisable=0\tverify=0"
    )
    user = user_of(row, "tabledata", "user")
    assert (user.pin, user.name, user.password) == ("4", "Ada L", "234")
    assert (user.privilege, user.card, user.group) == ("admin", "123456789", "2")
    assert user.valid_from == datetime(2026, 1, 1)
    assert user.valid_until == datetime(2026, 12, 31, 23, 59, 59), "a day is whole"
    bare = user_of(row.removeprefix("user "), "tabledata", "user")
    assert replace(bare, line=user.line) == user, "some leave the word out"
    two = read("tabledata", row, row, name="user")
    assert acknowledge("tabledata", two, name="user") == b"user=2"


@pytest.mark.parametrize(
    ("sent", "limit"),
    [
        ("0", ""),
        ("", ""),
        ("0000-00-00 00:00:00", ""),
        ("2026-05-01T08:30:00", datetime(2026, 5, 1, 8, 30)),
        ("2026-05-01 08:30:00", datetime(2026, 5, 1, 8, 30)),
        ("583080894", datetime(2018, 2, 22, 14, 54, 54)),
        ("2099-12-31T23:59:59", ""),
        ("2026-02-30T00:00:00", None),
        ("soon", None),
        ("9" * 20, None),
    ],
)
def test_every_way_to_write_a_limit_is_read(sent, limit):
    assert user_of(f"USER PIN=1\tEndDatetime={sent}").valid_until == limit


def test_limits_that_are_switched_off_are_none():
    row = "USER PIN=1\tStartDatetime=2026-01-01T00:00:00\tEndDatetime=x\tExpires="
    assert user_of(row + "1").valid_from == datetime(2026, 1, 1)
    assert user_of(row + "0").valid_from == user_of(row + "0").valid_until == ""


@pytest.mark.parametrize(
    ("sent", "card"),
    [
        ("123456789", "123456789"),
        ("0001234567", "1234567"),
        ("[15CD5B07]", "123456789"),
        ("[15cd5b07]", "123456789"),
        ("", ""),
        ("0", ""),
        ("[00000000]", ""),
        ("DF349C3BEA5277ED", "DF349C3BEA5277ED"),
        ("[15CD5B0]", "[15CD5B0]"),
    ],
)
def test_both_formats_of_a_card_are_read(sent, card):
    assert user_of(f"USER PIN=1\tCard={sent}").card == card
    assert user_of(f"user pin=1\tcardno={sent}", "tabledata", "user").card == card


def test_what_is_not_said_is_not_known():
    user = user_of("USER PIN=00017")
    assert user.pin == "00017", "never a number"
    sent = {f: getattr(user, f) for f in user.__dataclass_fields__}
    assert {f for f, value in sent.items() if value is not None} == {"pin", "line"}


@pytest.mark.parametrize(
    ("sent", "privilege"),
    [("0", "user"), ("2", "enroller"), ("6", "manager"), ("10", "custom"), ("3", "3")],
)
def test_privilege_is_a_word_or_the_terminals_number(sent, privilege):
    assert user_of(f"USERINFO pin=1\tPri={sent}").privilege == privilege
    assert user_of(f"USERINFO pin=1\tPrivilege={sent}").privilege == privilege


def test_password_is_in_no_text():
    user = user_of("USER PIN=7\tName=Ada\tPasswd=hunter2\tPri=14")
    assert user.password == "hunter2"
    assert "hunter2" not in user.line
    assert "hunter2" not in repr(user)


def test_identity_card_gives_pin_and_name_alone():
    row = "IDCARD PIN=2\tIDNum=210102199212182\tName=Li\tAddress=Main St\tPhoto=SECRET"
    user = user_of(row, "IDCARD")
    assert (user.pin, user.name, user.card) == ("2", "Li", None)
    for secret in ("210102", "Main St", "SECRET"):
        assert secret not in repr(user)
    upload = read("IDCARD", row.replace("PIN=2", "PIN="))
    assert "210102" not in upload.refused[0].line


def test_card_enrolled_from_here_is_read():
    user = user_of("TYPE=0\tPIN=5\tTMP=123456789", "EnrollInfoData")
    assert (user.pin, user.card) == ("5", "123456789")


def test_template_enrolled_from_here_is_read_with_its_photo():
    row = f"TYPE=9\tPIN=5\tNO=0\tINDEX=1\tMAJOR_VER=58\tMINOR_VER=1\tTMP=AAAA\tBIOPHOTO={IMAGE}"
    upload = read("BioData", row)
    (template,), (photo,) = upload.templates, upload.photos
    assert (template.kind, template.index) == ("visible_face", 1)
    assert (template.major, template.minor, template.blob) == (58, 1, b"\0\0\0")
    assert (photo.pin, photo.kind, photo.image) == ("5", "comparison", JPEG)
    assert upload.lines == 1


@pytest.mark.parametrize(
    ("row", "slot"),
    [
        ("FP PIN=1\tFID=6\tValid=3\tTMP=AAAA", 6),
        ("BIODATA Pin=1\tNo=6\tType=1\tDuress=1\tTmp=AAAA", 6),
        ("templatev10 pin=1\tfingerid=22\tvalid=1\ttemplate=AAAA", 6),
    ],
)
def test_duress_is_told_in_three_ways(row, slot):
    (template,) = read("OPERLOG", row).templates
    assert (template.kind, template.slot) == ("finger", slot)
    assert template.duress
    assert template.valid


def test_template_that_is_not_valid_says_so():
    (template,) = read("OPERLOG", "FP PIN=1\tFID=6\tValid=0\tTMP=AAAA").templates
    assert not template.valid


@pytest.mark.parametrize("text", ["not base64!", "AAA", "AAB=", "é"])
def test_template_that_is_no_base64_is_kept_as_text(text):
    (template,) = read("OPERLOG", f"FP PIN=1\tFID=0\tTMP={text}").templates
    assert template.plain
    assert template.text == text
    assert text not in repr(template)


@pytest.mark.parametrize(
    ("table", "row", "name", "kind"),
    [
        ("OPERLOG", f"USERPIC PIN=1\tSize=9\tContent={IMAGE}", "", "portrait"),
        ("BIOPHOTO", f"BIOPHOTO PIN=1\tType=9\tContent={IMAGE}", "", "comparison"),
        ("tabledata", f"biophoto pin=1\tcontent={IMAGE}", "biophoto", "comparison"),
        ("tabledata", f"userpic pin=1\tsize=9\ncontent={IMAGE}", "userpic", "portrait"),
    ],
)
def test_photo_of_a_user_is_read(table, row, name, kind):
    upload = read(table, row, name=name)
    (photo,) = upload.photos
    assert (photo.pin, photo.time, photo.kind, photo.image) == ("1", None, kind, JPEG)
    assert upload.lines == 1, "a value on a line of its own is no row"


def test_recorded_portrait_row_holds_a_photo():
    (photo,) = upload_of("043_biophoto_cdata").photos
    (expected,) = meaning("043_biophoto_cdata")["biophoto"]
    assert photo.pin == expected["pin"]


@pytest.mark.parametrize("name", named("attphoto"))
def test_photo_of_a_punch_is_read(name):
    (photo,), expected = upload_of(name).photos, meaning(name)
    assert photo.kind == "punch"
    assert photo.pin == str(expected["pin"])
    assert photo.time == datetime.fromisoformat(expected["time"])
    assert photo.image.startswith(b"\xff\xd8\xff")


def test_photo_of_a_punch_in_a_row_is_read():
    row = f"pin=20181003143617-22.jpg\tsn=1\tsize=9\tphoto={IMAGE}"
    upload = read("tabledata", row, name="ATTPHOTO")
    (photo,) = upload.photos
    assert (photo.pin, photo.time) == ("22", datetime(2018, 10, 3, 14, 36, 17))
    assert acknowledge("tabledata", upload, name="ATTPHOTO") == b"ATTPHOTO=1"


def test_photo_without_image_is_an_event():
    head = b"PIN=20240101080000-7.jpg\nCMD=uploadphoto\0"
    upload = decode_upload("ATTPHOTO", head)
    assert not upload.photos
    assert upload.events

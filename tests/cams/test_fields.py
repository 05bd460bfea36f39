"""Fields of callbacks that no other test looks at, each with a value of its own."""

from base64 import b64encode
from datetime import datetime

from terminals.cams.codes import STATUS
from terminals.cams.uploads import decode_upload
from tests.cams_calls import item, punch_v3, v2, v3

PICTURE = b64encode(b"\xff\xd8\xff\xe0" + bytes(range(90))).decode()
TEMPLATE = b64encode(bytes(range(200))).decode()


def test_rows_of_a_late_answer_are_punches_of_their_users():
    row = {
        "UserID": "9",
        "AttendanceTime": "1556637142",
        "AttendanceType": "CheckOut",
        "InputType": "Card",
    }
    (punch,) = decode_upload("", v2("LoadPunchLog", {"Punch": [row]})).punches
    assert (punch.pin, punch.time) == ("9", datetime(2019, 4, 30, 15, 12, 22))
    assert STATUS[punch.status] == "out"


def test_a_photo_sent_late_is_of_the_user_of_the_answer():
    body = v2("SendAttendancePhoto", {"AttendancePhoto": PICTURE}, pin="9")
    (photo,) = decode_upload("", body).photos
    assert (photo.pin, photo.kind, len(photo.image)) == ("9", "punch", 94)


def test_a_v3_punch_with_a_photo_is_both():
    upload = decode_upload("", punch_v3(AttendancePhoto=PICTURE))
    assert [punch.pin for punch in upload.punches] == ["7"]
    assert [photo.pin for photo in upload.photos] == ["7"]


def test_a_template_is_of_the_user_of_its_callback():
    contents = {"Signature": [item("Fingerprint", TEMPLATE, "3")]}
    (template,) = decode_upload(
        "", v2("ManuallyUserUpdated", contents, pin="9")
    ).templates
    assert (template.pin, template.kind, template.slot) == ("9", "finger", 3)
    assert (template.blob, template.plain) == (bytes(range(200)), False)


def test_a_v3_template_is_read_from_its_data():
    contents = {"UserID": "9", "Template": [{"Type": "Face", "Data": TEMPLATE}]}
    (template,) = decode_upload("", v3("UserUpdated", contents)).templates
    assert (template.pin, template.kind) == ("9", "face")
    assert template.blob == bytes(range(200))

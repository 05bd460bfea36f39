"""Users, templates and photos, together and one by one."""

from base64 import b64encode
from urllib.parse import unquote_plus

import pytest

from terminals.cams.request import read_call
from terminals.cams.uploads import decode_upload
from tests.cams_calls import item, v2, v3
from tests.cams_vectors import body, named, wall

JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256))


def upload_of(name):
    return decode_upload("", body(name))


def user_of(contents):
    (user,) = decode_upload("", v2("ManuallyUserUpdated", contents)).users
    return user


def test_card_and_password_come_with_the_name():
    upload = upload_of("A15_v2_cb_user_updated_card_password")
    (user,) = upload.users
    assert (user.pin, user.name, user.privilege) == ("852", "John Doe", "user")
    assert (user.card, user.password) == ("1234567", "4321")
    assert "4321" not in user.line + repr(user)
    assert not upload.templates


@pytest.mark.parametrize(
    ("name", "kind", "slot", "index", "blob"),
    [
        (
            "A16_v2_cb_user_updated_fingerprint",
            "finger",
            6,
            0,
            b"MiSS21\0\0\3\x81\x84\4",
        ),
        ("A17_v2_cb_user_updated_Palm", "palm", 0, 1, b"ABCD"),
        ("A54_v3_cb_user_updated_template", "finger", 0, 0, b"ABCD"),
    ],
)
def test_template_is_read(name, kind, slot, index, blob):
    (template,) = upload_of(name).templates
    assert (template.kind, template.slot, template.index) == (kind, slot, index)
    assert template.blob == blob
    assert template.text in unquote_plus(body(name).decode()), "sent back as it came"


@pytest.mark.parametrize("name", named("A16", "A17"))
def test_template_alone_says_nothing_of_the_user(name):
    (user,) = upload_of(name).users
    assert user.pin == "852"
    sent = (user.name, user.privilege, user.card, user.password, user.group)
    assert sent == (None,) * 5


def test_portrait_is_read():
    (photo,) = upload_of("A17_v2_cb_user_updated_UserPhoto").photos
    assert (photo.pin, photo.kind, photo.image) == ("852", "portrait", b"ABCD")


def test_v3_user_is_read():
    upload = upload_of("A54_v3_cb_user_updated_template")
    (user,) = upload.users
    assert (user.pin, user.name, user.privilege) == ("7", "John Doe", "user")
    assert not upload.punches


def test_deletion_at_the_terminal_is_an_event():
    upload = upload_of("A18_v2_cb_user_deleted")
    (event,) = upload.events
    assert (event.code, event.label) == ("ManuallyUserDeleted", "user deleted")
    assert event.details == ("PIN=852",)
    assert event.time == wall("2019-04-30 15:12:22")
    assert event.tampering


def test_empty_values_say_nothing():
    contents = {"Name": "", "FirstName": "", "LastName": "", "Priority": ""}
    for signature in ([], [item("Card", "")], [item("Password", "")], None):
        user = user_of({**contents, "Signature": signature})
        sent = (user.name, user.privilege, user.card, user.password)
        assert sent == (None,) * 4


@pytest.mark.parametrize(
    ("priority", "privilege"), [("0", "user"), ("16", "admin"), ("6", "6")]
)
def test_priority_is_a_privilege(priority, privilege):
    assert user_of({"Name": "A", "Priority": priority}).privilege == privilege


def test_name_in_two_parts_is_one_name():
    assert user_of({"Name": "", "FirstName": "Ada", "LastName": "L"}).name == "Ada L"
    assert user_of({"FirstName": "Ada", "LastName": ""}).name == "Ada"


def test_admin_of_v3_is_one():
    sent = {"UserID": "7", "FirstName": "Ada", "UserType": "Admin"}
    (user,) = decode_upload("", v3("UserUpdated", sent)).users
    assert (user.name, user.privilege) == ("Ada", "admin")


def test_pin_is_text_with_its_zeros():
    for pin, expected in (("00017", "00017"), (17, "17")):
        body = v2("ManuallyUserUpdated", {"Name": "A"}, pin=pin)
        assert decode_upload("", body).users[0].pin == expected


def test_face_in_many_parts_keeps_every_part():
    parts = [item("Face", "QUJD", str(number)) for number in range(1, 21)]
    body = v2("ManuallyUserUpdated", {"Signature": parts})
    templates = decode_upload("", body).templates
    assert [template.index for template in templates] == list(range(1, 21))
    assert {template.slot for template in templates} == {0}


def test_templates_without_number_do_not_take_each_others_place():
    parts = [{"Type": "Fingerprint", "UserID": "7", "Data": "QUJD"}] * 3
    body = v3("UserUpdated", {"UserID": "7", "Template": parts})
    places = [(t.slot, t.index) for t in decode_upload("", body).templates]
    assert len(set(places)) == 3


def test_one_bad_template_does_not_take_its_neighbours_along():
    parts = [
        item("Fingerprint", "QUJD", "1"),
        item("Tail", "QUJD"),
        item("Palm", ""),
        item("UserPhoto", "no photo!"),
        item("Fingerprint", "QUJE", "2"),
    ]
    upload = decode_upload("", v2("ManuallyUserUpdated", {"Signature": parts}))
    assert [template.slot for template in upload.templates] == [1, 2]
    assert len(upload.refused) == 3
    assert len(upload.users) == 1


def test_photo_of_a_face_is_one_to_compare_with():
    image = b64encode(JPEG).decode()
    body = v2("ManuallyUserUpdated", {"Signature": [item("TemplatePhoto", image)]})
    (photo,) = decode_upload("", body).photos
    assert (photo.kind, photo.image) == ("comparison", JPEG)


@pytest.mark.parametrize("name", ["AttendancePhoto", "AttendancePhotoe"])
def test_photo_of_a_punch_is_no_punch(name):
    image = b64encode(JPEG).decode()
    upload = decode_upload("", v2("RealTimePunchLog", {name: image}))
    (photo,) = upload.photos
    assert (photo.pin, photo.kind, photo.image) == ("852", "punch", JPEG)
    assert photo.time == wall("2019-04-30 15:12:22")
    assert not (upload.punches or upload.refused)


def test_photo_with_a_punch_is_both():
    image = b64encode(JPEG).decode()
    contents = {"AttendanceType": "CheckIn", "AttendancePhoto": image}
    upload = decode_upload("", v2("RealTimePunchLog", contents))
    assert upload.photos[0].image == JPEG
    assert image not in upload.punches[0].line
    assert upload.punches[0].status == 0


def test_bad_photo_does_not_lose_the_punch():
    contents = {"AttendanceType": "CheckIn", "AttendancePhoto": "no photo!"}
    upload = decode_upload("", v2("RealTimePunchLog", contents))
    assert len(upload.punches) == len(upload.refused) == 1


@pytest.mark.parametrize(
    "body",
    [
        v2("ManuallyDateModified", None, pin=""),
        v3("DateModified", {"OperationTime": "2019-04-30 15:12:22 GMT +0530"}),
    ],
)
def test_changed_clock_is_tampering(body):
    (event,) = decode_upload("", body).events
    assert event.label == "clock set"
    assert event.time == wall("2019-04-30 15:12:22")
    assert event.tampering
    assert event.details == ()


def test_deletion_in_v3_names_who_is_gone():
    (event,) = decode_upload("", v3("UserDeleted", {"UserID": "7"})).events
    assert (event.label, event.details) == ("user deleted", ("PIN=7",))


def test_kept_user_does_not_take_marks_for_values():
    """What was left out when a body was kept is not read as a password or template."""
    signature = [item("Password", "4321"), item("Fingerprint", "QUJDREVGR0g=", "1")]
    body = v2("ManuallyUserUpdated", {"Name": "A", "Signature": signature})
    (user,) = decode_upload("", body).users
    again = decode_upload("", user.line.encode())
    assert (again.users[0].name, again.users[0].password) == ("A", None)
    assert not again.templates


def test_stolen_serial_in_the_body_is_named():
    call = read_call(
        "", {"stgid": "Z2"}, "POST", headers={}, body=v3("UserUpdated", {})
    )
    assert (call.serial, call.tag) == ("Z1", "Z2")

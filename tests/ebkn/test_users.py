"""Users and what is enrolled of them."""

import json

import pytest

from terminals.ebkn.blocks import join_parts
from terminals.ebkn.results import decode_results
from terminals.ebkn.uploads import decode_upload
from tests.ebkn_vectors import VECTORS, body, call_of, framed

ENROLL = "realtime_enroll_data"


def person(*enrolled, blocks=(), **values):
    """Decode a user whose (backup number, value) are enrolled."""
    sent = {"user_id": "7", "user_name": "Ada", "user_privilege": "USER", **values}
    sent["enroll_data_array"] = [
        {"backup_number": backup, "enroll_data": value} for backup, value in enrolled
    ]
    return decode_upload(ENROLL, framed(json.dumps(sent), *blocks))


def test_recorded_finger():
    name = "ebkn_15_enroll_data_fp"
    upload, expected = decode_upload(ENROLL, body(name)), VECTORS[name]["expected"]
    (user,), (template,) = upload.users, upload.templates
    assert user.pin == template.pin == expected["user_id"]
    assert (user.name, user.privilege) == ("User Sample1", "user")
    assert user.card is user.password is None, "what is not said stays as it is"
    assert [template.slot] == expected["backup_numbers"]
    assert [len(template.blob), template.size] == expected["bin_sizes"] * 2
    assert (template.kind, template.major, template.valid) == ("finger", None, True)
    assert not upload.refused


def test_recorded_blocks_are_one_user():
    first, last = "ebkn_17_block_1_of_2", "ebkn_18_block_0_last"
    whole = join_parts({call_of(first).part: body(first)}, body(last))
    (user,) = decode_upload(ENROLL, whole).users
    assert (user.pin, user.name) == ("5", "Usrb")


def test_recorded_result_of_a_question():
    name = "ebkn_25_result_user_info_hs101"
    result, upload = decode_results(call_of(name), body(name), "query_users")
    assert (result.id, result.code, result.echo) == ("10", 0, "query_users")
    assert [(u.pin, u.name, u.privilege) for u in upload.users] == [
        ("1", "usera", "admin")
    ]
    assert [len(t.blob) for t in upload.templates] == [612]


@pytest.mark.parametrize(
    ("backup", "kind", "slot"),
    [
        (0, "finger", 0),
        ("9", "finger", 9),
        (12, "face", 0),
        (13, "palm", 0),
        (14, "palm", 1),
        (20, "vein", 0),
        (30, "30", 0),
    ],
)
def test_the_number_says_what_it_is(backup, kind, slot):
    upload = person((backup, "BIN_1"), blocks=[b"template"])
    assert [(t.kind, t.slot, t.blob) for t in upload.templates] == [
        (kind, slot, b"template")
    ]


def test_blocks_of_unequal_size_in_any_order():
    upload = person(
        (0, "BIN_2"), (12, "BIN_3"), user_photo="BIN_1",
        blocks=[b"jpeg" * 99, b"f" * 612, b"face" * 5000],
    )  # fmt: skip
    assert [len(t.blob) for t in upload.templates] == [612, 20_000]
    assert [(p.kind, len(p.image), p.time) for p in upload.photos] == [
        ("portrait", 396, None)
    ]


def test_a_picture_in_place_of_a_palm_is_the_photo():
    upload = person((13, "BIN_1"), blocks=[b"\xff\xd8\xff picture"])
    assert [(p.pin, p.kind) for p in upload.photos] == [("7", "portrait")]
    assert not upload.templates


def test_password_and_card_are_the_users():
    upload = person((10, "BIN_1"), (11, "BIN_2"), blocks=[b"1234", b"0005551234\0"])
    (user,) = upload.users
    assert (user.password, user.card) == ("1234", "5551234")
    assert not upload.templates
    assert "1234" not in repr(user).replace("5551234", "")
    assert "1234" not in user.line
    inline = person((10, "99"), (11, "42")).users[0]
    assert (inline.password, inline.card) == ("99", "42")


def test_what_is_no_text_is_not_guessed():
    assert person((11, "BIN_1"), blocks=[b"\xfe\x01\x02\x03"]).users[0].card is None


@pytest.mark.parametrize(
    ("word", "ours"),
    [
        ("USER", "user"),
        ("manager", "admin"),
        ("OPERATOR", "manager"),
        ("REGISTER", "enroller"),
        ("BACKUP", "BACKUP"),
        ("", None),
        (None, None),
    ],
)
def test_rights(word, ours):
    assert person(user_privilege=word).users[0].privilege == ours


def test_versions_where_they_are_told():
    upload = person((0, "BIN_1"), (12, "BIN_1"), blocks=[b"x"], fp_data_ver=128)
    assert [t.major for t in upload.templates] == [128, None]


def test_nothing_enrolled():
    for none in ([], None):
        upload = decode_upload(
            ENROLL, json.dumps({"user_id": "7", "enroll_data_array": none}).encode()
        )
        assert [user.pin for user in upload.users] == ["7"]
        assert not upload.templates + upload.refused


@pytest.mark.parametrize(
    "entry", [(0, "BIN_1"), (0, "BIN_9"), (None, "BIN_1"), (0, None), (0, "no base64")]
)
def test_a_template_that_did_not_come_whole_is_refused_alone(entry):
    raw = framed(
        json.dumps(
            {
                "user_id": "7",
                "enroll_data_array": [
                    {"backup_number": entry[0], "enroll_data": entry[1]}
                ],
            }
        ),
        b"a template",
    )
    upload = decode_upload(ENROLL, raw[:-3])
    assert [user.pin for user in upload.users] == ["7"]
    assert not upload.templates
    assert len(upload.refused) == 1


@pytest.mark.parametrize("pin", ["", "0", None, "x" * 40])
def test_nobody_is_refused(pin):
    upload = person(user_id=pin)
    assert upload.refused
    assert not upload.users


def test_messages_hold_nothing_secret():
    secret = b"\x07SECRETTEMPLATE"
    sent = b'{"user_id":"7","password":"hunter2","enroll_data":"QUJDREVG"'
    for raw in (framed(sent, secret), sent, framed(sent, b"1234")):
        (refused,) = decode_upload(ENROLL, raw).refused
        for word in ("SECRET", "hunter2", "QUJD", "1234"):
            assert word not in refused.line
        assert '"user_id":"7"' in refused.line


def test_user_without_an_id_is_kept_whole_but_for_secrets():
    secret = {"backup_number": 10, "Enroll_Data": "4711"}
    sent = {"USER_ID": "7", "user_name": "Ada", "enroll_data_array": [secret]}
    [refused] = decode_upload(ENROLL, framed(json.dumps(sent))).refused
    assert '"USER_ID":"7"' in refused.line
    assert '"user_name":"Ada"' in refused.line
    assert "4711" not in refused.line

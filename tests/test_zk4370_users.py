"""Users, in both forms, read and written without harm."""

import pytest
from hypothesis import given, strategies as st

from terminals.errors import Forbidden, ProtocolError
from terminals.records import DeviceUser
from terminals.zk4370.user_encoding import encode_user, free_uid
from terminals.zk4370.user_layouts import LONG, SHORT, USER_LAYOUTS, detect_user_layout
from terminals.zk4370.users import decode_user, decode_users
from tests.zk4370_vectors import decoded, raw

EVERY = pytest.mark.parametrize("form", USER_LAYOUTS.values(), ids=USER_LAYOUTS)
NED = raw("v43")


def record(form, uid=3, pin="17", **sent):
    return encode_user(form, uid, DeviceUser(pin, **sent))


def changed(before, after):
    return {at for at, (a, b) in enumerate(zip(before, after, strict=True)) if a != b}


def test_recorded_user():
    slot, received = decode_user(NED), decoded("v43")
    assert slot.uid == received["uid"]
    assert slot.raw == NED
    user = slot.user
    assert (user.pin, user.name) == (received["user_id"], received["name"])
    assert user.password == received["password"]
    assert (user.card, user.group) == (str(received["card"]), str(received["group"]))
    assert user.privilege == "user"
    assert not slot.raw[2] & 1


def test_group_zones_password_and_card_outlive_a_new_name():
    slot = decode_user(NED)
    after = encode_user(LONG, 13, DeviceUser("555", name="Edd"), raw=slot.raw)
    assert changed(NED, after) <= set(range(11, 14))
    assert decode_user(after).user.name == "Edd"


@pytest.mark.parametrize(
    ("sent", "places"),
    [
        ({"name": "Someone"}, range(11, 35)),
        ({"password": "98765432"}, range(3, 11)),
        ({"card": "4294967295"}, range(35, 39)),
        ({"card": ""}, range(35, 39)),
        ({"group": "7"}, range(39, 40)),
        ({"privilege": "manager"}, range(2, 3)),
    ],
)
def test_change_reaches_its_own_bytes_only(sent, places):
    after = encode_user(LONG, 13, DeviceUser("555", **sent), raw=NED)
    assert changed(NED, after)
    assert changed(NED, after) <= set(places)
    ((name, value),) = sent.items()
    assert getattr(decode_user(after).user, name) == value


def test_nothing_said_changes_nothing():
    assert encode_user(LONG, 13, DeviceUser("555"), raw=NED) == NED


@pytest.mark.parametrize(
    ("word", "byte"), [("user", 0), ("enroller", 2), ("manager", 6), ("admin", 14)]
)
@EVERY
def test_privileges(form, word, byte):
    after = record(form, privilege=word)
    assert after[2] == byte
    assert decode_user(after).user.privilege == word


def test_disabled_user_stays_disabled():
    before = NED[:2] + b"\x01" + NED[3:]
    slot = decode_user(before)
    assert slot.user.privilege == "user"
    after = encode_user(LONG, 13, DeviceUser("555", privilege="admin"), raw=before)
    assert after[2] == 15


def test_privilege_of_its_own_is_kept_as_its_number():
    before = NED[:2] + b"\x0a" + NED[3:]
    user = decode_user(before).user
    assert user.privilege == "10"
    assert encode_user(LONG, 13, user, raw=before)[2] == 10


TEXT = st.text(st.characters(codec="ascii", min_codepoint=0x21), max_size=8)


@EVERY
@given(
    uid=st.integers(1, 65_535),
    pin=st.integers(1, 0xFFFF_FFFF).map(str),
    name=TEXT,
    password=TEXT.map(lambda text: text[:5]),
    card=st.integers(1, 0xFFFF_FFFF).map(str) | st.just(""),
    group=st.integers(0, 255).map(str),
    privilege=st.sampled_from(["user", "enroller", "manager", "admin", "8"]),
)
def test_users_come_back(form, uid, pin, **sent):
    name = {"name": sent.pop("name"), **sent}
    slot = decode_user(encode_user(form, uid, DeviceUser(pin, **name)))
    assert slot.uid == uid
    assert slot.user.pin == pin
    assert {key: getattr(slot.user, key) for key in name} == name


@EVERY
def test_record_has_its_width(form):
    assert len(record(form)) == form.width


def test_new_user_is_in_the_first_group():
    assert decode_user(record(LONG)).user.group == "1"
    assert record(LONG)[39] == 1
    assert record(SHORT)[21] == 1


def test_name_is_cut_at_a_letter():
    user = decode_user(record(LONG, name="員" * 20)).user
    assert user.name == "員" * 8
    short = decode_user(record(SHORT, name="Özdemir Ö"), encoding="utf-8").user
    assert short.name == "Özdemir"


def test_name_in_the_code_page_of_the_terminal():
    written = encode_user(LONG, 1, DeviceUser("7", name="王小明"), encoding="gbk")
    assert written[11:17] == "王小明".encode("gbk")
    assert decode_user(written, encoding="gbk").user.name == "王小明"


def test_name_that_cannot_be_read_is_shown_with_a_mark_and_kept():
    before = NED[:11] + b"\xff\xfeA".ljust(24, b"\0") + NED[35:]
    slot = decode_user(before)
    assert "\ufffd" in slot.user.name
    after = encode_user(LONG, 13, DeviceUser("555", card="1"), raw=slot.raw)
    assert after[11:35] == before[11:35]


@pytest.mark.parametrize(
    ("form", "sent"),
    [
        (LONG, {"password": "123456789"}),
        (SHORT, {"password": "123456"}),
        (LONG, {"card": "4294967296"}),
        (LONG, {"card": "-1"}),
        (LONG, {"card": "AB12"}),
        (LONG, {"group": "256"}),
        (LONG, {"group": "night"}),
        (LONG, {"pin": "1" * 25}),
        (LONG, {"pin": "Ü"}),
        (SHORT, {"pin": "0017"}),
        (SHORT, {"pin": "A17"}),
        (SHORT, {"pin": "4294967296"}),
    ],
)
def test_value_without_room_is_refused_never_shortened(form, sent):
    with pytest.raises(Forbidden):
        record(form, **sent)


@pytest.mark.parametrize("word", ["boss", "1", "15", "256", "-2", ""])
def test_privilege_no_terminal_has_is_refused(word):
    with pytest.raises(ProtocolError):
        record(LONG, privilege=word)


@pytest.mark.parametrize("uid", [0, -1, 65_536])
def test_place_no_terminal_has_is_refused(uid):
    with pytest.raises(ProtocolError):
        record(LONG, uid=uid)


def test_record_of_somebody_else_is_not_written_over():
    for uid, pin, form in ((12, "555", LONG), (13, "556", LONG), (13, "555", SHORT)):
        with pytest.raises(ProtocolError, match="user_record_of_other"):
            encode_user(form, uid, DeviceUser(pin, name="x"), raw=NED)


def test_password_is_in_no_line_and_no_repr():
    slot = decode_user(NED)
    assert "444" not in slot.user.line
    assert "444" not in repr(slot)


@EVERY
@pytest.mark.parametrize("count", [1, 2, 7, 9, 18, 36])
def test_form_is_found(form, count):
    """7 records of 72 are as long as 18 of 28."""
    rows = b"".join(
        record(form, uid=uid, pin=str(uid), name=f"Name {uid}")
        for uid in range(1, count + 1)
    )
    assert detect_user_layout(rows) is form
    assert detect_user_layout(rows, count) is form
    assert detect_user_layout(rows, count + 1) is form


@pytest.mark.parametrize("rows", [b"", bytes(28), bytes(72), b"x" * 30, bytes(504)])
def test_what_is_no_list_of_users_is_refused(rows):
    with pytest.raises(ProtocolError, match="user_layout_unknown"):
        detect_user_layout(rows, len(rows) // 28)


def test_user_without_pin_is_refused_alone():
    broken = NED[:48] + bytes(24)
    slots, refused = decode_users(NED + broken + record(LONG), LONG)
    assert [slot.user.pin for slot in slots] == ["555", "17"]
    assert [item.line for item in refused] == ["user uid=13"]


def test_rows_that_are_not_whole_are_refused():
    with pytest.raises(ProtocolError):
        decode_users(NED[:-1], LONG)


@pytest.mark.parametrize("broken", [b"", NED[:-1], bytes(72), bytes(28)])
def test_what_is_no_user_is_refused(broken):
    with pytest.raises(ProtocolError):
        decode_user(broken)


@given(st.binary(min_size=72, max_size=72) | st.binary(min_size=28, max_size=28))
def test_any_record_is_refused_or_written_back_unharmed(garbage):
    try:
        slot = decode_user(garbage)
    except ProtocolError:
        return
    if slot.uid:
        form = USER_LAYOUTS[len(garbage)]
        again = encode_user(form, slot.uid, DeviceUser(slot.user.pin), raw=slot.raw)
        assert again == garbage


def test_place_of_a_new_user():
    assert free_uid({}) == 1
    assert free_uid({1, 2, 9}) == 10
    assert free_uid({1, 2, 65_535}) == 3
    with pytest.raises(ProtocolError):
        free_uid(set(range(1, 65_536)))

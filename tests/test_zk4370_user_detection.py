"""Lists of users some of whom cannot be read: the terminal's count decides the layout."""

import random

import pytest

from terminals.errors import ProtocolError
from terminals.records import DeviceUser
from terminals.zk4370.client.user_list import UserList
from terminals.zk4370.user_encoding import encode_user
from terminals.zk4370.user_layouts import LONG, SHORT, USER_LAYOUTS, detect_user_layout
from terminals.zk4370.users import decode_users

EVERY = pytest.mark.parametrize("form", USER_LAYOUTS.values(), ids=USER_LAYOUTS)
#: Records of both lengths fit 504 bytes and its multiples.
BOTH_FIT = {28: 180, 72: 70}


def records(form, count):
    return [
        encode_user(form, uid, DeviceUser(str(1000 + uid), name=f"N {uid}"))
        for uid in range(1, count + 1)
    ]


def blank(form, record):
    return record[: form.pin.start] + bytes(form.pin.stop - form.pin.start)


def garbage(form, record):
    """A record overwritten behind its place; where a PIN is a number, that is none."""
    rest = random.Random(7).randbytes(form.width - 2)
    spoiled = record[:2] + rest
    return blank(form, spoiled) if form.numeric else spoiled


SPOILS = {"blank": blank, "garbage": garbage}


@EVERY
@pytest.mark.parametrize("spoil", SPOILS.values(), ids=SPOILS)
@pytest.mark.parametrize("spoiled", [1, 2, 30])
def test_unreadable_users_are_refused_alone(form, spoil, spoiled):
    count = BOTH_FIT[form.width]
    listed = records(form, count)
    for at in range(spoiled):
        listed[2 * at] = spoil(form, listed[2 * at])
    rows = b"".join(listed)
    assert detect_user_layout(rows, count) is form
    slots, refused = decode_users(rows, form)
    assert len(slots) == count - spoiled
    assert [item.line for item in refused] == [
        f"user uid={2 * at + 1}" for at in range(spoiled)
    ]


@EVERY
def test_users_of_one_place_do_not_hide_the_others(form):
    count = BOTH_FIT[form.width]
    listed = records(form, count)
    for at in range(2, 10):
        listed[at] = b"\1\0" + listed[at][2:]
    assert detect_user_layout(b"".join(listed), count) is form


@EVERY
@pytest.mark.parametrize("count", [None, 0, 69, 71, 179, 181])
def test_without_a_count_that_fits_nothing_is_guessed(form, count):
    listed = records(form, BOTH_FIT[form.width])
    for at in range(20):
        listed[at] = blank(form, listed[at])
    with pytest.raises(ProtocolError, match="user_layout_unknown"):
        detect_user_layout(b"".join(listed), count)


@EVERY
def test_count_does_not_outweigh_content(form):
    """A wrong count that fits the other layout does not make it out of good records."""
    other = LONG if form is SHORT else SHORT
    rows = b"".join(records(form, BOTH_FIT[form.width]))
    assert detect_user_layout(rows, len(rows) // other.width) is form


@pytest.mark.parametrize("rows", [bytes(5040), b"\xff" * 5040, b"x" * 5040])
@pytest.mark.parametrize("count", [70, 180])
def test_what_is_mostly_no_user_is_refused_whatever_the_count(rows, count):
    with pytest.raises(ProtocolError, match="user_layout_unknown"):
        detect_user_layout(rows, count)


def listed_users(form, *rows):
    return UserList(*decode_users(b"".join(rows), form), form)


@EVERY
def test_place_of_two_users_names_neither(form):
    """A punch with that place alone would go to the wrong one of them."""
    one, two, three = records(form, 3)
    users = listed_users(form, one, one[:2] + two[2:], three)
    assert users.pins == {3: "1003"}
    assert users.uids == {1, 3}


@EVERY
def test_place_shared_with_an_unreadable_user_names_nobody(form):
    one, two, three = records(form, 3)
    users = listed_users(form, one, blank(form, one), blank(form, two), three)
    assert users.pins == {3: "1003"}
    assert users.uids == {1, 2, 3}


@EVERY
def test_user_listed_twice_is_one(form):
    one, two = records(form, 2)
    users = listed_users(form, one, two, one)
    assert users.pins == {1: "1001", 2: "1002"}


@EVERY
def test_user_at_two_places_is_named_by_both(form):
    one, two = records(form, 2)
    users = listed_users(form, one, two[:2] + one[2:])
    assert users.pins == {1: "1001", 2: "1001"}

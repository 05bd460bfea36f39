"""Binary records of the list of users."""

import json
from struct import pack

import pytest

from terminals.ebkn.layouts import USERS
from terminals.ebkn.results import decode_results
from tests.ebkn.test_logs import RESULT
from tests.ebkn_vectors import VECTORS, body, call_of, framed


def test_recorded_list_of_users():
    name = "ebkn_20_result_user_id_list_hs101"
    _, upload = decode_results(call_of(name), body(name), "GET_USER_ID_LIST")
    expected = VECTORS[name]["expected"]["users"]
    assert [user.pin for user in upload.users] == [str(u["id"]) for u in expected]
    rights = {1: "admin", 2: "2"}
    assert [u.privilege for u in upload.users] == [
        rights[sent["privilege"]] for sent in expected
    ]
    for user, sent in zip(upload.users, expected, strict=True):
        line = json.loads(user.line)
        assert line["enabled"] is bool(sent["enabled"])
        assert line["flags"] >> 3 & 15 == sent["fp"]


PEOPLE = {
    8: pack("<IBBH", 7, 1, 1, 8),
    10: pack("<IBBHH", 7, 1, 1, 8, 0),
    20: pack("<16sBBH", b"7", 1, 1, 8),
    36: pack("<32sBBH", b"7", 1, 1, 8),
}


def listed(record, size, known=None, pins=()):
    sent = {"user_id_count": 1, "one_user_id_size": size, "user_id_array": "BIN_1"}
    raw = framed(json.dumps(sent), record)
    return decode_results(RESULT, raw, known=known, pins=pins)[1]


@pytest.mark.parametrize("size", PEOPLE)
def test_every_size_of_user_reads_alike(size):
    assert set(PEOPLE) == set(USERS)
    (user,) = listed(PEOPLE[size], size, pins=["007"]).users
    assert (user.pin, user.privilege, user.name) == ("007", "admin", None)


def test_the_oldest_list_has_a_record_for_each_finger():
    records = b"".join(pack("<BBBBI", 1, 0, finger, 0, 7) for finger in range(3))
    upload = listed(records, 8, known={"fk_bin_data_lib": "FKDataHS100"})
    assert [(u.pin, u.privilege) for u in upload.users] == [("7", "user")]

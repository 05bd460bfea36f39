"""Every field of every record in its place: no two values of a record are alike."""

from struct import pack

import pytest

from terminals.ebkn.codes import read_io, read_verify
from terminals.ebkn.commands import documents
from terminals.ebkn.frames import read_block
from terminals.ebkn.layouts import Listed, Log, cut, log_layout, user_layout
from terminals.ebkn.users import decode_user

#: The highest bit of each part of a packed time is set, and of the library's own date.
TIME = "24121231235945"
DATE = 12 << 12 | 31 << 16 | 23 << 21 | 59 << 26
PACKED, OLDEST = DATE | (2412 - 1900) << 2 | 1, DATE | 2412
IO, VERIFY = 0x0200_0001, 0x4000_0000
NUMBER = 0x0102_0304
LOGS = [
    ("HS101", pack("<I4BI", NUMBER, 9, 2, 20, 45, PACKED), (str(NUMBER), 2, 20, 0)),
    (
        "HS101",
        pack("<I4B4I", NUMBER, 9, 2, 20, 45, PACKED, IO, VERIFY, 365),
        (str(NUMBER), IO, VERIFY, 0),
    ),
    (
        "HS101",
        pack("<I4B4I", NUMBER, 9, 2, 20, 45, PACKED, 0, 0, 365),
        (str(NUMBER), 2, 20, 0),
    ),
    ("HS101", pack("<32s4BI", b"A7", 9, 2, 20, 45, PACKED), ("A7", 2, 20, 0)),
    (
        "HS101",
        pack("<32s4B4I", b"A7", 9, 2, 20, 45, PACKED, IO, VERIFY, 365),
        ("A7", IO, VERIFY, 0),
    ),
    (
        "HS102",
        pack("<16s4B3I", b"A7", 9, 8, 6, 45, PACKED, IO, VERIFY),
        ("A7", IO, VERIFY, 0),
    ),
    (
        "HS103",
        pack("<32s4B3I", b"A7", 9, 8, 5, 45, PACKED, IO, VERIFY),
        ("A7", IO, VERIFY, 5),
    ),
    (
        "HS100",
        pack("<4B2I", 1, 2 << 6 | 42, 9, 45, NUMBER, OLDEST),
        (str(NUMBER), 2, 42, 0),
    ),
]
USERS = [
    ("HS101", pack("<IBBH", NUMBER, 6, 0, 0x203), (str(NUMBER), 6, False, 0x203)),
    ("HS101", pack("<IBBHH", NUMBER, 6, 0, 0x203, 9), (str(NUMBER), 6, False, 0x203)),
    ("HS101", pack("<16sBBH", b"A7", 6, 0, 0x203), ("A7", 6, False, 0x203)),
    ("HS101", pack("<32sBBH", b"A7", 6, 0, 0x203), ("A7", 6, False, 0x203)),
    ("HS100", pack("<4BI", 0, 6, 11, 9, NUMBER), (str(NUMBER), 6, False, 11)),
]


@pytest.mark.parametrize(("library", "record", "values"), LOGS)
def test_a_record_of_the_log_has_each_value_in_its_place(library, record, values):
    pin, io, verify, workcode = values
    (log,) = cut(record, log_layout(len(record), library))
    assert log == Log(pin, TIME, io, verify, workcode)


@pytest.mark.parametrize(("library", "record", "values"), USERS)
def test_a_record_of_a_user_has_each_value_in_its_place(library, record, values):
    (listed,) = cut(record, user_layout(len(record), library))
    assert listed == Listed(*values)


FINGER, PASSWORD, CARD, FACE, JOB = 1, 2, 4, 8, 128
SMALL = {
    1: FINGER, 2: PASSWORD, 3: CARD, 4: FINGER | PASSWORD, 5: FINGER | CARD,
    6: PASSWORD | FINGER, 7: CARD | FINGER,
}  # fmt: skip
MODES = {
    "HS101": {
        **SMALL, 8: FINGER | FACE, 20: FACE, 21: FACE | CARD, 22: FACE | PASSWORD,
        23: CARD | FACE, 24: PASSWORD | FACE, 25: FACE | FINGER,
    },
    "HS100": {**SMALL, 8: JOB, 9: CARD | PASSWORD, 137: PASSWORD | CARD},
}  # fmt: skip


@pytest.mark.parametrize(
    ("library", "mode"), [(name, mode) for name in MODES for mode in MODES[name]]
)
def test_a_small_verify_mode_is_its_factors(library, mode):
    assert read_verify(mode, library) == MODES[library][mode]


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("IN", 1),
        ("OUT", 2),
        ("BRK_IN", 3),
        ("BRK_OUT", 4),
        ("ovt_in", 5),
        ("OVT_OUT", 6),
    ],
)
def test_an_io_mode_in_words_is_its_key(word, status):
    assert read_io(word, None, "HS101") == (status, 0)


def test_every_bit_of_large_modes_counts():
    assert read_io(1, 0x8000_0000, "") == (None, 1), "a large verify tells the layout"
    assert read_io(0x0180_0000, 0, "") == (1, 0x80_0000)


def test_password_card_and_face_are_not_taken_for_each_other():
    enrolled = [(10, "BIN_1"), (11, "BIN_2"), (12, "BIN_3")]
    document = {
        "user_id": "7",
        "face_data_ver": "5",
        "fp_data_ver": "4",
        "enroll_data_array": [
            {"backup_number": backup, "enroll_data": block}
            for backup, block in enrolled
        ],
    }
    user, template = decode_user(document, [b"1234", b"00077\0", b"template"])
    assert (user.password, user.card) == ("1234", "77")
    assert (template.kind, template.major, template.blob) == ("face", 5, b"template")


def test_a_block_is_counted_from_one():
    assert read_block("BIN_2", [b"a", b"b"]) == b"b"


def test_a_new_user_has_name_privilege_and_password():
    payload = {"pin": "7", "name": "Ada", "privilege": "manager", "password": "12"}
    sent = documents.set_user(payload, {})
    assert sent.param["user_name"] == "Ada"
    assert sent.param["user_privilege"] == "OPERATOR"
    assert sent.param["enroll_data_array"] == [
        {"backup_number": 10, "enroll_data": "BIN_1"}
    ]
    assert list(sent.blocks) == ["MTI="]

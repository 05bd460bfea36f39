"""Which way and how, by every library's numbers."""

import pytest

from terminals.ebkn.codes import STATUS, VERIFY
from tests.ebkn.test_punches import punch, verify


def test_the_rule_of_old_integrations_is_wrong_for_newer_terminals():
    """ "io_mode 1 is in, all else is out" marks every check-in of HS102/103 as out."""
    for key, word in ((1, "in"), (2, "out"), (3, "break_in"), (4, "break_out")):
        for library in ("FKDataHS102", "FKDataHS103", "M50"):
            came = punch(io_mode=key << 24, fk_bin_data_lib=library)
            assert STATUS[came.status] == word
    closed = punch(io_mode=1, verify_mode=0x10000000, fk_bin_data_lib="FKDataHS102")
    assert closed.status is None, "a 1 is the door's event there, and no key at all"


@pytest.mark.parametrize(
    ("library", "io", "word"),
    [
        ("FKDataHS100", 0, "out"),
        ("FKDataHS100", 1, "in"),
        ("FKDataHS101", 0, None),
        ("FKDATAHS101", "1", "in"),
        ("FKDataHS101", 2, "out"),
        ("FKDataHS101", 3, "break_in"),
        ("FKDataHS101", 4, "break_out"),
        ("FKDataHS101", 5, "in"),
        ("FKDataHS101", 6, "out"),
        ("FKDataHS101", 300, None),
        ("FKDataHS103", 0x11000000, "in"),
        ("FKDataHS103", 0x20000000, "out"),
        ("FKDataHS103", 0x10000000, "in"),
        ("FKDataHS103", 0x22000009, "out"),
        ("FKDataHS103", 0x30000000, None),
        ("FKDataHS105", 5, None),
        ("M50", 0x02000000, "out"),
        ("", 1, "in"),
        (..., 1, "in"),
        ("FKDataHS101", "BRK_OUT", "break_out"),
        ("FKDataHS101", ..., None),
        ("FKDataHS101", None, None),
    ],
)
def test_direction(library, io, word):
    assert STATUS.get(punch(fk_bin_data_lib=library, io_mode=io).status) == word


def test_no_key_and_no_word_are_both_missing():
    assert punch().status is punch(io_mode="").status is None
    assert punch(fk_bin_data_lib="FKDataHS103", io_mode=0).status is None
    assert punch(fk_bin_data_lib="FKDataHS101", io_mode=0).status == 0


@pytest.mark.parametrize(
    ("library", "mode", "names"),
    [
        ("FKDataHS101", 1, ["FP"]),
        ("FKDataHS101", "2", ["PASSWORD"]),
        ("FKDataHS101", 0x23, ["IDCARD"]),
        ("FKDataHS101", 8, ["FP", "FACE"]),
        ("FKDataHS100", 8, ["JOB NO"]),
        ("FKDataHS100", 0x89, ["PASSWORD", "IDCARD"]),
        ("FKDataHS101", 24, ["PASSWORD", "FACE"]),
        ("FKDataHS103", 0x10000000, ["FP"]),
        ("FKDataHS103", 0x12000000, ["FP", "PASSWORD"]),
        ("FKDataHS103", 0x40000000, ["FACE"]),
        ("FKDataHS103", 0x70000000, ["PALM"]),
        ("FKDataHS102", 0x30200000, ["IDCARD"]),
        ("M50", 0x50000000, ["VEIN"]),
        ("FKDataHS103", ["FP", "PASSWORD"], ["FP", "PASSWORD"]),
        ("FKDataHS103", "FACE", ["FACE"]),
    ],
)
def test_how_the_person_was_recognised(library, mode, names):
    found = punch(fk_bin_data_lib=library, verify_mode=mode)
    assert found.verify == verify(*names)
    assert VERIFY[found.verify]


@pytest.mark.parametrize("mode", [0, None, ..., "", 15, [], ["?"], 0x80000000])
def test_an_unknown_way_is_none(mode):
    assert punch(verify_mode=mode).verify is None


def test_the_words_are_for_people():
    assert VERIFY[verify("FP")] == ("fingerprint",)
    assert VERIFY[verify("FP", "PASSWORD")] == ("fingerprint", "password")

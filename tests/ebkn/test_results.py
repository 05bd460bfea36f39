"""What results of commands mean, and what they bring."""

import json

import pytest

from terminals.ebkn.commands import ANSWER_BYTES
from terminals.ebkn.request import EbknCall
from terminals.ebkn.results import PENDING, decode_results, explain
from tests.ebkn_vectors import body, framed

DIALECT = "attendance"


def result(code="OK", raw=b"", asked=""):
    call = EbknCall("result", "A1", "send_cmd_result", message="7", return_code=code)
    return decode_results(call, raw, asked)


def test_results():
    assert result()[0].code == 0
    assert result("Error")[0].code == result("ERROR")[0].code == -1
    assert result("ERROR_STRANGE")[0].code == -100
    assert result("")[0].code is None
    assert PENDING not in {0, -1, -2, -100, None}
    assert ANSWER_BYTES < 10, "one command an answer"
    cmd_id = EbknCall("result", "A1", message="8", return_code="OK")
    assert decode_results(cmd_id, b"")[0].id == "8"


def test_an_empty_result_brings_nothing():
    for raw in (b"", b"\0\0"):
        upload = result(raw=raw)[1]
        assert (upload.lines, upload.refused, upload.info) == (0, [], None)


@pytest.mark.parametrize(
    "sent",
    [
        {"total_user_count": "15", "fp_count": "24", "face_count": 2},
        {"totalUserCount": 15, "fpCount": 24, "faceCount": 2, "totalLogCount": 9},
    ],
)
def test_counts_in_both_spellings(sent):
    info = result(raw=framed(json.dumps(sent)), asked="information")[1].info
    assert (info.users, info.fingers, info.faces) == (15, 24, 2)
    assert info.punches == (9 if "totalLogCount" in sent else None)


def test_a_result_nobody_can_read_is_kept():
    echo, upload = result(raw=b"\x10\0\0\0{nonsense")
    assert (echo.code, echo.id) == (0, "7")
    assert upload.refused[0].reason.code == "message_unfinished"


def test_explanations():
    assert explain(0, "query_users", DIALECT) == (True, ("done", {}))
    assert explain(0, "set_user", DIALECT) == (True, ("done_unverified", {}))
    assert explain(-1, "delete_user", DIALECT) == (
        False,
        ("command_failed_unverified", {}),
    )
    for code in (None, -2, -100, -7):
        assert not explain(code, "set_clock", DIALECT)[0]


def test_secrets_stay_out_of_what_is_said():
    echo, upload = result(raw=body("ebkn_25_result_user_info_hs101"))
    assert "blob" not in repr(upload.templates)
    assert echo.values == {}

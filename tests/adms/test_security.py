"""Taking in a terminal of the security dialect, and what return codes mean."""

from datetime import datetime

import pytest

from terminals.adms.registration import (
    decode_registry,
    encode_push_options,
    encode_registry,
    encode_time,
)
from terminals.adms.request import read_call
from terminals.adms.results import PENDING, RETURNS, decode_results, explain
from terminals.adms.uploads import decode_upload
from terminals.errors import Forbidden, ProtocolError
from tests.adms_vectors import VECTORS, body, meaning

SESSION = "30BFB04B2C8AECC72C01C03BFD549D15"


def answer(name: str) -> bytes:
    return VECTORS[name]["response"]["body"].encode()


def test_registration_is_answered_like_the_documented_one():
    assert encode_registry("Uy47fxftP3") == answer("073_sec_registry")


def test_registration_describes_the_terminal_and_shows_no_key():
    info, key = decode_registry(body("073_sec_registry"))
    expected = meaning("073_sec_registry")["options"]
    assert expected.items() <= info.options.items()
    assert (info.model, info.firmware) == ("F20/M", expected["FirmVer"])
    assert key == "dassas"
    assert "dassas" not in repr(info)
    assert decode_registry(b"")[1] == ""


def test_options_say_what_the_documented_ones_say():
    sent = dict(
        line.split("=", 1)
        for line in encode_push_options(SESSION, delay=3).decode().splitlines()
    )
    example = dict(
        line.split("=", 1)
        for line in answer("075_sec_push_config").decode().splitlines()
    )
    assert example.keys() <= sent.keys()
    assert sent["PushProtVer"] == "3.0.1", "3.1.1 would negotiate encryption"
    differ = {key for key, value in example.items() if sent[key] != value}
    assert differ == {"TransTimes"}
    assert "1" not in sent["MultiBioDataSupport"] + sent["BioDataFun"]


def test_terminal_known_already_gets_its_code_first():
    lines = encode_push_options(SESSION, registry_code="c0de", templates=True)
    assert lines.startswith(b"registry=ok\nRegistryCode=c0de\nServerVersion=")
    assert lines.endswith(b"\n")
    assert b"BioDataFun=1\n" in lines
    assert b"BioPhotoFun=0\n" in lines


@pytest.mark.parametrize("evil", ["", "a\nICLOCKSVRURL=x", "a b", "x" * 33, "é"])
def test_code_cannot_add_a_line(evil):
    with pytest.raises(Forbidden):
        encode_registry(evil)
    with pytest.raises(Forbidden):
        encode_push_options(evil)
    if evil:
        with pytest.raises(Forbidden):
            encode_push_options(SESSION, registry_code=evil)


def test_time_is_told_like_the_documented_one():
    moment = datetime.fromisoformat(meaning("061_rtdata_time")["decoded_utc"])
    assert encode_time(moment, 480) == answer("061_rtdata_time")
    assert encode_time(moment, -210).endswith(b"ServerTZ=-0330")
    assert encode_time(moment, 0).endswith(b"ServerTZ=+0000")
    with pytest.raises(ProtocolError):
        encode_time(moment, 1000)


def test_answer_to_a_query_says_which_command_it_answers():
    query = {
        "SN": "3383154200002",
        "type": "tabledata",
        "cmdid": "415",
        "tablename": "user",
        "count": "3",
        "packcnt": "2",
        "packidx": "1",
    }
    call = read_call("/iclock/querydata", query, "POST")
    assert (call.kind, call.table, call.dialect) == ("upload", "TABLEDATA", "security")
    assert (call.name, call.command, call.count) == ("user", "415", 3)


@pytest.mark.parametrize("name", ["us\ner", "a b", "x" * 33, "ü", "a=1"])
def test_name_that_cannot_be_echoed_is_not_taken(name):
    query = {"SN": "1", "table": "tabledata", "tablename": name}
    assert read_call("/iclock/cdata", query, "POST").name == ""


def test_enrolment_names_its_table_by_type():
    call = read_call("/iclock/cdata", {"SN": "1", "type": "BioData"}, "POST")
    assert call.table == "BIODATA"
    call = read_call("/iclock/querydata", {"SN": "1", "type": "options"}, "POST")
    info = decode_upload(call.table, b"~DeviceName=X,LockCount=2").info
    assert info.model == "X"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_options_are_fetched_by_either_method(method):
    call = read_call("/iclock/push", {"SN": "1"}, method)
    assert (call.kind, call.dialect) == ("settings", "security")


@pytest.mark.parametrize(
    ("name", "dialect", "words"),
    [
        ("070_devicecmd_dialect_mismatch", "attendance", "does not know this table"),
        ("071_devicecmd_photo_rejected", "attendance", "photo is too large"),
    ],
)
def test_recorded_refusal_is_explained(name, dialect, words):
    (result,) = decode_results(body(name))
    ok, reason = explain(result.code, "set_template", dialect)
    assert not ok
    assert words in str(reason)


@pytest.mark.parametrize(
    ("code", "kind", "ok", "words"),
    [
        (0, "set_user", True, "Done."),
        (3, "set_user", True, "Done."),
        (3, "query_users", True, "The terminal sent 3 rows."),
        (0, "enroll", True, "Done."),
        (2, "enroll", False, "enrolled already"),
        (4, "enroll", False, "quality"),
        (5, "enroll", False, "somebody else"),
        (6, "enroll", False, "cancelled"),
        (7, "enroll", False, "busy"),
        (None, "restart", False, "did not say"),
        (-1, "query_punches", False, "nothing to send"),
        (-4711, "restart", False, "-4711"),
    ],
)
def test_return_code_is_explained_to_people(code, kind, ok, words):
    success, reason = explain(code, kind, "attendance")
    assert success is ok
    assert words in str(reason)


def test_same_code_means_something_else_in_the_other_dialect():
    assert "PIN" in str(explain(-10, "set_template", "attendance")[1])
    assert "make sense" in str(explain(-10, "set_template", "security")[1])
    ok, reason = explain(PENDING, "restart", "security")
    assert not ok
    assert "waits" in str(reason)


def test_every_documented_code_has_a_sentence():
    attendance = {-1, -2, -3, -9, -10, -11, -12, -22, -30, *range(-1008, -1000)}
    assert RETURNS["attendance"].keys() == attendance
    assert {*range(-28, 0), -30, *range(-108, -99)} <= RETURNS["security"].keys()
    for sentences in RETURNS.values():
        assert all(
            text.endswith(".") and text[0].isupper() for text in sentences.values()
        )


def test_results_of_the_security_dialect_are_read():
    raw = b"ID=415&return=3&CMD=DATA QUERY\nID=9&Return=-5000&CMD=SET OPTIONS&SN=SUB1\n"
    asked, passed_on = decode_results(raw)
    assert (asked.id, asked.code, asked.echo) == ("415", 3, "DATA QUERY")
    assert (passed_on.code, passed_on.values) == (PENDING, {"SN": "SUB1"})


def test_whom_a_terminal_does_not_have_is_deleted():
    assert explain(-10, "delete_user", "attendance") == (
        True,
        ("not_there", {}),
    )
    assert not explain(-10, "set_user", "attendance")[0]
    assert not explain(-10, "delete_user", "security")[0]  # another -10

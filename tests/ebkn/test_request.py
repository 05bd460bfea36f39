"""What a request asks for, told from its headers."""

import pytest
from hypothesis import given, strategies as st

from terminals.calls import CARRYING_KINDS
from terminals.ebkn.request import HEADERS, EbknCall, read_call
from terminals.errors import ProtocolError
from tests.ebkn_vectors import VECTORS, call_of

KINDS = {
    "realtime_glog": "upload",
    "realtime_enroll_data": "upload",
    "receive_cmd": "command_request",
    "send_cmd_result": "result",
}


@pytest.mark.parametrize("name", VECTORS)
def test_recorded_request_is_understood(name):
    call, sent = call_of(name), VECTORS[name]["request"]["headers"]
    if name == "ebkn_32_v1_form_dialect_glog":
        assert call == EbknCall(
            "upload", "00000001", "realtime_glog", dialect="form", part=0
        )
        return
    assert call.kind == KINDS[sent["request_code"]]
    assert call.table == sent["request_code"]
    assert call.serial == sent["dev_id"]
    assert call.message == (sent.get("trans_id") or sent.get("cmd_id", ""))
    assert call.return_code == sent.get("cmd_return_code", "")
    assert call.part == int(sent.get("blk_no", 0))
    assert call.length == (int(sent["blk_len"]) if "blk_len" in sent else None)
    assert (call.dialect, call.key) == ("attendance", None)


def ask(code="realtime_glog", serial="A1", method="POST", path="/", **more):
    fields = {"request_code": code, "dev_id": serial, **more}
    headers = {HEADERS[name]: value for name, value in fields.items()}
    return read_call(path, {}, method, headers=headers)


def test_the_path_means_nothing():
    paths = ("/", "//", "/hdata.aspx", "/fkwebserver/", "/ebkn", "/biometric/x/ebkn")
    assert len({ask(path=path) for path in paths}) == 1


def test_headers_as_terminals_send_them_are_not_believed():
    """They only come where somebody went around the listener."""
    headers = {"request_code": "realtime_glog", "dev_id": "A1"}
    assert read_call("/", {}, "POST", headers=headers).kind == "unknown"


def test_nothing_at_all_is_unknown():
    assert read_call("/", {}, "POST") == EbknCall(
        "unknown", dialect="attendance", part=0
    )
    assert ask(method="GET").kind == "unknown"


@pytest.mark.parametrize("serial", ["", "  ", "x" * 65, "a\x07b"])
def test_a_terminal_without_a_name_is_refused(serial):
    with pytest.raises(ProtocolError, match="dev_id"):
        ask(serial=serial)


@pytest.mark.parametrize(
    ("sent", "block"), [("0", 0), ("12", 12), ("-1", -1), ("", 0), ("null", 0)]
)
def test_a_missing_block_number_is_the_last_one(sent, block):
    assert ask(blk_no=sent).part == block


@pytest.mark.parametrize(
    ("code", "kind", "carries"),
    [
        ("realtime_glog", "upload", True),
        ("realtime_operation", "upload", True),
        ("receive_cmd", "command_request", False),
        ("send_cmd_result", "result", True),
        ("nonsense", "unknown", False),
    ],
)
def test_it_knows_what_would_be_lost(code, kind, carries):
    assert ask(code=code).kind == kind
    assert (kind in CARRYING_KINDS) is carries


def test_an_id_that_would_break_a_header_is_left_out():
    assert ask(trans_id="a\r\nX: 1").message == ""
    assert ask(cmd_id="ReceiveCommandAction").message == "ReceiveCommandAction"


@given(st.dictionaries(st.sampled_from(list(HEADERS.values())), st.text()))
def test_any_headers_are_a_call_or_refused(headers):
    try:
        call = read_call("/", {}, "POST", headers=headers)
    except ProtocolError as error:
        assert str(error.reason)
        return
    assert call.message.isascii()
    assert call.kind == "unknown" or call.serial.isprintable()

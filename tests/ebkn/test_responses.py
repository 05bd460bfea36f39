"""Answers, and bodies that come in blocks."""

import pytest
from hypothesis import given, strategies as st

from terminals.ebkn.blocks import PART_RESPONSES, classify_part, join_parts
from terminals.ebkn.frames import MAX_MESSAGE_BYTES, encode_frame
from terminals.ebkn.request import EbknCall
from terminals.ebkn.responses import (
    NO_COMMAND,
    OK,
    UNKNOWN_REQUEST,
    encode_response,
)
from terminals.ebkn.uploads import decode_upload
from terminals.errors import ProtocolError
from tests.ebkn_vectors import VECTORS, answer, body, call_of

LEFT_TO_THE_SERVER = {"Connection", "Content-Length", "Cache-Control"}
COMMANDS = ("_cmd_",)


@pytest.mark.parametrize("name", VECTORS)
def test_recorded_answer_is_given(name):
    """Every header recorded is there; the only further ones are the ids."""
    sent = VECTORS[name]["response"]
    headers = {k: v for k, v in sent["headers"].items() if k not in LEFT_TO_THE_SERVER}
    number, code = headers.get("trans_id", ""), headers.get("cmd_code", "")
    command = (number, code) if code or number else None
    status = headers.get("response_code", OK)
    given, raw = encode_response(
        status, call_of(name), command=command, body=answer(name)
    )
    if call_of(name).dialect == "form":
        assert raw == sent["body_text"].encode()
        return
    assert given.items() >= headers.items()
    assert set(given) - set(headers) <= {
        "trans_id", "cmd_id", "cmd_code", "Content-Type"
    }  # fmt: skip
    assert raw == answer(name)


POLL = EbknCall("command_request", "A", "receive_cmd", message="ReceiveCommandAction")


def test_no_command_names_none():
    headers, raw = encode_response(NO_COMMAND, POLL)
    assert headers == {
        "response_code": "ERROR_NO_CMD",
        "trans_id": "",
        "cmd_id": "",
        "cmd_code": "",
        "Content-Type": "application/octet-stream",
    }
    assert raw == b""


def test_a_command_is_named_in_both_ways():
    frame = encode_frame({"time": "20260102030405"})
    headers, raw = encode_response(OK, POLL, command=("21", "SET_TIME"), body=frame)
    assert headers["trans_id"] == headers["cmd_id"] == "21"
    assert (headers["cmd_code"], headers["response_code"]) == ("SET_TIME", "OK")
    assert raw == frame


def test_a_punch_is_told_no_command():
    call = EbknCall("upload", "A", "realtime_glog", message="RTLogSendAction")
    headers, _ = encode_response(OK, call)
    assert "cmd_code" not in headers
    assert headers["trans_id"] == headers["cmd_id"] == "RTLogSendAction"


def test_forms_are_answered_in_their_body():
    call = EbknCall("upload", "A", "realtime_glog", dialect="form")
    assert encode_response(OK, call)[1] == b"{result:OK}"
    assert b"OK" not in encode_response("ERROR_DB_ACCESS", call)[1]


def test_an_unknown_request():
    assert UNKNOWN_REQUEST == "ERROR_INVLAID_REQUEST_CODE"
    (refused,) = decode_upload("realtime_operation", b'{"a":1}').refused
    assert refused.line == '{"a":1}'
    (refused,) = decode_upload("realtime_glog", b"").refused
    assert refused.reason.code == "message_empty"


@pytest.mark.parametrize(
    ("stored", "block", "what"),
    [
        ((), 0, "complete"),
        ((), 1, "store"),
        ((1,), 1, "restart"),
        ((1, 2, 3), 1, "restart"),
        ((1,), 2, "store"),
        ((1, 2), 2, "store"),
        ((1, 2), 0, "complete"),
        ((), 2, "gap"),
        ((1,), 3, "gap"),
        ((1,), 999_999_999, "gap"),
        ((1, 3), 0, "gap"),
        ((2,), 0, "gap"),
        ((), -1, "negative"),
        ((1,), -5, "negative"),
    ],
)
def test_what_a_block_is(stored, block, what):
    assert classify_part(stored, block) == what


def test_refusals_are_spelt_as_the_vendor_does():
    assert PART_RESPONSES["gap"] == "ERROR_ADD_BLOCK_DATA"
    assert PART_RESPONSES["negative"] == "ERROR_INVLAID_BLOCK_NO"
    assert (
        PART_RESPONSES["store"]
        == PART_RESPONSES["restart"]
        == PART_RESPONSES["complete"]
        == "OK"
    )


FIRST, LAST = body("ebkn_17_block_1_of_2"), body("ebkn_18_block_0_last")


def test_recorded_blocks_join():
    assert join_parts({1: FIRST}, LAST) == FIRST + LAST


def test_a_whole_message_has_nothing_to_do_with_parts_left_behind():
    single = body("ebkn_15_enroll_data_fp")
    assert join_parts({1: FIRST}, single) == single
    assert join_parts({}, single) == single


def test_a_last_block_alone_is_kept_as_a_message():
    """As it comes again when the answer to it was lost."""
    assert join_parts({}, LAST) == LAST
    assert decode_upload("realtime_enroll_data", LAST).refused


def test_parts_that_are_missing_or_too_many():
    with pytest.raises(ProtocolError):
        join_parts({2: FIRST}, LAST)
    with pytest.raises(ProtocolError):
        join_parts({1: bytes(MAX_MESSAGE_BYTES)}, LAST)


@given(st.binary(min_size=1), st.lists(st.integers(1, 5), min_size=1, max_size=9))
def test_any_way_of_cutting_joins_again(raw, sizes):
    raw = encode_frame({"user_id": "5"}, [raw * 40])
    parts, at = {}, 0
    for number, size in enumerate(sizes, 1):
        size = min(size * 7, len(raw) - at - 1)
        parts[number], at = raw[at : at + size], at + size
        assert classify_part(set(parts) - {number}, number) == "store"
    assert classify_part(parts, 0) == "complete"
    assert join_parts(parts, raw[at:]) == raw

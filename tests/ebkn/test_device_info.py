"""What a terminal says of itself at every poll."""

import json
from datetime import datetime

import pytest
from hypothesis import given, settings, strategies as st

from terminals.ebkn.device_info import decode_poll
from terminals.ebkn.frames import decode_frame
from terminals.ebkn.request import EbknCall
from terminals.ebkn.results import decode_results
from terminals.ebkn.uploads import decode_upload
from tests.ebkn_vectors import VECTORS, body, framed, glog

TABLES = [
    "realtime_glog",
    "realtime_enroll_data",
    "receive_cmd",
    "send_cmd_result",
    "realtime_operation",
    "",
]


def test_recorded_poll():
    info, clock = decode_poll(decode_frame(body("ebkn_08_poll_no_command"))[0])
    assert clock == datetime(2026, 9, 29, 13, 14, 17)
    assert (info.firmware, info.platform) == ("A102D2S2K1Wfs01 v1.14", "FKDataHS103")
    assert info.algorithms == {"finger": 128, "face": 528}
    assert info.options["fk_name"] == "Fingerspot"
    assert info.options["supported_enroll_data"] == "PASSWORD,IDCARD,FACE,FP"
    assert info.users is None
    upload = decode_upload("receive_cmd", body("ebkn_08_poll_no_command"))
    assert upload.info == info


def test_a_poll_may_be_empty():
    assert decode_upload("receive_cmd", b"").info is None
    assert decode_poll({})[1] is None


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("20000101000000", datetime(2000, 1, 1)),
        ("20150101083000", datetime(2015, 1, 1, 8, 30)),
        ("99999999999999", None),
        ("", None),
        (7, None),
        ([], None),
    ],
)
def test_the_clock_as_it_stands(text, clock):
    assert decode_poll({"fk_time": text})[1] == clock


@pytest.mark.parametrize("received", [None, [], "x", 1])
def test_what_is_no_description_is_passed_over(received):
    assert decode_poll({"fk_info": received})[0].options == {}


def test_an_endless_description_is_cut():
    info, _ = decode_poll({"fk_info": {f"k{n}" * 300: "x" * 5000 for n in range(500)}})
    assert len(info.options) <= 40
    assert max(map(len, [*info.options, *info.options.values()])) <= 200


pieces = st.sampled_from(
    [body(name) for name in VECTORS] + [glog(), glog(log_image="BIN_1"), b"{", b"\0"]
)
documents = st.dictionaries(
    st.sampled_from(["user_id", "io_time", "io_mode", "verify_mode", "log_image",
                     "enroll_data_array", "user_photo", "fk_info", "fk_time", "x",
                     "one_log_size", "log_count", "user_id_count", "work_code"]),
    st.recursive(
        st.none() | st.booleans() | st.text(max_size=5) | st.floats(allow_nan=False)
        | st.integers() | st.sampled_from(["BIN_1", "7", "20260910135741"]),
        lambda inner: st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["backup_number", "enroll_data"]), inner),
    ),
)  # fmt: skip
bodies = (
    st.binary()
    | st.lists(pieces, max_size=3).map(b"".join)
    | documents.map(lambda d: framed(json.dumps(d), b"a block"))
)


@settings(max_examples=300)
@given(st.sampled_from(TABLES), bodies)
def test_any_message_gives_records_and_messages(table, raw):
    upload = decode_upload(table, raw)
    check(upload)
    kept = (upload.punches, upload.events, upload.users, upload.refused)
    if raw.strip(b"\0\r\n\t ") and table not in {"receive_cmd", "send_cmd_result"}:
        assert any(kept), "something was lost"
    for punch in upload.punches:
        again = decode_upload("realtime_glog", punch.line.encode())
        assert again.punches == [punch], "its line can be read again"


@settings(max_examples=200)
@given(bodies, st.text(max_size=5))
def test_any_result_gives_records_and_messages(raw, code):
    call = EbknCall("result", "A1", message="7", return_code=code)
    result, upload = decode_results(call, raw)
    check(upload)
    assert result.id == "7"


def check(upload):
    for record in upload.punches + upload.events + upload.users + upload.refused:
        for text in (
            record.line,
            getattr(record, "pin", ""),
            str(getattr(record, "reason", "")),
        ):
            assert "\0" not in text
            text.encode()  # a database can store it
    for user in upload.users:
        "".join(filter(None, (user.name, user.privilege, user.card))).encode()
    for template in upload.templates:
        assert template.blob
    options = upload.info.options if upload.info else {}
    "".join([*options, *options.values()]).encode()

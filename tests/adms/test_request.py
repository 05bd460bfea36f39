"""What a request asks for, told from its path and query."""

import pytest
from hypothesis import given, strategies as st

from terminals.adms.request import AdmsCall, read_call
from terminals.errors import ProtocolError
from tests.adms_vectors import VECTORS, meaning

KINDS = {
    "poll": "command_request",
    "handshake": "handshake",
    "ping": "ping",
    "time_sync": "time",
    "command_results": "result",
    "registry": "registration",
    "exchange": "exchange",
    "remote_attendance_lookup": "lookup",
    "push_config": "settings",
    "unknown_path": "unknown",
}
FIELDS = {
    "sn": "serial",
    "pushver": "push_version",
    "pushcommkey": "key",
    "device_type": "device_type",
}


def call_of(name: str) -> AdmsCall:
    request = VECTORS[name]["request"]
    return read_call(request["path"], request["query"], request["method"])


@pytest.mark.parametrize("name", VECTORS)
def test_recorded_request_is_understood(name):
    call, expected = call_of(name), meaning(name)
    kind = KINDS[expected["kind"]] if "kind" in expected else "upload"
    assert call.kind == kind
    for word, field in FIELDS.items():
        if word in expected:
            assert getattr(call, field) == expected[word]
    if "table" in expected:
        assert call.table == expected["table"].upper()
        assert call.stamp in {"9999", ""}


@pytest.mark.parametrize(
    ("name", "dialect"),
    [
        ("001_handshake_attpush_2214_zh", "attendance"),
        ("003_handshake_241_cqz", "attendance"),
        ("005_handshake_312_senseface3a_acc", "security"),
        ("006_handshake_security_301", "security"),
        ("008_handshake_essl_aspx_cexj", None),
        ("010_attlog_batch9", "attendance"),
        ("058_getrequest_plain", None),
        ("073_sec_registry", "security"),
        ("076_sec_exchange_publickey", None),
        ("078_sec_rtlog", "security"),
    ],
)
def test_dialect_is_told_or_left_open(name, dialect):
    assert call_of(name).dialect == dialect


@pytest.mark.parametrize(
    "path",
    [
        "/iclock/cdata",
        "/iclock/cdata.aspx",
        "/iclock/iclock/cdata",
        "/s3cret/iclock/cdata/",
        "/ICLOCK/CData.ASPX",
        "cdata",
    ],
)
def test_every_spelling_of_the_path_is_one(path):
    assert read_call(path, {"SN": "A1", "options": "all"}, "GET").kind == "handshake"


def test_parameter_names_are_read_in_any_case():
    query = {"sn": "A1", "TABLE": "attlog", "STAMP": "7", "PushCommKey": "k"}
    call = read_call("/iclock/cdata", query, "post")
    assert (call.serial, call.table, call.stamp, call.key) == ("A1", "ATTLOG", "7", "k")


@pytest.mark.parametrize("name", ["Stamp", "OpStamp", "PhotoStamp"])
def test_old_names_of_the_stamp_are_read(name):
    assert read_call("/iclock/cdata", {"SN": "A", name: "12"}, "POST").stamp == "12"


@pytest.mark.parametrize(
    "stamp", ["None", "", "-1", "9\nICLOCKSVRURL=x", "²", "9" * 21]
)
def test_stamp_that_is_no_number_is_not_taken(stamp):
    assert read_call("/iclock/cdata", {"SN": "A", "Stamp": stamp}, "POST").stamp == ""


@pytest.mark.parametrize("serial", ["", "   ", "A\n1", "A\x001", "9" * 65, "\ud800"])
def test_absurd_serial_is_refused(serial):
    with pytest.raises(ProtocolError):
        read_call("/iclock/getrequest", {"SN": serial}, "GET")


def test_missing_serial_is_refused():
    with pytest.raises(ProtocolError):
        read_call("/iclock/cdata", {"table": "ATTLOG"}, "POST")


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("/iclock/devicecmd", "GET"),
        ("/iclock/cdata", "PUT"),
        ("/iclock/file", "GET"),
        ("/iclock/rtdata", "GET"),
        ("/iclock/", "GET"),
        ("/", "GET"),
    ],
)
def test_what_the_protocol_does_not_have_is_unknown(path, method):
    assert read_call(path, {"SN": "A1"}, method).kind == "unknown"


def test_type_told_by_the_terminal_beats_its_version():
    query = {"SN": "A1", "options": "all", "pushver": "3.1.2", "DeviceType": "att"}
    assert read_call("/iclock/cdata", query, "GET").dialect == "attendance"


words = st.sampled_from(["SN", "sn", "table", "Stamp", "options", "INFO", "pushver"])
paths = st.sampled_from(["/iclock/cdata", "/iclock/getrequest", "/iclock/iclock/x"])


@given(
    path=paths | st.text(),
    query=st.dictionaries(words | st.text(), st.text()),
    method=st.sampled_from(["GET", "POST"]) | st.text(),
)
def test_any_request_gives_a_call_or_a_protocol_error(path, query, method):
    try:
        call = read_call(path, query, method)
    except ProtocolError as error:
        assert str(error.reason)
        return
    assert call.serial or call.kind == "unknown"
    # Odoo's routes let GET and POST through alone.
    for field in set(AdmsCall.__dataclass_fields__) - {"method"}:
        text = repr(getattr(call, field))
        text.encode()  # no half letter
        assert "\\x00" not in text

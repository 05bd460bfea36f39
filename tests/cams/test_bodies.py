"""How a body is wrapped, and what is kept of one that is not understood."""

import json
from urllib.parse import quote, quote_plus

import pytest

from terminals.cams.bodies import MAX_BODY_BYTES, MAX_DEPTH, read_body
from terminals.cams.request import read_call
from terminals.cams.uploads import acknowledge, decode_upload
from terminals.errors import ProtocolError
from tests.cams_calls import item, punch_v3, v2, whole_v2

#: Base64 with every sign a form can spoil.
BLOB = "++//+A/b+w=="
USER = whole_v2(
    "ManuallyUserUpdated",
    {"Name": "Ada+Bo & Co = 100% é", "Signature": [item("Fingerprint", BLOB, "1")]},
)
TEXT = json.dumps(USER, ensure_ascii=False)


def call_of(body, query=None, method="POST", **headers):
    return read_call("/any", query or {}, method, headers=headers, body=body)


@pytest.mark.parametrize(
    "body",
    [
        b"request_data=" + quote_plus(TEXT).encode(),
        b"request_data=" + quote(TEXT, safe="").encode(),
        b"other=1&request_data=" + quote_plus(TEXT).encode() + b"&more=2",
        b"request_data=" + TEXT.encode(),
        b"\xef\xbb\xbf request_data=" + quote_plus(TEXT).encode() + b"\r\n",
        TEXT.encode(),
    ],
    ids=["form", "percent", "among others", "not encoded", "mark", "bare"],
)
def test_no_byte_is_lost_however_the_form_was_written(body):
    upload = decode_upload("", body)
    assert upload.users[0].name == "Ada+Bo & Co = 100% é"
    assert upload.templates[0].text == BLOB
    assert call_of(body).shape == "request"


@pytest.mark.parametrize("spoilt", [BLOB.replace("+", " "), quote(BLOB, safe="")])
def test_base64_is_mended(spoilt):
    """Plus signs sent as they are reach us as blanks, signs encoded twice as %2B."""
    contents = {"Signature": [item("Fingerprint", spoilt, "1")]}
    upload = decode_upload("", v2("ManuallyUserUpdated", contents))
    assert upload.templates[0].text == BLOB
    assert not upload.templates[0].plain


def test_form_whose_plus_signs_were_not_encoded_keeps_its_templates():
    text = quote(TEXT, safe="+ ").replace(" ", "+")
    upload = decode_upload("", b"request_data=" + text.encode())
    assert upload.templates[0].text == BLOB


def test_names_are_found_in_any_case():
    body = b'{"realtime":{"SERIALNUMBER":"Z1","punchlog":{"userid":"7",'
    body += b'"logtime":"2024-09-17 07:48:22","TYPE":"CheckOut"},"authtoken":"T"}}'
    call = call_of(body)
    assert (call.shape, call.serial, call.key) == ("realtime", "Z1", "T")


def test_numbers_stay_as_they_were_written():
    body = punch_v3().replace(b'"UserId": "7"', b'"UserId": 7, "Temperature": 36.80')
    (punch,) = decode_upload("", body).punches
    assert punch.pin == "7"
    assert "36.80" in punch.line


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" \r\n",
        b"hello",
        b"[]",
        b"42",
        b"true",
        b"null",
        b"NaN",
        b'"text"',
        b"a=b&c=d",
        b"request_data=",
        b"request_data=%7Bnot+json",
        b"request_data={not json",
        b"\0\0\0\0",
        b"\xff\xfe",
        b'{"RealTime":',
        b"9" * 5000,
    ],
)
def test_what_is_no_body_of_ours_is_one_sentence(body):
    with pytest.raises(ProtocolError) as caught:
        call_of(body)
    assert str(caught.value.reason).endswith(".")
    assert decode_upload("", body).refused or not body.strip()


def nested(depth):
    return b'{"RealTime":' + b'{"a":' * depth + b"1" + b"}" * depth + b"}"


@pytest.mark.parametrize(
    "body",
    [
        nested(MAX_DEPTH),
        nested(100_000),
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"request_data=" + quote_plus(nested(50_000)).encode(),
    ],
)
def test_deep_nesting_is_refused(body):
    with pytest.raises(ProtocolError):
        call_of(body)
    assert len(decode_upload("", body).refused) == 1


def test_nesting_up_to_the_cap_is_read():
    assert call_of(nested(MAX_DEPTH - 2)).shape == "realtime"


def test_too_large_a_body_is_refused():
    body = punch_v3(Note="x" * MAX_BODY_BYTES)
    with pytest.raises(ProtocolError, match="body_too_large"):
        call_of(body)
    assert read_body(punch_v3(Note="x" * (MAX_BODY_BYTES - 1000)))


def test_compressed_body_is_refused():
    with pytest.raises(ProtocolError, match="body_compressed"):
        call_of(b"\x1f\x8b", **{"Content-Encoding": "gzip"})


def test_only_posts_are_callbacks():
    call = call_of(b"", {"stgid": "Z1"}, method="GET")
    assert (call.shape, call.serial) == ("unknown", "Z1")


def test_serial_of_the_query_stands_in():
    body = b'{"RealTime":{"PunchLog":{},"AuthToken":"T"}}'
    for query in ({"stgid": "Z9"}, {"STGID": "Z9?stgid=Z9"}):
        assert call_of(body, query).serial == "Z9"
    assert call_of(body).serial == ""
    assert call_of(body, {"stgid": "x" * 65}).serial == ""


def test_unknown_object_still_says_its_token():
    call = call_of(b'{"Something":"new","AuthToken":"T"}')
    assert (call.shape, call.key, call.dialect) == ("unknown", "T", None)


def test_acknowledgement_is_exact():
    assert acknowledge() == b'{"status":"done"}'

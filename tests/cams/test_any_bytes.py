"""Any bytes give records, messages or ProtocolError, and nothing else."""

import json
from time import process_time

import pytest
from hypothesis import given, settings, strategies as st

from terminals.cams.encryption import decrypt_body
from terminals.cams.request import decrypt, read_call
from terminals.cams.responses import decode_answer
from terminals.cams.results import decode_results
from terminals.cams.uploads import decode_upload
from terminals.errors import ProtocolError
from tests.cams_calls import TOKEN, item, punch_v3, v1, v2, v3
from tests.cams_vectors import CALLBACKS, KEY, body

REAL = [body(name) for name in CALLBACKS if body(name)]
REAL += [
    v1(),
    v2("RealTimePunchLog", {"AttendanceType": "CheckIn", "AttendancePhoto": "QUJD"}),
    v2("ManuallyUserUpdated", {"Name": "A", "Signature": [item("Face", "QUJD", "1")]}),
    v3("UserUpdated", {"UserID": "7", "Template": [{"Type": "Palm", "Data": "QUJD"}]}),
    punch_v3(),
]
pieces = st.sampled_from(
    b'{|}|[|]|"|:|,|=|&|+|%|\\|\0|request_data=|att_time=|"RealTime":|"PunchLog":'
    b'|"ApiRequestInfo":|"Log":|"Template":|"Signature":|"OperationData":|null|1e999'
    b'|"\\ud800"|"\\u0000"|"UserId":|"LogTime":|"2024-09-17 07:48:22 GMT +0300"'.split(
        b"|"
    )
)
mixed = st.lists(pieces | st.binary(max_size=6), max_size=40).map(b"".join)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["UserId", "LogTime", "Log", "Type", "Template", "Punch"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@st.composite
def damaged(draw):
    """A real body with one stretch replaced."""
    raw = draw(st.sampled_from(REAL))
    start = draw(st.integers(0, len(raw)))
    end = draw(st.integers(start, len(raw)))
    return raw[:start] + draw(st.binary(max_size=8)) + raw[end:]


@st.composite
def shaped(draw):
    """The right names with any values."""
    shape = draw(st.sampled_from(["v2", "RealTimePunchLog", "PunchLog", "UserUpdated"]))
    if shape == "v2":
        words = ["RealTimePunchLog", "ManuallyUserUpdated", "AddUser", "Other"]
        more = {"OperationTime": draw(values), "OperationReferenceId": draw(values)}
        return v2(draw(st.sampled_from(words)), draw(values), draw(values), **more)
    return v3(shape, draw(values))


bodies = st.binary() | mixed | damaged() | shaped()


def texts_of(upload):
    for punch in upload.punches:
        yield from (punch.pin, punch.line)
    for event in upload.events:
        yield from (event.code, event.label, event.line, *event.details)
    for refused in upload.refused:
        yield from (refused.line, str(refused.reason))
    for user in upload.users:
        yield from (user.pin, user.line)
        yield from filter(None, (user.name, user.privilege, user.password, user.card))
    for template in upload.templates:
        yield from (template.pin, template.kind, template.text)
    for photo in upload.photos:
        yield photo.pin
    if upload.info:
        yield from (upload.info.model or "", *upload.info.options)
        yield from upload.info.options.values()


@settings(max_examples=400)
@given(raw=bodies)
def test_any_body_gives_records_and_messages(raw):
    upload = decode_upload("", raw)
    for text in texts_of(upload):
        assert "\0" not in text
        text.encode()  # a database can store it
    for refused in upload.refused:
        assert refused.reason


@settings(max_examples=400)
@given(raw=bodies, tag=st.text(max_size=5))
def test_any_body_is_a_call_or_one_sentence(raw, tag):
    try:
        call = read_call("/x", {"stgid": tag}, "POST", headers={}, body=raw)
    except ProtocolError as error:
        assert str(error.reason).endswith(".")
        return
    for text in (call.serial, call.key or "", call.table, call.reference, call.tag):
        assert "\0" not in text
        text.encode()
    opened = decrypt(call, [KEY])
    assert opened is None or opened.body == decrypt_body(raw, [KEY])


@settings(max_examples=300)
@given(raw=bodies)
def test_any_body_gives_results(raw):
    for result in decode_results(raw):
        assert result.id
        for text in (result.id, result.echo):
            assert "\0" not in text
            text.encode()


@settings(max_examples=300)
@given(raw=bodies, dialect=st.sampled_from(["v1", "v2", "v3"]))
def test_any_answer_is_one_or_one_sentence(raw, dialect):
    try:
        answer = decode_answer(dialect, 200, raw, [KEY])
    except ProtocolError as error:
        assert str(error.reason).endswith(".")
        return
    assert answer.reason.code


@settings(max_examples=300)
@given(raw=shaped())
def test_token_is_never_kept(raw):
    upload = decode_upload("", raw)
    assert TOKEN not in "".join(texts_of(upload))


@pytest.mark.parametrize("value", [True, False, None, 1, 1.5, "x", {}, [True]])
@pytest.mark.parametrize(
    "raw",
    [
        '{"RealTime":{"UserUpdated":{"UserID":"7","Template":?}}}',
        '{"RealTime":{"UserUpdated":?,"PunchLog":{"Log":[?]}}}',
        '{"RealTime":?}',
        '{"ApiRequestInfo":?}',
        '{"ApiRequestInfo":{"Operation":"ManuallyUserUpdated","OperationData":?}}',
        '{"ApiRequestInfo":{"Operation":"SendDeviceInfo","OperationData":'
        '{"Model":?,"Services":?,"Punch":?,"AttendancePhoto":?}}}',
        '{"PunchLog":?,"Load":{"UserInfo":?},"DeviceInformation":?}',
        '{"LogTime":?,"UserId":?,"Type":?}',
    ],
)
def test_value_of_another_type_is_read_or_refused(raw, value):
    upload = decode_upload("", raw.replace("?", json.dumps(value)).encode())
    for text in texts_of(upload):
        assert text.encode().decode() == text


@settings(max_examples=300)
@given(raw=shaped() | damaged())
def test_line_of_a_punch_reads_as_that_punch(raw):
    for punch in decode_upload("", raw).punches:
        if len(punch.line) < 2000:
            assert decode_upload("", punch.line.encode()).punches == [punch]


@pytest.mark.parametrize(
    "raw",
    [
        b"&" * 2**20,
        b"request_data=" + b"%7B" * 2**18,
        b'{"ApiRequestInfo":{' + b'"a":1,' * 2**17 + b'"b":1}}',
        b'{"PunchLog":{"Log":[' + b"{}," * 2**17 + b"{}]}}",
        b'{"RealTime":{"PunchLog":"' + b"Template:" * 2**16 + b'"}}',
        b'{"RealTime":' + b"AuthToken=" * 2**16,
        b"A" * 2**20,
        b'{"a":' * 2**17,
        b'{"a":[' + b"[]," * 2**18 + b"[]]}",
    ],
)
def test_no_body_of_a_megabyte_takes_long(raw):
    started = process_time()
    decode_upload("", raw)
    decode_results(raw)
    try:
        read_call("", {}, "POST", headers={}, body=raw)
    except ProtocolError as error:
        assert str(error.reason)
    assert process_time() - started < 20, "not quadratic"

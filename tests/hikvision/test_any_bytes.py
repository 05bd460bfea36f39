"""Any bytes pushed give records or messages, and nothing else."""

import json
from time import process_time

import pytest
from hypothesis import given, settings, strategies as st

from terminals.hikvision.pushed import decode_push
from terminals.hikvision.request import read_call
from tests.hikvision_vectors import (
    alert,
    body_of,
    event,
    json_part,
    multipart,
    picture_part,
)

REAL = [body_of(n) for n in ("01", "03", "20", "33", "35", "37", "39", "41")]
REAL += [
    multipart(json_part(alert()), picture_part(), json_part(alert(141))),
    b"<EventNotificationAlert><dateTime>2026-03-04T08:00:00Z</dateTime>"
    b"<AccessControllerEvent><major>5</major><minor>75</minor>"
    b"<employeeNoString>7</employeeNoString></AccessControllerEvent>"
    b"</EventNotificationAlert>",
]
pieces = st.sampled_from(
    [
        *b'{ } [ ] " : , < > / & ; -- \r\n --MIME_boundary \0 \\ &#0; null 1e999'.split(
            b" "
        ),
        b"\r\n\r\n",
        b'"\\ud800"',
        b'"\\u0000"',
        b'"AccessControllerEvent":',
        b'"EventNotificationAlert":',
        b'"majorEventType":5,',
        b'"dateTime":"2026-03-04T08:00:00Z",',
        b"Content-Type: image/jpeg",
        b"<EventNotificationAlert>",
        b"<!DOCTYPE a>",
    ]
)
mixed = st.lists(pieces | st.binary(max_size=6), max_size=40).map(b"".join)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*event(), *alert(), "employee_no", "major", "minor"]),
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
    names = st.sampled_from(sorted(event()))
    own = draw(st.dictionaries(names, values, max_size=5))
    whole = alert(time=draw(values), envelope=draw(st.dictionaries(names, values)))
    whole["AccessControllerEvent"] = draw(values | st.just({**event(), **own}))
    wrap = draw(st.sampled_from(["", "EventNotificationAlert"]))
    return json.dumps({wrap: whole} if wrap else whole).encode()


bodies = st.binary() | mixed | damaged() | shaped()


def texts_of(upload):
    for punch in upload.punches:
        yield from (punch.pin, punch.line, punch.number or "")
    for record in upload.events:
        yield from (record.code, record.line, record.operator, *record.details)
    for refused in upload.refused:
        yield from (refused.line, str(refused.reason))
    for photo in upload.photos:
        yield photo.pin


@settings(max_examples=500)
@given(raw=bodies)
def test_any_body_gives_records_and_messages(raw):
    upload = decode_push(raw)
    for text in texts_of(upload):
        assert "\0" not in text
        text.encode()  # a database can store it
    for refused in upload.refused:
        assert str(refused.reason).endswith(".")
    for before, number in upload.sequence:
        assert 0 < before < 10**10 and 0 < number < 10**10


@settings(max_examples=500)
@given(raw=bodies, method=st.sampled_from(["POST", "GET"]))
def test_any_body_is_a_call(raw, method):
    call = read_call("/x", {}, method, headers={}, body=raw)
    assert call.kind in ("upload", "ping", "unknown")
    if call.kind == "ping":
        upload = decode_push(raw)
        assert not (upload.punches or upload.events or upload.refused)
    if call.info:
        assert "\0" not in call.info.mac
        call.info.mac.encode()


@settings(max_examples=300)
@given(raw=shaped() | damaged())
def test_line_of_a_punch_reads_as_that_punch(raw):
    for punch in decode_push(raw).punches:
        assert decode_push(punch.line.encode()).punches == [punch]


@settings(max_examples=200)
@given(raws=st.lists(shaped(), min_size=1, max_size=4), end=st.booleans())
def test_parts_are_read_as_if_each_came_alone(raws, end):
    body = multipart(*[([f"X: {n}"], raw) for n, raw in enumerate(raws)], end=end)
    whole = decode_push(body)
    alone = [decode_push(raw) for raw in raws]
    assert whole.punches == [punch for each in alone for punch in each.punches]
    assert len(whole.refused) == sum(len(each.refused) for each in alone)


@pytest.mark.parametrize("value", [True, False, None, 1, 1.5, "x", {}, [True], [[{}]]])
@pytest.mark.parametrize("name", [*event(), *alert()])
def test_value_of_another_type_is_read_or_refused(name, value):
    whole = alert()
    if name in whole:
        whole[name] = value
    else:
        whole["AccessControllerEvent"][name] = value
    for text in texts_of(decode_push(json.dumps(whole).encode())):
        assert text.encode().decode() == text


@pytest.mark.parametrize(
    "raw",
    [
        b"--a\r\n" * 2**18,
        b"--a\r\n" + b"\r\n" * 2**19,
        b"--a\r\n" + b"Content-Type: x\r\n" * 2**16,
        b"\n--" * 2**18,
        b"-" * 2**21,
        b"{" * 2**20,
        b"[" * 2**20,
        b"[" + b"{}," * 2**18 + b"{}]",
        b"{}\n" * 2**18,
        b'{"AccessControllerEvent":[' + b'{"major":5},' * 2**16 + b"{}]}",
        b"<a>" * 2**18,
        b"<a>" + b"<b/>" * 2**17 + b"</a>",
        b'{"eventType":"' + b"x" * 2**20 + b'"}',
        b"password=" * 2**17,
    ],
)
def test_no_body_of_a_megabyte_takes_long(raw):
    started = process_time()
    decode_push(raw)
    read_call("/x", {}, "POST", headers={}, body=raw)
    assert process_time() - started < 20, "not quadratic"

"""The frame, both ways, and what firmware makes of it."""

import json

import pytest
from hypothesis import given, settings, strategies as st

from terminals.ebkn.frames import (
    MAX_MESSAGE_BYTES,
    decode_frame,
    encode_frame,
    is_whole,
)
from terminals.errors import ProtocolError
from tests.ebkn_vectors import VECTORS, answer, body, framed

PART_RESPONSES = [name for name in VECTORS if answer(name)]
REQUESTS = [n for n in VECTORS if body(n) and "_block_" not in n]
TEXT = '{"user_id":"13","log_image":"BIN_1"}'
DOCUMENT = json.loads(TEXT)


@pytest.mark.parametrize("name", PART_RESPONSES)
def test_recorded_answer_is_written_byte_for_byte(name):
    document, blocks = decode_frame(answer(name))
    assert blocks == []
    assert encode_frame(document) == answer(name)


@pytest.mark.parametrize("name", REQUESTS)
def test_recorded_request_is_one_whole_frame(name):
    document, blocks = decode_frame(body(name))
    assert document
    assert is_whole(body(name))
    sizes = VECTORS[name].get("expected", {}).get("bin_sizes")
    assert sizes is None or [len(block) for block in blocks] == sizes
    assert decode_frame(encode_frame(document, blocks)) == (document, blocks)


def test_bare_json_is_never_written():
    """The recorded refusal of a terminal is what this must not produce."""
    sent = VECTORS["ebkn_12_cmd_set_time_unframed_rejected"]["response"]["body_text"]
    assert encode_frame(json.loads(sent)) == framed(sent) != sent.encode()
    assert encode_frame({}) == encode_frame(None) == b""


@pytest.mark.parametrize("end", [b"\0", b"\n\0", b"", b"\r\n\0", b" \0\0"])
@pytest.mark.parametrize("blocks", [(), (b"photo",), (b"x" * 300, b"", b"y")])
def test_any_terminator_ends_the_json(end, blocks):
    assert decode_frame(framed(TEXT, *blocks, end=end)) == (DOCUMENT, list(blocks))


@pytest.mark.parametrize("end", [b"\0", b"\n\0"])
@pytest.mark.parametrize("blocks", [(), (b"\xff" * 24,), (b"a" * 70_000, b"bc")])
def test_a_length_without_the_terminator_that_follows(end, blocks):
    raw = framed(TEXT, *blocks, end=end, count=len(TEXT))
    assert decode_frame(raw) == (DOCUMENT, list(blocks))


@pytest.mark.parametrize("count", [0, 5, len(TEXT) + 9, 2**31, 2**32 - 1])
@pytest.mark.parametrize("blocks", [(), (b"z" * 40,)])
def test_a_length_that_lies_is_not_believed(count, blocks):
    assert decode_frame(framed(TEXT, *blocks, count=count)) == (DOCUMENT, list(blocks))


def test_a_length_that_reads_as_a_brace():
    text = '{"a":"%s"}' % ("x" * (122 - 8))
    raw = framed(text, b"block")
    assert raw[:1] == b"{"
    assert decode_frame(raw) == (json.loads(text), [b"block"])


@pytest.mark.parametrize("more", [b"", b"\0", b"\r\n", b"  "])
def test_json_without_a_frame(more):
    assert decode_frame(TEXT.encode() + more) == (DOCUMENT, [])
    assert not is_whole(TEXT.encode() + more)


@pytest.mark.parametrize("raw", [b"", b"\0", b"\0\0\0\0", b"\r\n"])
def test_nothing_to_say(raw):
    assert decode_frame(raw) == ({}, [])


def test_padding_is_no_block():
    raw = framed(TEXT, b"one")
    for padding in (b"\0", b"\0\0", b"\x01\x02", b"\0\0\0"):
        assert decode_frame(raw + padding) == (DOCUMENT, [b"one"])


def test_braces_inside_strings_are_letters():
    text = r'{"name":"}{\"}]\\","n":[1,{"a":"[["}]}'
    assert decode_frame(framed(text, b"}}", count=3)) == (json.loads(text), [b"}}"])


def test_a_block_that_is_cut_is_left_out():
    raw = framed(TEXT, b"whole", b"cut off")
    assert decode_frame(raw[:-1]) == (DOCUMENT, [b"whole"])
    assert not is_whole(raw[:-1])


def test_names_in_any_letters():
    for name in ("Ада", "阿达", "Zoë"):
        assert decode_frame(encode_frame({"user_name": name}))[0]["user_name"] == name
    chinese = '{"user_name":"加班"}'.encode("gb18030")
    assert decode_frame(framed(chinese))[0] == {"user_name": "加班"}


@pytest.mark.parametrize(
    "raw",
    [
        b"hello",
        b"<html><body>502</body></html>",
        b"\x10\0\0\0[1,2,3]",
        b'{"a":1',
        framed('{"a":'),
        framed('{"a":"' + "x" * 50),
        framed('{"a":}'),
        framed('{"a":NaN}'),
        framed('{"a":%s}' % ("9" * 5000)),
        framed('{"a":%s}' % ("[" * 100_000)),
        framed('{"a":%s}' % ('{"a":' * 50 + "1" + "}" * 50)),
        b'{"a":"' + b'\\"' * 500_000,
        b"{" + b'"' * 500_001,
        bytes(MAX_MESSAGE_BYTES + 1),
    ],
    ids=range(14),
)
def test_what_is_no_frame_is_refused(raw):
    with pytest.raises(ProtocolError) as caught:
        decode_frame(raw)
    assert str(caught.value.reason).endswith(".")


def test_a_sea_of_zeros_holds_few_blocks():
    document, blocks = decode_frame(framed(TEXT) + bytes(2**20))
    assert document == DOCUMENT
    assert len(blocks) < 100


VALUES = st.none() | st.text() | st.integers(-(2**31), 2**32 - 1)
DOCUMENTS = st.dictionaries(
    st.text(st.characters(codec="utf-8")),
    VALUES.filter(lambda v: _writable(v)),
    min_size=1,
)


def _writable(value):
    return not isinstance(value, str) or value.isprintable()


@given(DOCUMENTS, st.lists(st.binary(max_size=60), max_size=4))
def test_what_is_written_is_read_back(document, blocks):
    raw = encode_frame(document, blocks)
    assert decode_frame(raw) == (document, blocks)
    assert is_whole(raw)


@settings(max_examples=300)
@given(st.data())
def test_any_damage_gives_a_document_or_a_refusal(data):
    raw = body(data.draw(st.sampled_from(REQUESTS)))
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, len(raw)))
    raw = raw[:start] + data.draw(st.binary(max_size=8)) + raw[end:]
    try:
        document, blocks = decode_frame(raw)
    except ProtocolError as error:
        assert str(error.reason)
        return
    assert isinstance(document, dict)
    assert sum(map(len, blocks)) <= len(raw)


@given(st.binary())
def test_any_bytes_give_a_document_or_a_refusal(raw):
    try:
        decode_frame(raw)
    except ProtocolError as error:
        assert str(error.reason)
